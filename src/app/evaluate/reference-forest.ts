import { createMatrix, isolationForest, scoreInThreads } from "../../learn/index.ts";
import { type EventTable, REFERENCE_COLUMNS } from "./event-table.ts";

/** The reference's detector: so many trees over nine columns, texts as numbers in the order of their appearance. */
export const REFERENCE_TREES = 250;

/** Scores of an Isolation Forest that knows no profiles, trained on the very events that it scores, as the reference is. */
export async function scoreByReference(events: EventTable, seed: number): Promise<Float64Array> {
  const table = createMatrix(
    REFERENCE_COLUMNS.map((name) => ({ kind: "numeric", name, values: events.reference[name] }) as const),
    events.rows,
  );
  const model = await isolationForest.fit({ profile: "classic", trees: REFERENCE_TREES }, table, { seed });
  return scoreInThreads(model, table, {});
}
