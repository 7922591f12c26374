import { createHash, randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { DetectProgress, DetectReport } from "../../cli/detect.ts";
import type { DetectSettings } from "../../cli/detect-option.ts";
import { DAY_MS, toDay } from "../../domain/index.ts";
import type { Store, WriteOptions } from "../../store/index.ts";
import { lensesOf } from "../behaviour/run-behaviour.ts";
import { loadStoreRules } from "../rules/store-rules.ts";
import type { ScanRules } from "../scan/scan-rules.ts";
import { HeldLeases } from "./held-leases.ts";
import { forgetFindings, keepFindings, LENSES } from "./keep-findings.ts";
import { type LookChoice, type LookProgress, matchStored, toRuleSetName } from "./look-at-store.ts";
import { lookOn, type StandingLook } from "./look-on.ts";
import type { PassMemory } from "./pass-memory.ts";
import { RULES_LENS } from "./rule-days.ts";

/** More threads take more memory than they save time; whoever has it says so by --threads. */
const THREADS_BY_DEFAULT_MAX = 4;
const LEASE_NAME = "detect";
const LEASE_POLL_MS = 500;
/** Incidents that are shown of a look. */
const WORST_MAX = 5;

/** Sets of rules whose matches are kept: whoever switches a rule off and on again need not wait for the archive. */
const RULE_SETS_KEPT = 4;

/** What changes what is found from the same events. Goes up whenever features or detectors are computed otherwise. */
const ALGORITHM_VERSION = 6;

interface Settings extends Omit<DetectSettings, "place"> {
  /** How long others wait for what a process that died had in hand. */
  readonly leaseMs?: number;
  /** Already loaded: whoever looks often need not read them each time. */
  readonly rules?: ScanRules;
  /** The same one each time, of a process that looks often. */
  readonly memory?: PassMemory;
  /** Called when what rules found is kept; the rest takes longer. */
  readonly onRules?: () => Promise<void>;
  /** When more came in: rules look at that before the pass is over. False: told to stop before. */
  readonly untilFresh?: (stop: AbortSignal) => Promise<boolean>;
}

/**
 * Looks at what came into the store since the last time and keeps what was found. Nothing new, nothing done. Processes
 * share the matching of rules; one at a time does the rest, and another that waited for it finds nothing left to do.
 */
export async function runDetect(
  store: Store,
  settings: Settings,
  onProgress: (progress: DetectProgress) => void,
): Promise<DetectReport> {
  const rules = settings.rules ?? (await loadStoreRules(store, settings));
  const threads = settings.threads ?? chooseThreads();
  const choice = { ...settings, rules, threads };
  await matchStored(store, choice, (progress) => onProgress(toProgress(progress)));
  const leases = await takeLease(store, settings.leaseMs);
  try {
    const fence = leases.fence(LEASE_NAME);
    const isNew = await configure(store, choice, fence);
    const progress = await store.passes.readProgress();
    const { inputsWaiting, unfinished, lastRun } = progress;
    if (!isNew && inputsWaiting === 0 && unfinished === null && lastRun?.record != null)
      return toIdle(store, lastRun.record);
    const { memory, onRules, untilFresh } = settings;
    memory?.begin(progress);
    // From here on a run that breaks off is seen to be unfinished, and the next one does what it left.
    const run = await store.passes.startRun("detect");
    const look = await lookOn(store, {
      choice,
      fence,
      onProgress: (progress) => onProgress(toProgress(progress)),
      ...(memory === undefined ? {} : { memory }),
      ...(onRules === undefined ? {} : { onRules }),
      ...(untilFresh === undefined ? {} : { untilFresh }),
    });
    const { admitted } = look;
    onProgress({ step: "putting together", share: 1, note: "" });
    const before = new Set(await store.incidents.listIds());
    const kept = await keepFindings(store, look, fence);
    await store.passes.finishRun(run.id, look.record);
    memory?.end(run.id);
    return {
      database: store.database,
      inputs: admitted.inputs,
      events: look.passed.fromDay === null ? look.record.events : look.passed.events,
      from: toFirstDate(look, admitted.fromDay),
      findings: kept.findings,
      incidents: kept.incidents,
      worst: look.detection.incidents.filter(({ id }) => !before.has(id)).slice(0, WORST_MAX),
      record: look.record,
    };
  } finally {
    await leases.releaseAll();
  }
}

/** True: something that changes what is found is not as it was, or nothing was ever looked at. */
async function configure(store: Store, choice: LookChoice, fence: WriteOptions): Promise<boolean> {
  const configuration = toConfiguration(choice, choice.rules);
  const used = new Set<string>(choice.onlyRules === null ? lensesOf(choice.rules.detectors) : []);
  let isNew = false;
  for (const lens of LENSES) {
    if (!(await store.passes.configure({ lens, configuration }, fence))) continue;
    isNew = true;
    if (lens !== RULES_LENS && !used.has(lens)) await forgetFindings(store, lens, fence);
  }
  if (isNew) await forgetOldMatches(store, toRuleSetName(choice.rules));
  return isNew;
}

/** Each change of a rule makes another set: without this the database would grow with each. */
async function forgetOldMatches(store: Store, current: string): Promise<void> {
  const others = (await store.ruleMatches.listRuleSets()).filter((one) => one !== current);
  for (const old of others.slice(RULE_SETS_KEPT - 1)) await store.ruleMatches.forget(old);
}

export const chooseThreads = (): number => Math.min(availableParallelism(), THREADS_BY_DEFAULT_MAX);

/** With another configuration than before everything is looked at anew. */
function toConfiguration(
  { onlyRules, withModels }: Pick<Settings, "onlyRules" | "withModels">,
  rules: ScanRules,
): string {
  const behaviour = onlyRules === null ? rules.detectors : [];
  const said = [ALGORITHM_VERSION, toRuleSetName(rules), behaviour, withModels];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

const toIdle = (store: Store, record: DetectReport["record"]): DetectReport => ({
  database: store.database,
  inputs: 0,
  events: 0,
  from: null,
  findings: { added: 0, changed: 0, removed: 0 },
  incidents: { added: 0, changed: 0, removed: 0 },
  worst: [],
  record,
});

const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** The first day that anything was done on. */
function toFirstDate({ passed, record }: StandingLook, fromDay: number | null): string | null {
  const days = [passed.fromDay, fromDay].filter((day) => day !== null);
  if (days.length > 0) return toDate(Math.min(...days));
  return record.firstAt === null ? null : toDate(toDay(record.firstAt));
}

/** Shares of the time that the steps take. */
const STEP_SHARES: Readonly<Record<LookProgress["step"], readonly [from: number, to: number]>> = {
  "matching rules": [0, 0.5],
  "reading events": [0.5, 0.7],
  "learning behaviour": [0.7, 1],
};

export function toProgress({ step, done, total }: LookProgress): DetectProgress {
  const [from, to] = STEP_SHARES[step];
  const share = from + (to - from) * (total === 0 ? 1 : Math.min(1, done / total));
  const note = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  return { step: step === "matching rules" ? step : "learning behaviour", share, note };
}

/** Waits while another process looks. */
async function takeLease(store: Store, leaseMs?: number): Promise<HeldLeases> {
  const leases = new HeldLeases(store.leases, randomUUID(), leaseMs);
  while (!(await leases.acquire(LEASE_NAME))) await wait(LEASE_POLL_MS);
  return leases;
}
