import type { EvaluatePort, EvaluateRequest, QualityReport } from "../../cli/evaluate-port.ts";
import { rankAndGroup } from "../../detect/index.ts";
import { DETECTOR_KINDS, type DetectorKind, toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { runScan, type ScanResult } from "../scan/run-scan.ts";
import type { EventTable } from "./event-table.ts";
import { rateQuality } from "./quality-report.ts";
import { readEventTable } from "./read-events.ts";
import { readStored } from "./read-stored.ts";
import { scoreByReference } from "./reference-forest.ts";
import type { Found } from "./score-events.ts";
import { type Labels, readLabels, type Truth, toTruth } from "./truth.ts";

/** The evaluate command: what is found in logs, compared with what is known of them. */
export const EVALUATE_PORT: EvaluatePort = {
  async evaluate(request, onProgress) {
    const labels = await readLabels(request.labels, request.decoys);
    return request.paths.length === 0
      ? evaluateStored(request, labels)
      : evaluateLogs(request, labels, onProgress);
  },
};

/** Scans the logs as anybody would, and only then looks at what is known. */
async function evaluateLogs(
  request: EvaluateRequest,
  labels: Labels,
  onProgress: (step: string, done: number) => void,
): Promise<QualityReport> {
  const { paths, isThorough, seed, draws } = request;
  const { found, without } = await scanInFamilies(request, onProgress);
  const events = await readEventTable(paths, (count) =>
    onProgress(
      `reading ${count} events again`,
      0.5 + 0.3 * Math.min(1, count / Math.max(1, found.record.events)),
    ),
  );
  const truth = toKnownTruth(request, labels, events);
  onProgress("comparing", 0.8);
  return rateQuality({
    events,
    truth,
    found,
    modelScores: null,
    referenceScores: isThorough ? await scoreByReference(events, seed) : null,
    withoutFamily: without === null ? null : (family) => without.get(family)!,
    seed,
    draws,
  });
}

/** What passes have found in the data folder, compared with what is known. */
async function evaluateStored(request: EvaluateRequest, labels: Labels): Promise<QualityReport> {
  const { events, found } = await readStored(request.place);
  return rateQuality({
    events,
    truth: toKnownTruth(request, labels, events),
    found,
    modelScores: null,
    referenceScores: request.isThorough ? await scoreByReference(events, request.seed) : null,
    withoutFamily: null,
    seed: request.seed,
    draws: request.draws,
  });
}

function toKnownTruth(request: EvaluateRequest, labels: Labels, events: EventTable): Truth {
  const truth = toTruth(labels, events);
  if (truth.missing === labels.attacks.size && truth.missing > 0) {
    throw toError(APP_PROBLEMS, "EVALUATE_LABELS_FOREIGN", { count: truth.missing, file: request.labels });
  }
  return truth;
}

interface FamilyScan {
  readonly found: ScanResult;
  readonly without: ReadonlyMap<DetectorKind, Found> | null;
}

/** One scan; its findings are brought into stories once more for each family that is left out. */
async function scanInFamilies(
  { paths, isThorough }: EvaluateRequest,
  onProgress: (step: string, done: number) => void,
): Promise<FamilyScan> {
  const without = new Map<DetectorKind, Found>();
  const found = await runScan(
    {
      paths,
      moreRules: [],
      onlyRules: null,
      from: null,
      to: null,
      as: null,
      mapping: null,
      geo: [],
      personRoles: [],
      withModels: true,
      threads: null,
    },
    ({ bytes, bytesTotal }) => onProgress("scanning", 0.5 * (bytes / Math.max(1, bytesTotal ?? bytes))),
    ({ detected, context }) => {
      if (!isThorough) return;
      for (const family of DETECTOR_KINDS) {
        const rest = detected.filter(({ finding }) => finding.detector.kind !== family);
        without.set(family, rankAndGroup(rest, context));
      }
    },
  );
  return { found, without: isThorough ? without : null };
}
