import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { createProgress, formatBytes, terminalWidth } from "./terminal.ts";
import type { UploadsPort, UploadsReport } from "./uploads-port.ts";
import {
  describeUploadsRun,
  printUploadsCsv,
  printUploadsJson,
  printUploadsTables,
} from "./uploads-print.ts";

const FORMATS = ["table", "json", "csv"] as const;
type Format = (typeof FORMATS)[number];
const MB = 1_048_576;
/** Megabytes or deviations: a thousand terabytes, far below what a double counts exactly in bytes. */
const AMOUNT_MAX = 1_000_000_000;
const PROGRESS_STEPS = 1000;
const CHART_CHARS_MAX = 120;
const PIECE_CHARS = 65_536;

interface UploadsFlags {
  readonly thresholdMb: number;
  readonly window: number;
  readonly z: number;
  readonly services: number;
  readonly serviceMb: number;
  readonly historyDays: number;
  readonly format: Format;
  readonly json?: true;
  readonly analysis?: string;
  readonly chart?: string;
  readonly quiet?: true;
}

/** `gait uploads FILE`: who uploads suspiciously much, by every analysis of an upload log. */
export function addUploadsCommand(program: Command, port: UploadsPort): void {
  const { defaults } = port;
  program
    .command("uploads")
    .summary("find suspicious uploads in an upload log")
    .description(
      "Finds users who upload suspiciously much, in a CSV with the columns timestamp,user_id,service,bytes_uploaded.\n" +
        "Times without an offset are UTC. Limits are exceeded by strictly more; windows include both ends.",
    )
    .argument("<file>", "the CSV, plain, gzip or zstd; - for standard input")
    .option(
      "--threshold-mb <mb>",
      "total of a window over which it is told",
      parseAmount,
      defaults.thresholdBytes / MB,
    )
    .addOption(
      new Option("--window <duration>", "length of the window: 30m, 1h, 1d")
        .argParser(parseDuration)
        .default(defaults.windowMs, "1h"),
    )
    .option("--z <deviations>", "standard deviations over which a day is told", parseAmount, defaults.z)
    .option("--services <count>", "services over which an hour is told", parseCount, defaults.services)
    .option(
      "--service-mb <mb>",
      "total over which such an hour is told",
      parseAmount,
      defaults.serviceBytes / MB,
    )
    .option("--history-days <days>", "other days needed to judge a day by", parseCount, defaults.otherDaysMin)
    .addOption(new Option("--format <format>", "what to print").choices(FORMATS).default("table"))
    .option("--json", "the same as --format json")
    .addOption(
      new Option("--analysis <name>", "print this one alone (CSV: forward)").choices([...port.analyses]),
    )
    .option("--chart <file.svg>", "draw the chart into a file")
    .option("--quiet", "no progress and no summary on standard error")
    .action(async (file: string, flags: UploadsFlags) => {
      await runUploads(file, flags, port);
    });
}

async function runUploads(file: string, flags: UploadsFlags, port: UploadsPort): Promise<void> {
  const progress = createProgress({ label: "Reading", total: PROGRESS_STEPS, quiet: flags.quiet === true });
  const report = await port
    .analyse({
      file,
      limits: {
        windowMs: flags.window,
        thresholdBytes: Math.round(flags.thresholdMb * MB),
        services: flags.services,
        serviceBytes: Math.round(flags.serviceMb * MB),
        z: flags.z,
        otherDaysMin: flags.historyDays,
      },
      onProgress: (bytes, total) =>
        progress.update(
          total === null ? 0 : (PROGRESS_STEPS * bytes) / Math.max(total, 1),
          formatBytes(bytes),
        ),
    })
    .finally(() => progress.stop());
  if (flags.chart !== undefined) await port.writeSvg(report, flags.chart);
  await printReport(report, flags, port);
  if (flags.quiet !== true) process.stderr.write(describeUploadsRun(report));
  process.exitCode = EXIT.fine;
}

async function printReport(report: UploadsReport, flags: UploadsFlags, port: UploadsPort): Promise<void> {
  const format = flags.json === true ? "json" : flags.format;
  const wanted = flags.analysis ?? (format === "csv" ? "forward" : null);
  const tables = report.tables.filter((table) => wanted === null || table.key === wanted);
  for (const piece of inPieces(PRINTERS[format]({ ...report, tables }))) if (!(await writeOut(piece))) return;
  if (format === "table" && tables.some((table) => table.key === "forward" && table.rows.length > 0))
    await writeOut(`\n${await port.drawText(report, Math.min(terminalWidth(), CHART_CHARS_MAX))}`);
}

/** Texts put together, so that a row is not a write of its own. */
function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

const PRINTERS: Readonly<Record<Format, (report: UploadsReport) => Iterable<string>>> = {
  table: printUploadsTables,
  json: printUploadsJson,
  csv: printUploadsCsv,
};

function parseAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() !== "" && amount >= 0 && amount <= AMOUNT_MAX) return amount;
  throw new InvalidArgumentError(`Write a number from 0 to ${AMOUNT_MAX}.`);
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number, 0 or more.");
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,6})\s*([smhd])$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (UNIT_MS.get(unit ?? "") ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError("Write a length of time with its unit: 90s, 30m, 1h, 7d.");
}
