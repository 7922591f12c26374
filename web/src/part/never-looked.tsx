import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../client/client.ts";
import { PlainWords } from "./plain-words.tsx";

/** Where nothing was ever looked at: lets the server look, now. */
export function NeverLookedNext({ remedy }: { readonly remedy: string }) {
  const queries = useQueryClient();
  const look = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/detection")),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <>
      <span>
        <PlainWords text={remedy} />
      </span>
      <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
        Look now
      </Button>
    </>
  );
}
