import type { AssistantQueries, EventFilter, EventTally, FoundFinding } from "../port.ts";
import { citeActor, citeFinding, type Facts } from "./facts.ts";

/** Who did something, how often, and what was found in it. */
export interface Activity {
  readonly events: number;
  readonly failures: number;
  /** Identities that did it. */
  readonly people: number;
  /** The busiest first. */
  readonly actors: readonly EventTally[];
  /** The most frequent first. */
  readonly actions: readonly EventTally[];
  readonly findings: number;
  readonly worst: readonly FoundFinding[];
}

export interface ActivityRequest extends EventFilter {
  readonly limit: number;
}

const WORST_SHOWN = 3;

/** Events with an action, a service, an address: nobody's opinion of them, the events themselves. */
export async function lookAtActivity(
  queries: AssistantQueries,
  { limit, ...filter }: ActivityRequest,
): Promise<Facts<Activity>> {
  const actors = await queries.tallyEvents("actor", filter);
  const actions = await queries.tallyEvents("action", filter);
  const page = await queries.searchFindings(filter, { limit: WORST_SHOWN, order: "worst-first" });
  const data = {
    events: actors.reduce((sum, { events }) => sum + events, 0),
    failures: actors.reduce((sum, { failures }) => sum + failures, 0),
    people: actors.length,
    actors: actors.slice(0, limit),
    actions: actions.slice(0, limit),
    findings: page.counts.total,
    worst: page.rows,
  };
  return {
    data,
    citations: [
      ...data.actors.map(({ value: id, name }) => citeActor({ id, name })),
      ...data.worst.map(citeFinding),
    ],
    looked: { ...filter.period, counts: { events: data.events, findings: data.findings } },
  };
}
