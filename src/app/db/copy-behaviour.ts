import { type FindingId, type Incident, toError } from "../../domain/index.ts";
import type { InputMatches, Store } from "../../store/index.ts";
import { DB_PROBLEMS } from "./problems.ts";

export interface BehaviourCopied {
  readonly findings: number;
  readonly incidents: number;
  readonly verdicts: number;
  readonly models: number;
  /** False: the target had passes of its own; its findings are as they were. */
  readonly isDetectionCopied: boolean;
}

/** Inputs whose matches are written at once, and rows from which on they are written. */
const INPUTS_AT_ONCE = 500;
const ROWS_AT_ONCE = 100_000;

/**
 * Copies what people said, what they were told and what was trained, and then what detection made of the events:
 * findings, incidents, how far passes are and what they need to go on. The latter is copied as a whole or, where the target has looked at inputs that
 * the source has not, left. Leases are not copied: they belong to processes.
 */
export async function copyBehaviour(from: Store, to: Store): Promise<BehaviourCopied> {
  const verdicts = await from.verdicts.listAll();
  await to.verdicts.restore({ verdicts, exceptions: await listExceptionVersions(from) });
  await to.rules.restore(await from.rules.listAll());
  await to.triage.restore(await from.triage.listAll());
  await to.views.restore(await from.views.exportAll());
  const models = await copyModels(from, to);
  await copySettings(from, to);
  // Nobody is told again by the copy what they were told already.
  await to.alerts.restore(await from.alerts.readAll());
  const judged = { verdicts: verdicts.length, models };
  if (!(await isCopyOf(from, to))) return { ...judged, findings: 0, incidents: 0, isDetectionCopied: false };
  await copyMatches(from, to);
  for await (const texts of from.passes.streamTexts()) await to.passes.addTexts(texts);
  await copyFindings(from, to);
  const incidents = await copyIncidents(from, to);
  await copyPasses(from, to);
  const { total: findings } = await to.findings.count({});
  const { total: expected } = await from.findings.count({});
  if (findings !== expected)
    throw toError(DB_PROBLEMS, "DB_COPY_DIFFERS", {
      difference: `${findings} findings instead of ${expected}`,
    });
  return { ...judged, findings, incidents, isDetectionCopied: true };
}

/** Whether no lens of the target has seen an input that the same lens of the source has not. */
async function isCopyOf(from: Store, to: Store): Promise<boolean> {
  const seen = new Map((await from.passes.exportLenses()).map(({ lens, inputs }) => [lens, new Set(inputs)]));
  const lenses = await to.passes.exportLenses();
  return lenses.every(({ lens, inputs }) => inputs.every((input) => seen.get(lens)?.has(input) === true));
}

async function listExceptionVersions(from: Store) {
  const latest = await from.verdicts.listExceptions();
  const versions = [];
  for (const { id } of latest) versions.push(...(await from.verdicts.listVersions(id)).toReversed());
  return versions;
}

async function copyModels(from: Store, to: Store): Promise<number> {
  // The oldest first, so that their order stays.
  const models = (await from.models.list()).toReversed();
  for (const { id, name, kind, window, card, createdAt } of models) {
    const body = await from.models.readBody(id);
    if (body !== null) await to.models.restore({ id, name, kind, window, card, createdAt, body });
  }
  await to.models.restoreActivations(await from.models.listActivations());
  return models.length;
}

async function copySettings(from: Store, to: Store): Promise<void> {
  const settings = [...(await from.settings.readAll())].map(([key, value]) => ({ key, value }));
  if (settings.length > 0) await to.settings.change(settings, { author: "copy", version: null });
  const horizon = await from.upkeep.readHorizonDay();
  if (horizon !== null) await to.upkeep.raiseHorizonDay(horizon);
}

async function copyMatches(from: Store, to: Store): Promise<void> {
  for (const ruleSet of (await from.ruleMatches.listRuleSets()).toReversed()) {
    let waiting: InputMatches[] = [];
    let rows = 0;
    for await (const matches of from.ruleMatches.streamInputs(ruleSet)) {
      waiting.push(matches);
      rows += matches.rows.length;
      if (waiting.length < INPUTS_AT_ONCE && rows < ROWS_AT_ONCE) continue;
      await to.ruleMatches.write(ruleSet, waiting);
      waiting = [];
      rows = 0;
    }
    await to.ruleMatches.write(ruleSet, waiting);
  }
}

async function copyFindings(from: Store, to: Store): Promise<void> {
  await to.findings.clear();
  for await (const versions of from.findings.streamVersions()) await to.findings.restore(versions);
}

async function copyIncidents(from: Store, to: Store): Promise<number> {
  const incidents: Incident[] = [];
  for await (const some of from.incidents.stream({})) incidents.push(...some.map(({ incident }) => incident));
  const scores = new Map<FindingId, number>();
  for await (const some of from.findings.stream({}))
    for (const { finding, rawScore } of some)
      if (finding.score !== rawScore) scores.set(finding.id, finding.score);
  await to.incidents.replace({ from: null }, { incidents, scores });
  return incidents.length;
}

async function copyPasses(from: Store, to: Store): Promise<void> {
  for (const lens of await from.passes.exportLenses()) {
    await to.passes.restoreLens(lens);
    await to.passes.rewind(lens.lens, null);
    for await (const day of from.passes.streamDays(lens.lens)) await to.passes.restoreDay(day);
  }
  for (const run of (await from.passes.listRuns(RUNS_MAX)).toReversed()) await to.passes.restoreRun(run);
}

/** Runs of which a copy knows. */
const RUNS_MAX = 1000;
