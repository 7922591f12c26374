import type { Command } from "commander";
import type { Incident, RunRecord } from "../domain/index.ts";
import { type AlertTurn, formatAlertTurn } from "./alert-turn.ts";
import {
  addDetectOptions,
  type DetectFlags,
  type DetectSettings,
  toDetectSettings,
} from "./detect-option.ts";
import { EXIT } from "./exit.ts";
import { formatIncidents } from "./scan-table.ts";
import {
  createProgress,
  escapeTerminal,
  formatCount,
  formatDuration,
  formatPlural,
  formatTable,
  paintDim,
  paintError,
  writeError,
} from "./terminal.ts";

/** What the pass is doing, for the bar. */
export interface DetectProgress {
  readonly step: "matching rules" | "learning behaviour" | "putting together";
  /** From 0 to 1. */
  readonly share: number;
  readonly note: string;
}

export interface ChangedCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export interface DetectReport {
  readonly database: string;
  /** Inputs that came since the last time. */
  readonly inputs: number;
  /** Events on the days that were looked at. */
  readonly events: number;
  /** First day that was looked at again, as a date; null: nothing was new. */
  readonly from: string | null;
  readonly findings: ChangedCounts;
  readonly incidents: ChangedCounts;
  /** The worst of those that are new or changed. */
  readonly worst: readonly Incident[];
  readonly record: RunRecord;
}

/** A pass, and what was told of it. */
export interface DetectAnswer extends DetectReport {
  readonly alerts: AlertTurn;
}

export interface DetectPort {
  detect(settings: DetectSettings, onProgress: (progress: DetectProgress) => void): Promise<DetectAnswer>;
}

interface Flags extends DetectFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addDetectCommand(program: Command, port: DetectPort): void {
  const command = program
    .command("detect")
    .summary("look at what is stored: rules, behaviour, models; keep findings and incidents")
    .description(
      "Looks at everything that came into the store since the last time, with rules, behaviour and models, and keeps\n" +
        "findings and incidents. Doing it again changes nothing; an interruption loses nothing: run it again. On\n" +
        "PostgreSQL several processes may detect at once and share the work.",
    );
  addDetectOptions(command)
    .option("--json", "print what was done as JSON")
    .option("--quiet", "no progress, and no summary unless something went wrong")
    .action(async (flags: Flags) => {
      process.exitCode = await runDetectCommand(flags, port);
    });
}

async function runDetectCommand(flags: Flags, port: DetectPort): Promise<number> {
  const quiet = flags.quiet === true;
  const progress = createProgress({ label: "Detecting", total: 1000, quiet });
  const started = performance.now();
  let report: DetectAnswer;
  try {
    report = await port.detect(toDetectSettings(flags), ({ step, share, note }) =>
      progress.update(Math.floor(share * 1000), `${step}  ${note}`),
    );
  } finally {
    progress.stop();
  }
  if (flags.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (!quiet) {
    process.stdout.write(formatDetectReport(report, performance.now() - started));
    process.stdout.write(formatAlertTurn(report.alerts));
  }
  if (quiet && report.alerts.dead.length + report.alerts.postponed.length > 0)
    writeError(formatAlertTurn(report.alerts));
  for (const { text, remedy, code } of report.record.problems)
    writeError(
      `${paintError("gait:")} ${escapeTerminal(text, 2000)}\n      ${remedy} ${paintDim(`[${code}]`)}\n`,
    );
  return report.record.problems.length > 0 ? EXIT.failed : EXIT.fine;
}

/** What a person reads after a pass: what was looked at, what came of it, the worst of it. */
export function formatDetectReport(report: DetectReport, elapsedMs: number): string {
  if (report.from === null)
    return `Nothing new since the last time in ${escapeTerminal(report.database)}.\n${paintDim(
      "See `gait incidents` and `gait findings`, or take more logs in with `gait ingest`.",
    )}\n`;
  const { record } = report;
  const looked = [
    `Looked at ${formatPlural(report.events, "event")} from ${report.from} on`,
    `(${formatPlural(report.inputs, "new input")}) with ${formatCount(record.looked)} of ${formatCount(record.detectors)} detectors`,
    `in ${formatDuration(elapsedMs)}.`,
  ].join(" ");
  const table = formatTable({
    head: ["", "new", "changed", "gone"],
    rows: [toRow("findings", report.findings), toRow("incidents", report.incidents)],
    numeric: [1, 2, 3],
  });
  const worst = report.worst.length === 0 ? [] : ["", formatIncidents(report.worst)];
  const notLooked =
    record.notLooked.length === 0
      ? []
      : ["", paintDim(`${formatPlural(record.notLooked.length, "detector")} could not look: see --json.`)];
  const next = paintDim("Next: `gait incidents`, `gait explain FINDING`, `gait actors`.");
  return `${[looked, "", table, ...worst, ...notLooked, "", next].join("\n")}\n`;
}

const toRow = (what: string, { added, changed, removed }: ChangedCounts): readonly string[] => [
  what,
  formatCount(added),
  formatCount(changed),
  formatCount(removed),
];
