import { stripVTControlCharacters, styleText } from "node:util";
import cliProgress from "cli-progress";
import Table from "cli-table3";
import type { Severity } from "../domain/index.ts";

/** Characters of one value shown in a terminal; the rest is said with an ellipsis. */
export const TERMINAL_TEXT_MAX = 200;

/** Bidirectional overrides, zero-width and other invisible formatting characters. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Text from a log, safe to print: written by attackers, it may carry escape sequences that rewrite the screen
 * or characters that reorder what follows. Each such character becomes visible.
 */
export function escapeTerminal(text: string, max: number = TERMINAL_TEXT_MAX): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return stripVTControlCharacters(cut)
    .replace(CONTROL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
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
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return `${Math.round(seconds / 86_400)} days`;
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

/** A table without heavy frames: a rule under the head, two spaces between columns. Cells must be safe already. */
export function formatTable(options: TableOptions): string {
  const numeric = new Set(options.numeric ?? []);
  const table = new Table({
    head: options.head.map(paintBold),
    colAligns: options.head.map((_, column) => (numeric.has(column) ? "right" : "left")),
    colWidths: options.widths ? [...options.widths] : [],
    wordWrap: true,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
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
  for (const row of options.rows) table.push([...row]);
  return table.toString();
}

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
