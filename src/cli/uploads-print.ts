import { stringify } from "csv-stringify/sync";
import { escapeTerminal, formatCount, formatPlural, formatTable, paintBold, paintDim } from "./terminal.ts";
import type { UploadsReport, UploadsTable } from "./uploads-port.ts";

type Row = UploadsTable["rows"][number];
type Value = Row[string];

/** Rows of one analysis in a table for people; JSON and CSV have them all. */
const TABLE_ROWS_MAX = 25;
/** Rejects in the summary for people. */
const REJECTS_SHOWN_MAX = 5;
/** Characters of a rejected row, by which it is found in the log. */
const EXCERPT_CHARS_MAX = 80;

/** Tables for people. Names come from logs: they are made safe to print. */
export function* printUploadsTables(report: UploadsReport): Generator<string> {
  for (const [index, { key, title, columns, rows }] of report.tables.entries()) {
    yield `${index > 0 ? "\n" : ""}${paintBold(title)} ${paintDim(`[${key}]`)}\n`;
    if (rows.length === 0) {
      yield `${paintDim("  none")}\n`;
      continue;
    }
    const shown = rows.slice(0, TABLE_ROWS_MAX);
    const numeric = columns.flatMap((column, place) =>
      typeof rows[0]?.[column] === "string" ? [] : [place],
    );
    yield `${formatTable({ head: columns, rows: shown.map((row) => columns.map((column) => formatCell(row[column]))), numeric })}\n`;
    if (rows.length > shown.length)
      yield `${paintDim(`  and ${formatPlural(rows.length - shown.length, "more row")}: --format json has them all`)}\n`;
  }
}

function formatCell(value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "bigint") return value.toLocaleString("en");
  if (typeof value === "number") return Number.isInteger(value) ? formatCount(value) : value.toFixed(2);
  return escapeTerminal(value, 60);
}

/** One JSON object, a row a line. Whole numbers of bytes keep all their digits. */
export function* printUploadsJson(report: UploadsReport): Generator<string> {
  yield "{\n";
  for (const { key, rows } of report.tables) {
    yield `${JSON.stringify(key)}:[`;
    for (const [index, row] of rows.entries()) yield `${index === 0 ? "\n" : ",\n"}${toJson(row)}`;
    yield rows.length === 0 ? "],\n" : "\n],\n";
  }
  const { limits, uploads, rejects, firstRejects } = report;
  yield `"run":${JSON.stringify({ uploads, rejects, first_rejects: firstRejects, limits: toSnakeCase(limits) })}\n}\n`;
}

const toJson = (row: Row): string =>
  `{${Object.entries(row)
    .map(
      ([column, value]) =>
        `${JSON.stringify(column)}:${typeof value === "bigint" ? value : JSON.stringify(value)}`,
    )
    .join(",")}}`;

const toSnakeCase = (record: object): object =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]: [string, unknown]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

/** Rows of the first table. A spreadsheet must not take a user's name for a formula. */
export function* printUploadsCsv(report: UploadsReport): Generator<string> {
  const table = report.tables[0];
  if (table === undefined) return;
  yield stringify([[...table.columns]]);
  for (const row of table.rows)
    yield stringify([table.columns.map((column) => row[column] ?? "")], { escape_formulas: true });
}

/** What was read and what was not, in a few lines for standard error. */
export function describeUploadsRun({ uploads, rejects, firstRejects }: UploadsReport): string {
  const lines = [`${formatPlural(uploads, "upload")} read, ${formatPlural(rejects, "row")} rejected`];
  const shown = firstRejects.slice(0, REJECTS_SHOWN_MAX);
  for (const { row, code, reason, excerpt } of shown) {
    const text = excerpt === null ? "" : `: ${escapeTerminal(excerpt, EXCERPT_CHARS_MAX)}`;
    lines.push(`  row ${row}: ${escapeTerminal(reason)} [${code}]${text}`);
  }
  if (rejects > shown.length) lines.push(`  and ${formatCount(rejects - shown.length)} more`);
  return `${lines.join("\n")}\n`;
}
