import { type Command, Option } from "commander";
import { stringify } from "csv-stringify/sync";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { formatPlural, paintDim, writeError } from "./terminal.ts";

const PARSE_FORMATS = ["csv", "json", "jsonl"] as const;
type ParseFormat = (typeof PARSE_FORMATS)[number];

/** A cell of a table; null: the log does not say. */
export type ParsedCell = string | number | boolean | null;

export interface ParseRequest {
  readonly paths: readonly string[];
  readonly as: string | null;
  readonly mapping: string | null;
  /** Also the columns that models of such logs learn from, in order of time. */
  readonly withFeatures: boolean;
}

/** Rows as they are read; the counts are those of what was read so far. */
export interface Parsed {
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly (readonly ParsedCell[])[]>;
  readonly counts: { readonly events: number; readonly rejects: number; readonly skipped: number };
}

export interface ParsePort {
  parse(request: ParseRequest): Promise<Parsed>;
}

interface Flags {
  readonly format: ParseFormat;
  readonly features?: true;
  readonly as?: string;
  readonly mapping?: string;
  readonly quiet?: true;
}

/** `gait parse`: logs as flat rows, for other programs. */
export function addParseCommand(program: Command, port: ParsePort): void {
  program
    .command("parse")
    .summary("read logs and print each event as one flat row; keeps nothing")
    .description(
      "Reads files, folders, globs or standard input (-) and prints one row for each event with the columns of CloudTrail:\n" +
        "eventID, eventTime, eventSource and so on, empty where the log does not say. With --features each row also has the\n" +
        "34 columns that a detector of such logs learns from, computed in order of time from what came before.",
    )
    .argument("<path...>", "files, folders, globs, or - for standard input")
    .addOption(new Option("--format <format>", "how to print").choices(PARSE_FORMATS).default("csv"))
    .option("--features", "also the 34 features of each event")
    .option("--as <format>", "the logs' format, where it is not to be recognised by content")
    .option("--mapping <file>", "column mapping (YAML or JSON) for other CSV and NDJSON logs")
    .option("--quiet", "nothing on standard error")
    .action(async (paths: string[], flags: Flags) => {
      const request = { paths, as: flags.as ?? null, mapping: flags.mapping ?? null };
      const parsed = await port.parse({ ...request, withFeatures: flags.features === true });
      await PRINTERS[flags.format](parsed);
      const { events, rejects, skipped } = parsed.counts;
      if (flags.quiet !== true)
        writeError(
          `${paintDim(`${formatPlural(events, "event")}, ${formatPlural(rejects, "reject")}, ${skipped} skipped`)}\n`,
        );
      process.exitCode = EXIT.fine;
    });
}

const PRINTERS: Readonly<Record<ParseFormat, (parsed: Parsed) => Promise<void>>> = {
  async csv({ columns, pages }) {
    await writeOut(stringify([[...columns]]));
    for await (const page of pages) if (!(await writeOut(toCsv(page)))) return;
  },
  async json({ columns, pages }) {
    let before = "[\n";
    for await (const page of pages) {
      const lines = page.map((row) => toJson(columns, row));
      if (lines.length > 0 && !(await writeOut(`${before}${lines.join(",\n")}`))) return;
      if (lines.length > 0) before = ",\n";
    }
    await writeOut(before === "[\n" ? "[]\n" : "\n]\n");
  },
  async jsonl({ columns, pages }) {
    for await (const page of pages)
      if (!(await writeOut(page.map((row) => `${toJson(columns, row)}\n`).join("")))) return;
  },
};

/** Log text is written by strangers: no cell is a formula. */
const toCsv = (rows: readonly (readonly ParsedCell[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === "boolean" ? Number(cell) : cell))),
    { escape_formulas: true },
  );

const toJson = (columns: readonly string[], row: readonly ParsedCell[]): string =>
  JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
