import { type Command, InvalidArgumentError, Option } from "commander";
import { type EpochMs, SEVERITIES, type Severity, SYSTEM_CLOCK } from "../domain/index.ts";
import { addEnrichOptions, collect, type EnrichFlags } from "./enrich-option.ts";
import { createProgress, formatBytes, formatCount } from "./terminal.ts";
import { parseTimeOption } from "./time-option.ts";

export const SCAN_FORMATS = ["table", "json", "jsonl", "csv", "html"] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

export interface ScanCommandRequest {
  readonly paths: readonly string[];
  readonly moreRules: readonly string[];
  readonly onlyRules: string | null;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly as: string | null;
  readonly mapping: string | null;
  readonly geo: readonly string[];
  readonly personRoles: readonly string[];
  readonly withModels: boolean;
  readonly threads: number | null;
  readonly format: ScanFormat;
  readonly minSeverity: Severity;
  readonly withIncidents: boolean;
  /** Null: standard output. */
  readonly out: string | null;
  /** Null: a summary for people on standard error. */
  readonly runRecord: string | null;
  readonly failOn: Severity | null;
  readonly quiet: boolean;
}

/** How far a scan is: first everything is read, then behaviour is learned from it. */
export interface ScanStage {
  readonly stage: "reading" | "learning";
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly events: number;
  /** Null while events are read. */
  readonly eventsTotal: number | null;
}

/** What the command needs: the app reads, detects and writes; the answer is the exit code. */
export interface ScanPort {
  scan(request: ScanCommandRequest, onProgress: (progress: ScanStage) => void): Promise<number>;
}

interface ScanFlags extends EnrichFlags {
  readonly format: ScanFormat;
  readonly out?: string;
  readonly rules: readonly string[];
  readonly onlyRules?: string;
  readonly incidents?: boolean;
  readonly runRecord?: string;
  readonly minSeverity?: Severity;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly failOn?: Severity;
  readonly as?: string;
  readonly mapping?: string;
  readonly models: boolean;
  readonly threads?: number;
  readonly quiet?: boolean;
}

export function addScanCommand(program: Command, port: ScanPort): void {
  const command = program
    .command("scan")
    .summary("read logs once and say, ranked, what is wrong in them; keeps nothing")
    .description(
      "Reads files, folders, globs or standard input (-), detects, and prints findings ranked by severity and score.\n" +
        "CloudTrail as S3 delivered it, upload logs, user-activity logs and account snapshots are recognised by content.",
    )
    .argument("<path...>", "files, folders, globs, or - for standard input")
    .addOption(new Option("--format <format>", "how to print").choices(SCAN_FORMATS).default("table"))
    .option("--out <file>", "write there instead of to standard output")
    .addOption(
      new Option("--rules <folder>", "more Sigma rules; may be given several times")
        .argParser(collect)
        .default([], "none"),
    )
    .option(
      "--only-rules <folder>",
      "these Sigma rules and nothing else: no own rules, no behaviour, no models",
    )
    .option("--incidents", "print incidents too: findings of one story, put together")
    .option(
      "--run-record <file>",
      "write the run's record as JSON: what was read, rejected, looked at and not looked at",
    )
    .addOption(
      new Option(
        "--min-severity <severity>",
        "leave out findings below it (default: low in tables, info elsewhere)",
      ).choices(SEVERITIES),
    )
    .option("--from <time>", "only events from then on: ISO 8601, or an age such as 7d", toTime)
    .option("--to <time>", "only events before then", toTime)
    .addOption(
      new Option("--fail-on <severity>", "exit with 3 when there is a finding at or above it").choices(
        SEVERITIES,
      ),
    )
    .option("--as <format>", "the logs' format, where it is not to be recognised by content")
    .option("--mapping <file>", "column mapping (YAML or JSON) for other CSV and NDJSON logs");
  addEnrichOptions(command)
    .option("--no-models", "judge behaviour without models: rules, and each against its own past")
    .option("--threads <n>", "worker threads; 0 works in the main thread", toThreads)
    .option("--quiet", "no progress and no summary on standard error")
    .action(async (paths: string[], flags: ScanFlags) => {
      process.exitCode = await runScanCommand(paths, flags, port);
    });
}

async function runScanCommand(paths: readonly string[], flags: ScanFlags, port: ScanPort): Promise<number> {
  const quiet = flags.quiet === true;
  const bars = createBars(quiet);
  try {
    return await port.scan(toRequest(paths, flags, quiet), (stage) => bars.show(stage));
  } finally {
    bars.stop();
  }
}

/** One line of progress for each stage of a scan. */
function createBars(quiet: boolean): { show(stage: ScanStage): void; stop(): void } {
  const reading = createProgress({ label: "Reading", total: 1000, quiet });
  let learning: ReturnType<typeof createProgress> | null = null;
  let started = performance.now();
  return {
    show(stage) {
      const { bytes, bytesTotal, events, eventsTotal } = stage;
      if (stage.stage === "learning" && learning === null) {
        reading.stop();
        learning = createProgress({ label: "Learning", total: 1000, quiet });
        started = performance.now();
      }
      const seconds = (performance.now() - started) / 1000;
      const rate = `${formatCount(events)} events  ${formatCount(events / seconds)}/s`;
      if (learning !== null) {
        learning.update((1000 * events) / Math.max(1, eventsTotal ?? 0), rate);
        return;
      }
      const done = bytesTotal === null || bytesTotal === 0 ? 0 : (1000 * bytes) / bytesTotal;
      reading.update(done, `${rate}  ${formatBytes(bytes / seconds)}/s`);
      if (bytesTotal !== null && bytes >= bytesTotal) reading.stop();
    },
    stop() {
      reading.stop();
      learning?.stop();
    },
  };
}

function toRequest(paths: readonly string[], flags: ScanFlags, quiet: boolean): ScanCommandRequest {
  return {
    paths,
    moreRules: flags.rules,
    onlyRules: flags.onlyRules ?? null,
    from: flags.from ?? null,
    to: flags.to ?? null,
    as: flags.as ?? null,
    mapping: flags.mapping ?? null,
    geo: flags.geo,
    personRoles: flags.personRole,
    withModels: flags.models,
    threads: flags.threads ?? null,
    format: flags.format,
    minSeverity: flags.minSeverity ?? (flags.format === "table" ? "low" : "info"),
    withIncidents: flags.incidents === true,
    out: flags.out ?? null,
    runRecord: flags.runRecord ?? null,
    failOn: flags.failOn ?? null,
    quiet,
  };
}

const toTime = (text: string): EpochMs => parseTimeOption(text, SYSTEM_CLOCK);

const THREADS_MAX = 64;

function toThreads(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 0 || threads > THREADS_MAX) {
    throw new InvalidArgumentError(`Write a whole number from 0 to ${THREADS_MAX}.`);
  }
  return threads;
}
