import { createHash, randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { DetectProgress, DetectReport } from "../../cli/detect.ts";
import type { DetectSettings } from "../../cli/detect-option.ts";
import { DAY_MS } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { loadScanRules, type ScanRules } from "../scan/scan-rules.ts";
import { HeldLeases } from "./held-leases.ts";
import { keepFindings, LENSES } from "./keep-findings.ts";
import {
  type LookProgress,
  lookAtStore,
  matchStored,
  type StoreLook,
  toRuleSetName,
} from "./look-at-store.ts";

/** More threads take more memory than they save time; whoever has it says so by --threads. */
const THREADS_BY_DEFAULT_MAX = 4;
const LEASE_NAME = "detect";
const LEASE_POLL_MS = 500;
/** Incidents that are shown of a look. */
const WORST_MAX = 5;

/** What changes what is found from the same events. Goes up whenever features or detectors are computed otherwise. */
const ALGORITHM_VERSION = 1;

type Settings = Omit<DetectSettings, "place">;

/**
 * Looks at what came into the store since the last time and keeps what was found. Nothing new, nothing done. Processes
 * share the matching of rules; one at a time does the rest, and another that waited for it finds nothing left to do.
 */
export async function runDetect(
  store: Store,
  settings: Settings,
  onProgress: (progress: DetectProgress) => void,
): Promise<DetectReport> {
  const rules = await loadScanRules(settings);
  const threads = settings.threads ?? chooseThreads();
  await matchStored(store, { rules, threads }, (progress) => onProgress(toProgress(progress)));
  const leases = await takeLease(store);
  try {
    const fence = leases.fence(LEASE_NAME);
    const configuration = toConfiguration(settings, rules);
    let inputs = 0;
    let fromDay: number | null = null;
    for (const lens of LENSES) {
      await store.passes.configure({ lens, configuration }, fence);
      const admitted = await store.passes.admitInputs(lens, fence);
      inputs = Math.max(inputs, admitted.inputs);
      if (admitted.fromDay !== null) fromDay = Math.min(fromDay ?? admitted.fromDay, admitted.fromDay);
    }
    const [last] = await store.passes.listRuns(1);
    if (fromDay === null && last?.record != null) return toIdle(store, last.record);
    const run = await store.passes.startRun("detect");
    const choice = { ...settings, rules, threads };
    const look = await lookAtStore(store, choice, (progress) => onProgress(toProgress(progress)));
    onProgress({ step: "putting together", share: 1, note: "" });
    const before = new Set((await readIncidentIds(store)).keys());
    const kept = await keepFindings(store, look, fence);
    await store.passes.finishRun(run.id, look.record);
    return {
      database: store.database,
      inputs,
      events: look.record.events,
      from: fromDay === null ? toFirstDate(look) : toDate(fromDay),
      findings: kept.findings,
      incidents: kept.incidents,
      worst: look.detection.incidents.filter(({ id }) => !before.has(id)).slice(0, WORST_MAX),
      record: look.record,
    };
  } finally {
    await leases.releaseAll();
  }
}

export const chooseThreads = (): number => Math.min(availableParallelism(), THREADS_BY_DEFAULT_MAX);

/** With another configuration than before everything is looked at anew. */
function toConfiguration(settings: Settings, rules: ScanRules): string {
  const { onlyRules, withModels } = settings;
  const behaviour = onlyRules === null ? rules.detectors : [];
  const said = [ALGORITHM_VERSION, toRuleSetName(rules), behaviour, withModels];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

async function readIncidentIds(store: Store): Promise<ReadonlyMap<string, true>> {
  const ids = new Map<string, true>();
  for await (const page of store.incidents.stream({}))
    for (const { incident } of page) ids.set(incident.id, true);
  return ids;
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
const toFirstDate = ({ record }: StoreLook): string | null =>
  record.firstAt === null ? null : new Date(record.firstAt).toISOString().slice(0, 10);

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
async function takeLease(store: Store): Promise<HeldLeases> {
  const leases = new HeldLeases(store.leases, randomUUID());
  while (!(await leases.acquire(LEASE_NAME))) await wait(LEASE_POLL_MS);
  return leases;
}
