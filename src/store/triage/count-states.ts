import { sql } from "kysely";
import type { TriageState } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { matchFinding, NOW } from "../findings/finding-queries.ts";
import { NOW as INCIDENT_NOW, matchIncident } from "../incidents/incident-queries.ts";
import type { StateCount, StateCountFilter } from "../ports/triage-port.ts";

interface CountedRow {
  readonly state: TriageState;
  readonly covered: boolean;
  readonly assignee: string | null;
  readonly n: number;
}

/** How many there are of each state and assignee, with those that an exception covers apart. */
export async function countStates(
  db: Engine["db"],
  filter: StateCountFilter,
): Promise<readonly StateCount[]> {
  const rows =
    filter.subject === "findings"
      ? sql`
        select ${NOW.triage.state} as state, (${NOW.exception} is not null) as covered,
          ${NOW.triage.assignee} as assignee
        from finding_rows f where ${matchFinding(filter)}`
      : sql`
        select ${INCIDENT_NOW.triage.state} as state, false as covered, ${INCIDENT_NOW.triage.assignee} as assignee
        from incident_rows i where ${matchIncident(filter)}`;
  const found = await sql<CountedRow>`
    select g.state, g.covered, g.assignee, count(*) as n from (${rows}) g group by 1, 2, 3`.execute(db);
  return found.rows.map(({ state, covered, assignee, n }) => ({
    state,
    isCovered: covered,
    assignee,
    count: Number(n),
  }));
}
