import { useQuery } from "@tanstack/react-query";
import type { Schema } from "../../client/client.ts";
import { answer, client } from "../../client/client.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";

type Actor = Schema<"Actor">;

const COLUMNS: readonly Column<Actor>[] = [
  { id: "actor", head: "Actor", cell: ({ id, name, type }) => <ActorLink id={id} name={name} type={type} /> },
  {
    id: "risk",
    head: "Risk",
    width: 170,
    cell: ({ risk }) => <RiskMeter score={risk?.score ?? null} level={risk?.level ?? null} />,
  },
  {
    id: "last",
    head: "Last seen",
    width: 140,
    isMinor: true,
    cell: ({ last_time }) => <TimeText time={last_time} />,
  },
];

/** A page to copy from: asks the API, obeys the range of time, says every state. */
export function SamplePage() {
  const range = useTimeRange();
  const actors = useQuery({
    queryKey: ["sample-actors", range.query],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/actors", { params: { query: { ...range.query, limit: 100 } }, signal })),
  });
  return (
    <>
      <PageHead title="Sample" note="Who acted in the range of time, the riskiest first." />
      <QueryPanel
        title="Actors"
        query={actors}
        flush
        whenEmpty={({ items }) =>
          items.length > 0
            ? null
            : { kind: "empty", text: "Nobody acted in this range.", next: "Choose a longer one." }
        }
      >
        {({ items }) => <DataTable label="Actors" rows={items} columns={COLUMNS} toKey={({ id }) => id} />}
      </QueryPanel>
    </>
  );
}
