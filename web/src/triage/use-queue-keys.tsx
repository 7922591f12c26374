import { useState } from "react";
import type { DataTableProps } from "../part/data-table.tsx";
import { useMay } from "../session/use-session.ts";
import { VERDICT_WORDS, VERDICTS } from "./triage-words.ts";
import { useTriage } from "./use-triage.ts";

export interface QueueKeys<Row> {
  /** Keys for the row under the cursor. What is chosen has its own while anything is. */
  readonly rowKeys: NonNullable<DataTableProps<Row>["rowKeys"]>;
  readonly selection: ReadonlySet<string>;
  readonly onSelect: (selection: ReadonlySet<string>) => void;
  /** What is asked a reason for closing; null: nothing. */
  readonly closing: readonly string[] | null;
  readonly onClosing: (targets: readonly string[] | null) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** What is chosen of a queue, and what keys do with the row under the cursor. */
export function useQueueKeys<Row>(toKey: (row: Row) => string): QueueKeys<Row> {
  const [selection, setSelection] = useState(NONE);
  const [closing, setClosing] = useState<readonly string[] | null>(null);
  const triage = useTriage();
  const may = useMay("triage");
  const rowKeys: QueueKeys<Row>["rowKeys"] =
    !may || selection.size > 0
      ? []
      : [
          {
            keys: "a",
            does: "acknowledge",
            run: (row) => triage.mutate({ targets: [toKey(row)], state: "acknowledged" }),
          },
          { keys: "c", does: "close, with the reason", run: (row) => setClosing([toKey(row)]) },
          ...VERDICTS.map((verdict, index) => ({
            keys: String(index + 1),
            does: `close as ${VERDICT_WORDS[verdict].toLowerCase()}`,
            run: (row: Row) => triage.mutate({ targets: [toKey(row)], close: verdict }),
          })),
        ];
  return { rowKeys, selection, onSelect: setSelection, closing, onClosing: setClosing };
}
