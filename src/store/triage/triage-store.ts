import { type RawBuilder, sql } from "kysely";
import { type Clock, type StepsSum, type TriageStep, toError, type Verdict } from "../../domain/index.ts";
import { noteChanges } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { NamedTarget, TriageChanged, TriageRequest, TriageStore } from "../ports/triage-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toStoredText } from "../stored-text.ts";
import { insertVerdicts, toVerdictChange } from "../verdicts/verdict-store.ts";
import type { Trx, Writing } from "../writing.ts";
import { countStates } from "./count-states.ts";
import { type PlannedChange, planChange } from "./plan-change.ts";
import { readStandings } from "./standings.ts";
import { insertSteps, restoreSteps, toStep, writeSums } from "./step-rows.ts";
import type { TriageRowsTable } from "./triage-tables.ts";

export interface TriageParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

export function createTriageStore({ engine, writing, guard, clock }: TriageParts): TriageStore {
  const { db } = engine;
  return {
    change: (request) => writing.write((trx) => change({ engine, trx, clock }, request)),
    read: async (target) => (await guard.ask(readStandings(db, [target])))[0]!.standing,
    listSteps: async ({ type, id }) =>
      guard.ask(listSteps(db, sql`r.target_type = ${type} and r.target_id = ${toStoredText(id)}`)),
    listAll: () => guard.ask(listSteps(db, sql`true`)),
    count: (filter) => guard.ask(countStates(db, filter)),
    findTargets: (ids) => guard.ask(findTargets(db, ids)),
    async listAssignees() {
      const found = await guard.ask(
        sql<{ assignee: string }>`
          select distinct assignee from triage_states where assignee is not null`.execute(db),
      );
      return found.rows.map(({ assignee }) => assignee).toSorted();
    },
    restore: (steps) => writing.write((trx) => restoreSteps(trx, steps)),
  };
}

interface Changing {
  readonly engine: Engine;
  readonly trx: Trx;
  readonly clock: Clock;
}

async function change(
  { engine, trx, clock }: Changing,
  request: TriageRequest,
): Promise<readonly TriageChanged[]> {
  const { targets, version } = request;
  if (targets.length === 0) return [];
  await holdTargets(engine, trx, targets);
  const before = await readStandings(trx, targets);
  const [first] = before;
  if (version !== null && first !== undefined && first.standing.version !== version)
    throw toError(STORE_PROBLEMS, "STORE_TRIAGE_CHANGED", { by: first.standing.latest?.by ?? "somebody" });
  const at = clock.now();
  const planned = before.map((known) => planChange(known, request, at));
  await write({ trx, clock }, planned);
  return planned.map(({ target, before: stood, after }) => ({ target, before: stood, after }));
}

async function write(
  { trx, clock }: Pick<Changing, "trx" | "clock">,
  planned: readonly PlannedChange[],
): Promise<void> {
  await insertSteps(
    trx,
    planned.flatMap(({ steps }) => steps),
  );
  const moved = planned.filter(({ steps }) => steps.some(({ deed }) => deed !== "note"));
  const sums = moved.map(({ target, sum }): readonly [Verdict["target"], StepsSum] => [target, sum]);
  await writeSums(trx, sums);
  const verdicts = planned.flatMap(({ verdict }) => verdict ?? []);
  await insertVerdicts(trx, verdicts);
  await noteChanges(trx, clock, [
    ...verdicts.map(toVerdictChange),
    ...planned.flatMap(({ target, before, after, steps, note }) =>
      steps.length === 0
        ? []
        : [
            {
              action: "triage.change" as const,
              target,
              before: toShown(before),
              after: { ...toShown(after), ...(note === null ? {} : { note }) },
            },
          ],
    ),
  ]);
}

const toShown = ({ state, assignee, tags }: TriageChanged["before"]) => ({
  state,
  assignee,
  tags: [...tags],
});

/** Two changes of the same at once wait for each other here, where the engine lets them write together. */
async function holdTargets(engine: Engine, trx: Trx, targets: TriageRequest["targets"]): Promise<void> {
  if (!engine.capabilities.writesTogether) return;
  // In one order, so that two that want the same do not wait for each other in a ring.
  const sorted = targets.toSorted((a, b) => (`${a.id} ${a.type}` < `${b.id} ${b.type}` ? -1 : 1));
  const rows = sorted.map(({ type, id }) => sql`(${type}, ${toStoredText(id)}, false)`);
  await sql`
    insert into triage_states (target_type, target_id, is_acknowledged) values ${sql.join(rows)}
    on conflict do nothing`.execute(trx);
  const ids = sorted.map(({ id }) => toStoredText(id));
  await sql`
    select 1 from triage_states where target_id in (${sql.join(ids)})
    order by target_id, target_type for update`.execute(trx);
}

async function listSteps(db: Engine["db"], condition: RawBuilder<unknown>): Promise<readonly TriageStep[]> {
  const found = await sql<TriageRowsTable>`
    select r.* from triage_rows r where ${condition} order by r.done_at, r.triage_key`.execute(db);
  return found.rows.map(toStep);
}

async function findTargets(db: Engine["db"], ids: readonly string[]): Promise<readonly NamedTarget[]> {
  if (ids.length === 0) return [];
  const asked = sql.join(ids.map(toStoredText));
  const found = await sql<{ type: "finding" | "incident"; id: string; summary: string }>`
    select 'finding' as type, f.id, f.summary from finding_rows f where f.is_current and f.id in (${asked})
    union all
    select 'incident' as type, i.id, i.summary from incident_rows i where i.id in (${asked})`.execute(db);
  return found.rows.map(({ type, id, summary }) => ({ target: { type, id }, summary }));
}
