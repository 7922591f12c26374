import {
  type Clock,
  type Condition,
  DAY_MS,
  type EpochMs,
  findField,
  parseQuery,
  QUERY_PROBLEMS,
  type QuerySubject,
  toError,
} from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";

/**
 * What `now` means in a query: where the newest event is older than a day it is that event's time, so that old data can
 * be asked for by `today` and `now-24h`, too.
 */
export async function readPresent(store: Store, clock: Clock): Promise<EpochMs> {
  const { lastAt } = await store.statistics.readSpan();
  const now = clock.now();
  return lastAt === null || now - lastAt < DAY_MS ? now : lastAt;
}

/** A query as a condition; without one nothing is asked. Throws QueryProblem. */
export async function readWhere(
  store: Store,
  asked: { readonly subject: QuerySubject; readonly q: string | null; readonly clock: Clock },
): Promise<{ readonly where?: Condition }> {
  const { subject, q, clock } = asked;
  if (q === null || q.trim() === "") return {};
  return { where: parseQuery(q, { subject, now: await readPresent(store, clock) }) };
}

/** A field that rows can be counted by, by its own name. Throws QUERY_FIELD. */
export function findGroupable(subject: QuerySubject, name: string): string {
  const field = findField(subject, name);
  if (field?.isGroupable === true && (subject !== "incidents" || INCIDENT_GROUPS.has(field.name)))
    return field.name;
  throw toError(QUERY_PROBLEMS, "QUERY_FIELD", {
    name: JSON.stringify(name.slice(0, 60)),
    at: 1,
    subject: `counts of ${subject}`,
    nearest: "",
  });
}
const INCIDENT_GROUPS: ReadonlySet<string> = new Set([
  "severity",
  "tactic",
  "user",
  "verdict",
  "state",
  "assignee",
  "tag",
]);
