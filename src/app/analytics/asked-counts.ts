import type { Clock, EpochMs } from "../../domain/index.ts";
import type { EventFilter, FindingFilter, Store } from "../../store/index.ts";
import { isLooked, readLooked } from "../findings/asked-store.ts";
import { readWhere } from "./asked-query.ts";

/** Which events and findings are counted together. */
export interface AskedCounts {
  readonly events: EventFilter;
  /** Null: nothing was ever looked at. */
  readonly findings: FindingFilter | null;
}

/** Events of a period that a query leaves, and the findings of the period. Throws QueryProblem. */
export async function readAskedCounts(
  store: Store,
  asked: {
    readonly q: string | null;
    readonly from: EpochMs | null;
    readonly to: EpochMs | null;
    /** Also what was judged false and what an exception covers. */
    readonly all: boolean;
    readonly clock: Clock;
  },
): Promise<AskedCounts> {
  const { q, from, to, all, clock } = asked;
  const period = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  const events = { ...period, ...(await readWhere(store, { subject: "events", q, clock })) };
  const looked = await isLooked(store, await readLooked(store));
  return { events, findings: looked ? { ...period, ...(all ? {} : { openOnly: true }) } : null };
}
