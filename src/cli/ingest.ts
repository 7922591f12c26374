import type { Command } from "commander";
import type { ProblemReport, Reject } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { addEnrichOptions, type EnrichFlags } from "./enrich-option.ts";
import { EXIT } from "./exit.ts";
import {
  createProgress,
  escapeTerminal,
  formatBytes,
  formatCount,
  formatDuration,
  formatPlural,
  formatTable,
  paintDim,
  paintError,
} from "./terminal.ts";

export interface IngestCommandRequest {
  readonly paths: readonly string[];
  readonly place: StorePlace;
  readonly as: string | null;
  readonly mapping: string | null;
  /** Paths of location databases (MMDB), asked before the bundled one; none: what the settings say. */
  readonly geo?: readonly string[];
  /** Names of roles, `*` for any text, whose session name is the person; none: what the settings say. */
  readonly personRoles?: readonly string[];
}

/** What an ingest did; counts are of what is committed. */
export interface IngestReport {
  /** The data folder. */
  readonly folder: string;
  /** The database: a file of the folder, or an address. */
  readonly database: string;
  readonly inputsNew: number;
  readonly inputsKnown: number;
  readonly events: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly rejectsByCode: Readonly<Record<string, number>>;
  /** The first few. */
  readonly rejectsShown: readonly Reject[];
  readonly skipped: number;
  readonly skippedByCode: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly problems: readonly ProblemReport[];
}

export interface IngestCommandProgress {
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly events: number;
}

/** What the command needs: the app reads and keeps. */
export interface IngestPort {
  ingest(
    request: IngestCommandRequest,
    onProgress: (progress: IngestCommandProgress) => void,
  ): Promise<IngestReport>;
}

interface IngestFlags extends PlaceFlags, EnrichFlags {
  readonly as?: string;
  readonly mapping?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addIngestCommand(program: Command, port: IngestPort): void {
  const command = program
    .command("ingest")
    .summary("take logs into the store, each event once")
    .description(
      "Reads files, folders, globs or standard input (-) into the data folder: the bytes as they came into its archive,\n" +
        "the events into its database. Reading the same input again changes nothing, and neither does an interruption:\n" +
        "run the same command again.",
    )
    .argument("<path...>", "files, folders, globs, or - for standard input")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--as <format>", "the logs' format, where it is not to be recognised by content")
    .option("--mapping <file>", "column mapping (YAML or JSON) for other CSV and NDJSON logs");
  addEnrichOptions(command)
    .option("--json", "print what was done as JSON")
    .option("--quiet", "no progress, and no summary unless something went wrong")
    .action(async (paths: string[], flags: IngestFlags) => {
      process.exitCode = await runIngestCommand(paths, flags, port);
    });
}

async function runIngestCommand(
  paths: readonly string[],
  flags: IngestFlags,
  port: IngestPort,
): Promise<number> {
  const quiet = flags.quiet === true;
  const progress = createProgress({ label: "Ingesting", total: 1000, quiet });
  const started = performance.now();
  const { as = null, mapping = null, geo, personRole: personRoles } = flags;
  const request = { paths, place: toPlace(flags), as, mapping, geo, personRoles };
  let report: IngestReport;
  try {
    report = await port.ingest(request, ({ bytes, bytesTotal, events }) => {
      const seconds = (performance.now() - started) / 1000;
      const done = bytesTotal === null || bytesTotal === 0 ? 0 : (1000 * bytes) / bytesTotal;
      progress.update(
        done,
        `${formatCount(events)} events  ${formatCount(events / seconds)}/s  ${formatBytes(bytes / seconds)}/s`,
      );
    });
  } finally {
    progress.stop();
  }
  const failed = report.problems.length > 0;
  if (flags.json === true) process.stdout.write(`${JSON.stringify(toReportJson(report), null, 2)}\n`);
  else if (!quiet) process.stdout.write(formatReport(report, performance.now() - started));
  for (const { text, remedy, code } of report.problems.slice(0, PROBLEMS_SHOWN_MAX)) {
    process.stderr.write(
      `${paintError("gait:")} ${escapeTerminal(text, 2000)}\n      ${remedy} ${paintDim(`[${code}]`)}\n`,
    );
  }
  const more = report.problems.length - PROBLEMS_SHOWN_MAX;
  if (more > 0) process.stderr.write(`${paintError("gait:")} and ${formatPlural(more, "further problem")}\n`);
  return failed ? EXIT.failed : EXIT.fine;
}

const PROBLEMS_SHOWN_MAX = 20;

/** The summary for people. */
export function formatReport(report: IngestReport, elapsedMs: number): string {
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const known = report.inputsKnown === 0 ? "" : `, ${formatCount(report.inputsKnown)} known already`;
  const lines = [
    `${formatPlural(report.inputsNew, "new input")}${known} in ${escapeTerminal(report.database)}`,
    `${formatPlural(report.events, "new event")}, ${formatPlural(report.duplicates, "duplicate")}, ` +
      `${formatPlural(report.rejects, "reject")}, ${formatCount(report.skipped)} skipped`,
    paintDim(
      `${formatBytes(report.bytes)} in ${formatDuration(elapsedMs)}, ${formatCount(report.events / seconds)} events/s`,
    ),
  ];
  const reasons = [...toRows("rejected", report.rejectsByCode), ...toRows("skipped", report.skippedByCode)];
  if (reasons.length > 0)
    lines.push("", formatTable({ head: ["", "reason", "records"], rows: reasons, numeric: [2] }));
  for (const { origin, reason } of report.rejectsShown)
    lines.push(
      paintDim(`  ${escapeTerminal(origin.file)} record ${origin.position}: ${escapeTerminal(reason)}`),
    );
  return `${lines.join("\n")}\n`;
}

const toRows = (kind: string, byCode: Readonly<Record<string, number>>): readonly (readonly string[])[] =>
  Object.entries(byCode)
    .sort(([a, counted], [b, other]) => other - counted || (a < b ? -1 : 1))
    .map(([code, count]) => [kind, code, formatCount(count)]);

/** The same for programs; field names are part of the interface. */
export const toReportJson = (report: IngestReport): object => ({
  data: report.folder,
  database: report.database,
  inputs: { new: report.inputsNew, known: report.inputsKnown },
  events: report.events,
  duplicates: report.duplicates,
  rejects: report.rejects,
  rejects_by_code: report.rejectsByCode,
  rejects_shown: report.rejectsShown.map(({ origin, code, reason, excerpt }) => ({
    file: origin.file,
    position: origin.position,
    code,
    reason,
    excerpt,
  })),
  skipped: report.skipped,
  skipped_by_code: report.skippedByCode,
  bytes: report.bytes,
  problems: report.problems.map(({ code, text, remedy }) => ({ code, text, remedy })),
});
