import { availableParallelism } from "node:os";
import {
  collectRuleFindings,
  createMatchCollector,
  type Detected,
  type Detection,
  type MatchCollector,
  rankAndGroup,
  type StoryContext,
  toRuleDetectors,
} from "../../detect/index.ts";
import {
  type EpochMs,
  type Finding,
  GaitError,
  type Incident,
  type NotLooked,
  type ProblemReport,
  type Reject,
  type RunRecord,
  SEVERITIES,
  type Severity,
  type SkippedInput,
  SYSTEM_CLOCK,
  toEpochMs,
  toError,
} from "../../domain/index.ts";
import { checkGeoAge } from "../../enrich/index.ts";
import { compileSigma, type RuleSet } from "../../sigma/index.ts";
import { type FileInput, type FormatId, listInputs, loadMapping } from "../../source/index.ts";
import { type BehaviourCrew, openBehaviour } from "../behaviour/detect-behaviour.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { openLocations } from "./locations.ts";
import { findNotLooked } from "./not-looked.ts";
import { openScanPool } from "./scan-pool.ts";
import { loadScanRules, toBrokenRules } from "./scan-rules.ts";
import type { ScanPart, ScanTask } from "./scan-task.ts";

export interface ScanRequest {
  readonly paths: readonly string[];
  /** Folders of further Sigma rules. */
  readonly moreRules: readonly string[];
  /** These rules and nothing else. */
  readonly onlyRules: string | null;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly as: FormatId | null;
  readonly mapping: string | null;
  /** Paths of location databases (MMDB), asked before the bundled one. */
  readonly geo: readonly string[];
  /** Names of roles, `*` for any text, whose session name is the person. */
  readonly personRoles: readonly string[];
  /** False: behaviour is judged without models. */
  readonly withModels: boolean;
  /** 0: no worker threads. Null: as many as processors, none for little input. */
  readonly threads: number | null;
}

export interface ScanProgress {
  /** `learning`: behaviour is learned and judged, after everything was read. */
  readonly stage: "reading" | "learning";
  readonly bytes: number;
  readonly bytesTotal: number | null;
  /** Events that this stage is through with. */
  readonly events: number;
  /** Events in all; null while they are read. */
  readonly eventsTotal: number | null;
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly record: RunRecord;
}

/** All that a run found, before it was brought into stories; valid until the run ends. */
export interface ScanInspection {
  readonly detected: readonly Detected[];
  readonly context: StoryContext;
}

/** Each thread takes some 200 MB: with more, a scan needs more than 1 GiB, and whoever has it says so by --threads. */
const THREADS_BY_DEFAULT_MAX = 4;
/** A task is about this much input, so that many small files cost few messages and one thread does not lag behind. */
const TASK_BYTES = 1024 * 1024;
const TASK_FILES_MAX = 64;
/** Under this much input, starting threads takes longer than reading. */
const INLINE_BYTES_MAX = 6 * 1024 * 1024;
const REJECTS_SHOWN_MAX = 1000;
const SKIPPED_SHOWN_MAX = 1000;

/**
 * Reads, detects and ranks; keeps nothing. Bounded in memory for any size of input.
 * @param inspect sees the findings before they are brought into stories.
 */
export async function runScan(
  request: ScanRequest,
  onProgress: (progress: ScanProgress) => void,
  inspect: (inspection: ScanInspection) => void = () => {},
): Promise<ScanResult> {
  const startedAt = SYSTEM_CLOCK.now();
  const started = performance.now();
  const { inputs, problems } = listSomeInputs(request.paths);
  const bytesTotal = sumBytes(inputs);
  const threads = request.threads ?? chooseThreads(inputs, bytesTotal);
  const keepsEvents = request.onlyRules === null;
  const collector = createMatchCollector({ keepsEvents });
  const pool = openScanPool(threads);
  let crew: BehaviourCrew | null = null;
  try {
    const { from, to, as, geo, personRoles } = request;
    const locations = openLocations(geo);
    const mapping = request.mapping === null ? null : await loadMapping(request.mapping);
    const rules = await loadScanRules(request);
    const ruleSet = compileSigma(rules.sigma);
    const tally = createTally();
    const settings = { rules: rules.sigma, keepsEvents, from, to, as, mapping, geo, personRoles };
    for await (const part of pool.run(toTasks(inputs), settings)) {
      addPart(tally, part, collector.absorb(part.batch));
      const { bytes, events } = tally;
      onProgress({ stage: "reading", bytes, bytesTotal, events, eventsTotal: null });
    }
    // The threads' memory is free for what follows.
    await pool.close();
    collector.events.seal();
    crew = openBehaviour({
      detectors: rules.detectors,
      locations,
      withModels: request.withModels,
      threads,
      onProgress: (events) =>
        onProgress({ stage: "learning", bytes: tally.bytes, bytesTotal, events, eventsTotal: tally.events }),
    });
    const ofRules = collectRuleFindings(ruleSet, collector);
    const behaviour = await crew.run(collector.events);
    const detected = [...ofRules, ...behaviour.detected];
    inspect({ detected, context: collector });
    const detection = rankAndGroup(detected, collector);
    const record = toRunRecord({
      tally,
      ruleSet,
      collector,
      detection,
      behaviour: { detectors: rules.detectors.length, notLooked: behaviour.notLooked },
      frame: { startedAt, seconds: (performance.now() - started) / 1000, threads },
      problems: [...toBrokenRules(request, ruleSet, rules), ...problems],
      notes: checkGeoAge(locations, SYSTEM_CLOCK).map(({ text, remedy }) => `${text} ${remedy}`),
    });
    return { ...detection, record };
  } finally {
    await pool.close();
    await crew?.close();
    collector.close();
  }
}

