import { stripVTControlCharacters, styleText } from "node:util";
import cliProgress from "cli-progress";
import Table from "cli-table3";
import type { Severity } from "../domain/index.ts";

/** Characters of one value shown in a terminal; the rest is said with an ellipsis. */
export const TERMINAL_TEXT_MAX = 200;

/** Control characters, formatting that reorders or hides text, lone surrogates, and characters that are not seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/**
 * Text from a log, safe to print: written by attackers, it may carry escape sequences that rewrite the screen
 * or characters that reorder what follows. Each such character becomes visible.
 */
export function escapeTerminal(text: string, max: number = TERMINAL_TEXT_MAX): string {
  return cutText(text, max).replace(UNSAFE, showCharacter);
}

/** The first `max` UTF-16 units, never half a character; an ellipsis says that there is more. */
function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text[max - 1] ?? "") ? max - 1 : max;
  return `${text.slice(0, end)}…`;
}

function showCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

const SEVERITY_STYLE: Readonly<Record<Severity, Parameters<typeof styleText>[0]>> = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "gray",
};
/** Severity by shape as well as colour, so that it survives a pipe and colour blindness. */
const SEVERITY_MARK: Readonly<Record<Severity, string>> = {
  critical: "◆",
  high: "▲",
  medium: "●",
  low: "○",
  info: "·",
};

export const paintSeverity = (severity: Severity): string =>
  styleText(SEVERITY_STYLE[severity], `${SEVERITY_MARK[severity]} ${severity}`);
export const paintDim = (text: string): string => styleText("dim", text);
export const paintBold = (text: string): string => styleText("bold", text);
export const paintError = (text: string): string => styleText(["bold", "red"], text);

const INTEGER = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
export const formatCount = (value: number): string => INTEGER.format(value);

/** `1 event`, `3 events`. */
export const formatPlural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]!}`;
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 1440)} days`;
}

/** `2026-01-01 02:03:04`, UTC. */
export const formatTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

export interface TableOptions {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold numbers, from 0: aligned to the right. */
  readonly numeric?: readonly number[];
  /** Widths in characters; a longer cell wraps. Unset: as wide as its content. */
  readonly widths?: readonly (number | null)[];
}

/** Columns between columns. */
const PADDING = 2;

/** A table without heavy frames: a rule under the head, two spaces between columns. Cells must be safe already. */
export function formatTable(options: TableOptions): string {
  const numeric = new Set(options.numeric ?? []);
  const table = new Table({
    head: options.head.map(paintBold),
    colAligns: options.head.map((_, column) => (numeric.has(column) ? "right" : "left")),
    colWidths: options.widths ? [...options.widths] : [],
    wordWrap: true,
    style: { head: [], border: [], "padding-left": 0, "padding-right": PADDING },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "",
    },
  });
  for (const row of options.rows)
    table.push(row.map((cell, column) => fitCell(cell, options.widths?.[column])));
  // The padding of the last column is of no use, and breaks lines in narrow windows.
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** The table cuts words that are longer than their column, so they are broken before. Cells with colours stay as they are. */
function fitCell(cell: string, width: number | null | undefined): string {
  if (width === null || width === undefined || cell !== stripVTControlCharacters(cell)) return cell;
  return wrapText(cell, Math.max(1, width - PADDING)).join("\n");
}

/** Characters that take two columns: East Asian wide ones and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;

/** Columns that a text without colours takes. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Breaks text into lines of at most `width` columns, at spaces where it can and inside words that are longer. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => breakWord(one, width))) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

function breakWord(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const char of word) {
    const columns = WIDE.test(char) ? 2 : 1;
    if (used + columns > width && piece !== "") {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += char;
    used += columns;
  }
  return [...pieces, piece];
}

/** Writes to standard error; colours are chosen for standard output, so they go where this one is no terminal. */
export const writeError = (text: string): boolean =>
  process.stderr.write(process.stderr.isTTY ? text : stripVTControlCharacters(text));

/** Columns of the terminal that standard output is, or a sensible width for a pipe. */
export const terminalWidth = (): number => Math.min(Math.max(process.stdout.columns ?? 120, 60), 200);

export interface Progress {
  /** `done` of the total given at the start; `note` follows the bar. */
  update(done: number, note: string): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly label: string;
  /** Null: unknown (a stream). */
  readonly total: number | null;
  readonly quiet: boolean;
}

/** A pipe gets a plain line now and then. */
const PLAIN_LINE_EVERY_MS = 5000;

/** Progress of long work on standard error: a bar on a terminal, a plain line every 5 s elsewhere, nothing when quiet. */
export function createProgress(options: ProgressOptions): Progress {
  if (options.quiet) return { update: () => {}, stop: () => {} };
  const { label, total } = options;
  if (process.stderr.isTTY && total !== null) {
    const bar = new cliProgress.SingleBar({
      format: `${label} {bar} {percentage}%  {note}  left {eta_formatted}`,
      stream: process.stderr,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
      fps: 5,
    });
    bar.start(total, 0, { note: "" });
    return {
      update: (done, note) => bar.update(Math.min(done, total), { note }),
      stop: () => bar.stop(),
    };
  }
  let last = performance.now();
  return {
    update: (done, note) => {
      if (performance.now() - last < PLAIN_LINE_EVERY_MS) return;
      last = performance.now();
      const share = total !== null && total > 0 ? `${Math.floor((100 * done) / total)}%  ` : "";
      process.stderr.write(`${label}  ${share}${note}\n`);
    },
    stop: () => {},
  };
}
