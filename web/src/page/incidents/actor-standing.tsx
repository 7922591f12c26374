import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../client/client.ts";
import { RiskMeter } from "../../part/risk-meter.tsx";

/** The risk of an actor as it is now: what a verdict changes at once. */
export function ActorStanding({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ["actor-standing", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/actors/{id}", { params: { path: { id } }, signal })),
  });
  if (data === undefined) return null;
  return (
    <span data-testid="actor-risk">
      <RiskMeter score={data.risk?.score ?? null} level={data.risk?.level ?? null} worded />
    </span>
  );
}