/** Throws RUN_NO_INPUT, or what is wrong with the only path, where there is nothing to read. */
function listSomeInputs(paths: readonly string[]): ReturnType<typeof listInputs> {
  const listed = listInputs(paths);
  if (listed.inputs.length > 0) return listed;
  const [problem] = listed.problems;
  if (problem !== undefined && listed.problems.length === 1) throw new GaitError(problem);
  throw toError(APP_PROBLEMS, "RUN_NO_INPUT", { paths: paths.join(", ") });
}

const sumBytes = (inputs: readonly FileInput[]): number | null =>
  inputs.some((input) => input.sizeBytes === null)
    ? null
    : inputs.reduce((sum, input) => sum + (input.sizeBytes ?? 0), 0);

/** Standard input belongs to the main thread. */
function chooseThreads(inputs: readonly FileInput[], bytesTotal: number | null): number {
  if (bytesTotal === null || bytesTotal < INLINE_BYTES_MAX || inputs.some((input) => input.path === "-"))
    return 0;
  return Math.min(availableParallelism(), THREADS_BY_DEFAULT_MAX);
}

function* toTasks(inputs: readonly FileInput[]): Generator<ScanTask> {
  let paths: string[] = [];
  let bytes = 0;
  let number = 0;
  for (const input of inputs) {
    paths.push(input.path);
    bytes += input.sizeBytes ?? 0;
    if (bytes >= TASK_BYTES || paths.length >= TASK_FILES_MAX) {
      yield { number: number++, paths };
      paths = [];
      bytes = 0;
    }
  }
  if (paths.length > 0) yield { number, paths };
}

interface Tally {
  bytes: number;
  files: number;
  records: number;
  events: number;
  duplicates: number;
  rejected: number;
  outside: number;
  skippedCount: number;
  readonly rejectedByCode: Record<string, number>;
  readonly rejects: Reject[];
  readonly skipped: SkippedInput[];
}

const createTally = (): Tally => ({
  bytes: 0,
  files: 0,
  records: 0,
  events: 0,
  duplicates: 0,
  rejected: 0,
  outside: 0,
  skippedCount: 0,
  rejectedByCode: {},
  rejects: [],
  skipped: [],
});

function addPart(
  tally: Tally,
  part: ScanPart,
  seen: { readonly events: number; readonly duplicates: number },
): void {
  tally.bytes += part.bytes;
  tally.files += part.files;
  tally.records += part.records;
  tally.events += seen.events;
  tally.duplicates += seen.duplicates;
  tally.outside += part.outside;
  tally.skippedCount += part.skippedCount;
  for (const [code, count] of Object.entries(part.rejectedByCode)) {
    tally.rejectedByCode[code] = (tally.rejectedByCode[code] ?? 0) + count;
    tally.rejected += count;
  }
  tally.rejects.push(...part.rejects.slice(0, REJECTS_SHOWN_MAX - tally.rejects.length));
  tally.skipped.push(...part.skipped.slice(0, SKIPPED_SHOWN_MAX - tally.skipped.length));
}

const FORGOTTEN_DUPLICATES =
  "More distinct events than are remembered: duplicates very far apart were not recognised.";

interface RecordParts {
  readonly tally: Tally;
  readonly ruleSet: RuleSet;
  readonly collector: MatchCollector;
  readonly detection: Detection;
  readonly behaviour: { readonly detectors: number; readonly notLooked: readonly NotLooked[] };
  readonly frame: { readonly startedAt: EpochMs; readonly seconds: number; readonly threads: number };
  readonly problems: readonly ProblemReport[];
  readonly notes: readonly string[];
}

function toRunRecord(parts: RecordParts): RunRecord {
  const { tally, ruleSet, collector, detection, behaviour, frame, problems } = parts;
  const notLooked: readonly NotLooked[] = [
    ...findNotLooked(toRuleDetectors(ruleSet), ruleSet, collector.logTypes),
    ...behaviour.notLooked,
  ];
  const ofRules = [...ruleSet.rules, ...ruleSet.correlations].filter((one) => !one.silent).length;
  const detectors = ofRules + behaviour.detectors;
  return {
    ...frame,
    ...tally,
    problems,
    logTypes: collector.logTypes,
    firstAt: collector.span === null ? null : toEpochMs(collector.span.firstAt),
    lastAt: collector.span === null ? null : toEpochMs(collector.span.lastAt),
    detectors,
    looked: detectors - notLooked.length,
    notLooked,
    findings: countBySeverity(detection.findings),
    incidents: detection.incidents.length,
    notes: collector.hasForgottenDuplicates ? [...parts.notes, FORGOTTEN_DUPLICATES] : parts.notes,
  };
}

function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}
