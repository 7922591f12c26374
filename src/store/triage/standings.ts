import { sumSteps, toEpochMs, type Verdict } from "../../domain/index.ts";
import type { VerdictRowsTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import type { TriageStanding, TriageTarget } from "../ports/triage-port.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import type { KnownTarget } from "./plan-change.ts";
import { readSums, toStanding } from "./triage-sql.ts";
import type { TriageRowsTable } from "./triage-tables.ts";

type Said = Pick<VerdictRowsTable, "target_type" | "target_id" | "verdict" | "judged_at" | "judged_by">;
type Done = Pick<TriageRowsTable, "target_type" | "target_id" | "done_at" | "done_by">;

/** How targets stand, in the order in which they are asked for. */
export async function readStandings(
  db: Engine["db"] | Trx,
  targets: readonly TriageTarget[],
): Promise<readonly KnownTarget[]> {
  if (targets.length === 0) return [];
  const ids = targets.map(({ id }) => toStoredText(id));
  const said = await db
    .selectFrom("verdict_rows")
    .select(["target_type", "target_id", "verdict", "judged_at", "judged_by"])
    .where("target_id", "in", ids)
    .orderBy("judged_at")
    .orderBy("verdict_key")
    .execute();
  const done = await db
    .selectFrom("triage_rows")
    .select(["target_type", "target_id", "done_at", "done_by"])
    .where("target_id", "in", ids)
    .orderBy("done_at")
    .orderBy("triage_key")
    .execute();
  const verdicts = Map.groupBy(said, toKey);
  const steps = Map.groupBy(done, toKey);
  const sums = {
    finding: await readSums(db, "finding", ids),
    incident: await readSums(db, "incident", ids),
  };
  return targets.map((target) => {
    const key = `${target.type} ${toStoredText(target.id)}`;
    const sum = sums[target.type].get(toStoredText(target.id)) ?? sumSteps([]);
    const verdict = toKind(verdicts.get(key)?.at(-1)?.verdict);
    const standing: TriageStanding = {
      ...toStanding(verdict, sum),
      verdict,
      version: (verdicts.get(key)?.length ?? 0) + (steps.get(key)?.length ?? 0),
      latest: findLatest(verdicts.get(key)?.at(-1), steps.get(key)?.at(-1)),
    };
    return { target, standing, sum };
  });
}

const toKey = ({ target_type: type, target_id: id }: Said | Done): string => `${type} ${id}`;

const toKind = (verdict: Verdict["verdict"] | undefined) =>
  verdict === undefined || verdict === "open" ? null : verdict;

function findLatest(said: Said | undefined, done: Done | undefined): TriageStanding["latest"] {
  if (said !== undefined && (done === undefined || said.judged_at >= done.done_at))
    return { at: toEpochMs(said.judged_at), by: said.judged_by };
  return done === undefined ? null : { at: toEpochMs(done.done_at), by: done.done_by };
}
