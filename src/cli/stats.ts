import type { Command } from "commander";
import { stringify } from "csv-stringify/sync";
import type { StorePlace } from "./data-option.ts";
import { toPlace } from "./data-option.ts";
import { type AskedPeriod, addReadOptions, type ReadFlags, toPeriod } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatCount, formatTable, paintBold } from "./terminal.ts";

const LIMIT_DEFAULT = 10;

type Cell = string | number | null;

export interface StatsRequest extends AskedPeriod {
  readonly place: StorePlace;
  /** Null: the summary of everything. */
  readonly question: string | null;
  readonly q: string | null;
  readonly limit: number;
}

export interface StatsTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface StatsPort {
  /** One table, or those of the summary. Throws a problem for a question that there is not. */
  answer(request: StatsRequest): Promise<readonly StatsTable[]>;
}

interface StatsFlags extends ReadFlags {
  readonly where?: string;
  readonly csv?: boolean;
}

export function addStatsCommand(program: Command, port: StatsPort): void {
  const command = program
    .command("stats")
    .argument(
      "[question]",
      "total_events, risk_distribution, top_users, high_risk_events, hourly_pattern, anomaly_summary, suspicious_ips or sensitive_actions",
    )
    .summary("a summary of what is stored, or one of eight questions answered")
    .description(
      "Without a question: the most frequent actions, users and errors, sensitive actions, addresses that stood out.",
    );
  addReadOptions(command, LIMIT_DEFAULT)
    .option("--where <query>", "only events that a filter asks for, as for `gait hunt`")
    .option("--csv", "print CSV")
    .action(async (question: string | undefined, flags: StatsFlags) => {
      const tables = await port.answer({
        place: toPlace(flags),
        ...toPeriod(flags),
        question: question ?? null,
        q: flags.where ?? null,
        limit: flags.limit === 0 ? LIMIT_MAX : Math.min(flags.limit, LIMIT_MAX),
      });
      await writeOut(flags.csv === true ? toCsv(tables) : print(tables, flags.json === true));
    });
}

/** Rows of a table. */
const LIMIT_MAX = 10_000;

const print = (tables: readonly StatsTable[], isJson: boolean): string => {
  if (isJson) return `${JSON.stringify(tables.length === 1 ? tables[0] : tables, null, 1)}\n`;
  return `${tables.map(formatStats).join("\n\n")}\n`;
};

function formatStats({ title, columns, rows }: StatsTable): string {
  if (rows.length === 0) return `${paintBold(title)}\nnone`;
  const numeric = columns.flatMap((_, index) =>
    rows.every((row) => typeof row[index] !== "string") ? [index] : [],
  );
  return `${paintBold(title)}\n${formatTable({ head: columns, rows: rows.map((row) => row.map(toShown)), numeric })}`;
}

const toShown = (cell: Cell): string => {
  if (cell === null) return "—";
  return typeof cell === "number" ? formatCount(cell) : escapeTerminal(cell, 60);
};

/** A spreadsheet takes a cell that begins so for a formula, and log text is written by strangers. */
const FORMULA = /^[=+\-@\t\r]/;

const toCsv = (tables: readonly StatsTable[]): string =>
  tables
    .map(({ columns, rows }) =>
      stringify([
        [...columns],
        ...rows.map((row) =>
          row.map((cell) => (typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell)),
        ),
      ]),
    )
    .join("\n");
