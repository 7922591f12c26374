import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stripVTControlCharacters } from "node:util";
import { EXIT } from "../../cli/exit.ts";
import type { ScanCommandRequest, ScanFormat, ScanPort } from "../../cli/scan.ts";
import { formatRunSummary, formatScanTable } from "../../cli/scan-table.ts";
import { writeError } from "../../cli/terminal.ts";
import { type Finding, type RunRecord, type Severity, severityRank, toError } from "../../domain/index.ts";
import {
  renderScanPage,
  toFindingJson,
  toFindingsCsv,
  toIncidentJson,
  toRunRecordJson,
} from "../../report/index.ts";
import { FORMAT_IDS, type FormatId } from "../../source/index.ts";
import { checkWritable, writeFileOrSay } from "../output-file.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { readKnownBesides } from "./known-besides.ts";
import { runScan, type ScanResult } from "./run-scan.ts";

/** The scan command: run, write in the wanted format, choose the exit code. */
export const SCAN_PORT: ScanPort = {
  async scan(request, onProgress) {
    const as = request.as === null ? null : toFormatId(request.as);
    if (request.mapping !== null && as !== null && as !== "generic") {
      throw toError(APP_PROBLEMS, "RUN_MAPPING_UNUSED", { format: as });
    }
    // Said before an hour of reading, not after it.
    for (const file of [request.out, request.runRecord]) if (file !== null) await checkWritable(file);
    const result = await runScan(
      {
        paths: request.paths,
        moreRules: request.moreRules,
        onlyRules: request.onlyRules,
        from: request.from,
        to: request.to,
        as,
        mapping: request.mapping,
        ...readKnownBesides(request),
        withModels: request.withModels,
        threads: request.threads,
      },
      onProgress,
    );
    await writeResult(request, filterResult(result, request.minSeverity));
    await writeRecord(request, result.record);
    return toExitCode(request.failOn, result);
  },
};

function toFormatId(text: string): FormatId {
  const format = FORMAT_IDS.find((id) => id === text);
  if (format !== undefined) return format;
  throw toError(APP_PROBLEMS, "RUN_FORMAT_UNKNOWN", { format: text, known: FORMAT_IDS.join(", ") });
}

function filterResult(result: ScanResult, minSeverity: Severity): ScanResult {
  const rank = severityRank(minSeverity);
  return {
    ...result,
    findings: result.findings.filter((finding) => severityRank(finding.severity) >= rank),
    incidents: result.incidents.filter((incident) => severityRank(incident.severity) >= rank),
  };
}

type Writer = (result: ScanResult, request: ScanCommandRequest) => AsyncIterable<string>;

const WRITERS: Readonly<Record<ScanFormat, Writer>> = {
  async *table(result, { minSeverity, out }) {
    const table = formatScanTable({ ...result, minSeverity });
    // Colours are for the terminal that is there, not for a file.
    yield out === null ? table : stripVTControlCharacters(table);
  },
  async *json(result, { withIncidents }) {
    const findings = result.findings.map(toFindingJson);
    const incidents = withIncidents ? { incidents: result.incidents.map(toIncidentJson) } : {};
    yield `${JSON.stringify({ version: 1, findings, ...incidents, run: toRunRecordJson(result.record) }, null, 2)}\n`;
  },
  async *jsonl(result, { withIncidents }) {
    for (const finding of result.findings) yield `${JSON.stringify(toFindingJson(finding))}\n`;
    if (!withIncidents) return;
    for (const incident of result.incidents) yield `${JSON.stringify(toIncidentJson(incident))}\n`;
  },
  async *csv(result) {
    yield toFindingsCsv(result.findings);
  },
  async *html(result) {
    yield await renderScanPage(result);
  },
};

async function writeResult(request: ScanCommandRequest, result: ScanResult): Promise<void> {
  const chunks = Readable.from(WRITERS[request.format](result, request));
  if (request.out !== null) {
    await writeFileOrSay(request.out, chunks);
    return;
  }
  await pipeline(chunks, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    // The reader had enough, as in `| head`.
    if (error.code !== "EPIPE") throw error;
  });
}

async function writeRecord(request: ScanCommandRequest, record: RunRecord): Promise<void> {
  if (request.runRecord !== null) {
    const text = `${JSON.stringify(toRunRecordJson(record), null, 2)}\n`;
    await writeFileOrSay(request.runRecord, Readable.from([text]));
  }
  if (!request.quiet) writeError(`\n${formatRunSummary(record)}`);
}

/** A file that could not be read, or input of which nothing became an event: quiet, but not because all is well. */
const hasReadNothing = ({ rejectedByCode, rejected, events, outside }: RunRecord): boolean =>
  (rejectedByCode["SOURCE_UNREADABLE"] ?? 0) > 0 || (rejected > 0 && events === 0 && outside === 0);

/** Findings at or above `--fail-on` go before anything that could not be read. */
function toExitCode(failOn: Severity | null, { findings, record }: ScanResult): number {
  const isBad = (finding: Finding): boolean =>
    failOn !== null && severityRank(finding.severity) >= severityRank(failOn);
  if (findings.some(isBad)) return EXIT.findings;
  return record.problems.length > 0 || hasReadNothing(record) ? EXIT.failed : EXIT.fine;
}
