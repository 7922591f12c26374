import type { Condition } from "../../domain/index.ts";
import type { CountedValue, Measure, Store } from "../../store/index.ts";
import type { AskedCounts } from "./asked-counts.ts";

export interface LogSummary {
  readonly events: number;
  readonly actions: readonly CountedValue[];
  readonly users: readonly CountedValue[];
  readonly errors: readonly CountedValue[];
  readonly sensitive: { readonly events: number; readonly actions: readonly CountedValue[] };
  readonly suspicious: { readonly events: number; readonly addresses: readonly Measure[] };
}

/** From this sensitivity on an action is told of. */
const SENSITIVE_MIN = 2;

const SENSITIVE: Condition = {
  kind: "number",
  field: "sensitivity",
  range: { min: SENSITIVE_MIN, hasMin: true, max: null, hasMax: true },
};

/** Both conditions; one may be missing. */
export const both = (a: Condition | undefined, b: Condition): Condition =>
  a === undefined ? b : { kind: "all", parts: [a, b] };

/** What a log is about: its most frequent actions, users and errors, what is sensitive, whose addresses stood out. */
export async function summariseLog(
  store: Store,
  { events, findings }: AskedCounts,
  limit: number,
): Promise<LogSummary> {
  const { statistics } = store;
  const top = async (field: string, filter = events) =>
    statistics.readTopValues({ filter: { subject: "events", ...filter }, field, limit, containing: null });
  const [sensitive, suspicious, count, actions, users, errors] = await Promise.all([
    top("action", { ...events, where: both(events.where, SENSITIVE) }),
    listSuspiciousAddresses(store, { events, findings }, limit),
    store.events.countEvents(events),
    top("action"),
    top("user"),
    top("error"),
  ]);
  return {
    events: count,
    actions: actions.values,
    users: users.values,
    errors: errors.values,
    sensitive: { events: sensitive.total, actions: sensitive.values },
    suspicious: {
      events: suspicious.reduce((sum, one) => sum + one.events, 0),
      addresses: suspicious,
    },
  };
}

/** Addresses of events that findings stand on, those with the most findings first. */
export async function listSuspiciousAddresses(
  { statistics }: Store,
  { events, findings }: AskedCounts,
  limit: number,
): Promise<readonly Measure[]> {
  if (findings === null) return [];
  const found = await statistics.readMeasures({ events, findings, by: "address", order: "findings", limit });
  return found.values;
}
