import { createHash } from "node:crypto";
import {
  collectRuleFindings,
  createMatchCollector,
  type Detected,
  type Detection,
  rankAndGroup,
  toRuleDetectors,
} from "../../detect/index.ts";
import {
  type DetectorKind,
  type EpochMs,
  type NotLooked,
  type RunRecord,
  SEVERITIES,
  type Severity,
  SYSTEM_CLOCK,
} from "../../domain/index.ts";
import { compileSigma, type RuleSet } from "../../sigma/index.ts";
import type { Store } from "../../store/index.ts";
import { openBehaviour } from "../behaviour/detect-behaviour.ts";
import { readKnownBesides } from "../scan/known-besides.ts";
import { openLocations } from "../scan/locations.ts";
import { findNotLooked } from "../scan/not-looked.ts";
import { type ScanRules, toBrokenRules } from "../scan/scan-rules.ts";
import { matchInputs } from "./match-inputs.ts";
import { readStoreBatches } from "./store-batches.ts";

/** With what a store is looked at. */
export interface LookChoice {
  readonly rules: ScanRules;
  readonly moreRules: readonly string[];
  readonly onlyRules: string | null;
  readonly withModels: boolean;
  /** 0: all work is done here. */
  readonly threads: number;
  /** How long others wait for what a process that died had in hand. */
  readonly leaseMs?: number;
  /** Kinds of detectors whose findings are left out. */
  readonly without?: readonly DetectorKind[];
}

export interface LookProgress {
  readonly step: "matching rules" | "reading events" | "learning behaviour";
  readonly done: number;
  readonly total: number;
}

/** What a look at everything that is stored gave. */
interface StoreLook {
  readonly detection: Detection;
  readonly record: RunRecord;
}

/** Names a set of rules by what they say: matches are kept under it. */
export const toRuleSetName = (rules: ScanRules): string =>
  remember(names, rules, ({ sigma }) => createHash("sha256").update(JSON.stringify(sigma)).digest("hex"));

/** Whoever looks often does so with the same rules: they are compiled once. */
export const compileRules = (rules: ScanRules): RuleSet =>
  remember(ruleSets, rules, ({ sigma }) => compileSigma(sigma));

const names = new WeakMap<ScanRules, string>();
const ruleSets = new WeakMap<ScanRules, RuleSet>();

function remember<T>(known: WeakMap<ScanRules, T>, rules: ScanRules, make: (rules: ScanRules) => T): T {
  const found = known.get(rules);
  if (found !== undefined) return found;
  const made = make(rules);
  known.set(rules, made);
  return made;
}

/**
 * Looks at all stored events with rules, behaviour and models, as a scan looks at files, and keeps nothing but matches
 * of rules: for comparing what is found in one way and in another.
 */
export async function lookAtStore(
  store: Store,
  choice: LookChoice,
  onProgress: (progress: LookProgress) => void,
): Promise<StoreLook> {
  const startedAt = SYSTEM_CLOCK.now();
  const started = performance.now();
  const { rules, threads } = choice;
  const ruleSet = compileRules(rules);
  const name = toRuleSetName(rules);
  await matchStored(store, choice, onProgress);
  const { events: total } = await store.events.readStats();
  const collector = createMatchCollector({ keepsEvents: choice.onlyRules === null });
  const crew = openBehaviour({
    detectors: rules.detectors,
    locations: openLocations(readKnownBesides().geo),
    withModels: choice.withModels,
    threads,
    onProgress: (done) => onProgress({ step: "learning behaviour", done, total }),
  });
  try {
    let done = 0;
    for await (const batch of readStoreBatches(store, { ruleSet, name })) {
      done += collector.absorb(batch).events;
      onProgress({ step: "reading events", done, total });
    }
    const isWanted = ({ finding }: Detected): boolean =>
      choice.without?.includes(finding.detector.kind) !== true;
    const ofRules = collectRuleFindings(ruleSet, collector).filter(isWanted);
    const behaviour =
      choice.onlyRules === null ? await crew.run(collector.events) : { detected: [], notLooked: [] };
    const ofBehaviour = behaviour.detected.filter(isWanted);
    const detection = rankAndGroup([...ofRules, ...ofBehaviour], collector);
    const frame = { startedAt, seconds: (performance.now() - started) / 1000, threads };
    const notLooked = behaviour.notLooked;
    const record = await toRecord(store, { choice, ruleSet, detection, notLooked, frame });
    return { detection, record };
  } finally {
    await crew.close();
    collector.close();
  }
}

/** Matches what was not yet matched. Several processes share it. */
export const matchStored = (
  store: Store,
  { rules, threads, leaseMs }: Pick<LookChoice, "rules" | "threads" | "leaseMs">,
  onProgress: (progress: LookProgress) => void,
): Promise<void> =>
  matchInputs(store, {
    rules: rules.sigma,
    ruleSet: toRuleSetName(rules),
    threads,
    onProgress: ({ done, total }) => onProgress({ step: "matching rules", done, total }),
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });

interface RecordParts {
  readonly choice: LookChoice;
  readonly ruleSet: RuleSet;
  readonly detection: Detection;
  /** Of behaviour. */
  readonly notLooked: readonly NotLooked[];
  readonly frame: { readonly startedAt: EpochMs; readonly seconds: number; readonly threads: number };
}

/** What a look at everything that is stored says of itself. */
export async function toRecord(store: Store, parts: RecordParts): Promise<RunRecord> {
  const { choice, ruleSet, detection, frame } = parts;
  const stats = await store.events.readStats();
  const notLooked = [
    ...findNotLooked(toRuleDetectors(ruleSet), ruleSet, stats.eventsByLogType),
    ...parts.notLooked,
  ];
  const ofRules = [...ruleSet.rules, ...ruleSet.correlations].filter((one) => !one.silent).length;
  const detectors = ofRules + (choice.onlyRules === null ? choice.rules.detectors.length : 0);
  return {
    ...frame,
    files: stats.inputs,
    bytes: stats.inputBytes,
    skippedCount: 0,
    skipped: [],
    problems: toBrokenRules(choice, ruleSet, choice.rules),
    records: stats.events + stats.duplicates + stats.rejects,
    events: stats.events,
    duplicates: stats.duplicates,
    rejected: stats.rejects,
    outside: 0,
    rejectedByCode: {},
    rejects: [],
    logTypes: stats.eventsByLogType,
    firstAt: stats.firstAt,
    lastAt: stats.lastAt,
    detectors,
    looked: detectors - notLooked.length,
    notLooked,
    findings: countBySeverity(detection),
    incidents: detection.incidents.length,
    notes: [],
  };
}

function countBySeverity({ findings }: Detection): Readonly<Record<Severity, number>> {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
