import { toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { ANALYST_QUERIES, type AnalystTable } from "./analyst-queries.ts";
import type { AskedCounts } from "./asked-counts.ts";

export interface AnalystQuestion {
  readonly name: string;
  readonly counts: AskedCounts;
  readonly limit: number;
}

/** One of the eight questions, answered as a table. Throws RUN_QUESTION_UNKNOWN. */
export async function answerAnalyst(
  store: Store,
  { name, counts, limit }: AnalystQuestion,
): Promise<AnalystTable & { readonly name: string; readonly title: string }> {
  const query = ANALYST_QUERIES.find((one) => one.name === name);
  const names = ANALYST_QUERIES.map((one) => one.name).join(", ");
  if (query === undefined) throw toError(APP_PROBLEMS, "RUN_QUESTION_UNKNOWN", { name, names });
  return { name, title: query.title, ...(await query.answer(store, counts, limit)) };
}
