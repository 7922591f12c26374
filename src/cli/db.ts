import type { Command } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { addDbUpkeepCommands, type DbUpkeepPort } from "./db-upkeep.ts";
import {
  createProgress,
  escapeTerminal,
  formatCount,
  formatDuration,
  formatPlural,
  paintDim,
} from "./terminal.ts";

export interface MigrateReport {
  readonly database: string;
  /** Names of the migrations that ran. */
  readonly migrated: readonly string[];
}

export interface CopyReport {
  readonly from: string;
  readonly to: string;
  readonly inputsNew: number;
  readonly inputsKnown: number;
  /** Events of the new inputs. */
  readonly events: number;
  /** Everything that stands in the copy now. */
  readonly eventsThere: number;
  readonly findings: number;
  readonly incidents: number;
  readonly verdicts: number;
  readonly models: number;
  /** False: the target had passes of its own; its findings are as they were. */
  readonly isDetectionCopied: boolean;
  /** What of them is new in the copy; null: they were not asked for. */
  readonly accounts: { readonly users: number; readonly keys: number; readonly changes: number } | null;
}

export interface CopyCommandProgress {
  readonly inputs: number;
  readonly inputsTotal: number;
  readonly events: number;
  readonly eventsTotal: number;
}

export interface CopyRequest {
  readonly from: string;
  readonly to: string;
  /** Also people, keys and the audit log. */
  readonly withAccounts: boolean;
}

/** What the commands need: the app opens databases and copies. */
export interface DbPort {
  migrate(place: StorePlace): Promise<MigrateReport>;
  /** Each place is a data folder or the address of a database. */
  copy(request: CopyRequest, onProgress: (progress: CopyCommandProgress) => void): Promise<CopyReport>;
}

interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addDbCommand(program: Command, port: DbPort & DbUpkeepPort): void {
  const db = program.command("db").description("Looks after the database.");
  db.command("migrate")
    .summary("bring the database to this version's state")
    .description(
      "Makes Gait's tables where they are missing and changes those of an older version. Every command does so when it\n" +
        "opens a database; this one does nothing else. Of several processes that start at once, one migrates.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "print what was done as JSON")
    .action(async (flags: PlaceFlags & OutputFlags) => {
      const report = await port.migrate(toPlace(flags));
      process.stdout.write(flags.json === true ? toJson(report) : formatMigrated(report));
    });
  db.command("copy")
    .summary("copy everything from one database to another")
    .description(
      "Copies ledger, events, rejects, findings, verdicts, models and settings; each place is a data folder or postgres://… An input that\n" +
        "the target has is left out: after an interruption, run the same command again. Counts are compared at the end. Findings\n" +
        "are left as they are in a target that looked at events of its own. The archive is files in the data folder and is not\n" +
        "copied: keep using the same folder, or copy its archive/ as well. People, keys and the audit log are copied where\n" +
        "--with-accounts says so: whoever could sign in here can then sign in there. Sessions are never copied.",
    )
    .requiredOption("--from <place>", "the data folder or address to copy from")
    .requiredOption("--to <place>", "the data folder or address to copy to")
    .option("--with-accounts", "also people with their passwords' hashes, keys of the API, and the audit log")
    .option("--json", "print what was done as JSON")
    .option("--quiet", "no progress")
    .action(async ({ withAccounts = false, ...flags }: CopyFlags) => {
      await runCopy({ ...flags, withAccounts }, port);
    });
  addDbUpkeepCommands(db, port);
}

interface CopyFlags extends OutputFlags {
  readonly from: string;
  readonly to: string;
  readonly withAccounts?: boolean;
}

async function runCopy(flags: CopyRequest & OutputFlags, port: DbPort): Promise<void> {
  const progress = createProgress({ label: "Copying", total: 1000, quiet: flags.quiet === true });
  const started = performance.now();
  let report: CopyReport;
  try {
    report = await port.copy(flags, ({ inputs, inputsTotal, events, eventsTotal }) => {
      const done = eventsTotal === 0 ? inputs / Math.max(inputsTotal, 1) : events / eventsTotal;
      const perSecond = events / ((performance.now() - started) / 1000);
      progress.update(1000 * done, `${formatCount(events)} events  ${formatCount(perSecond)}/s`);
    });
  } finally {
    progress.stop();
  }
  process.stdout.write(
    flags.json === true ? toJson(toCopyJson(report)) : formatCopied(report, performance.now() - started),
  );
}

const toJson = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;

/** Field names are part of the interface. */
const toCopyJson = (report: CopyReport): object => ({
  from: report.from,
  to: report.to,
  inputs: { new: report.inputsNew, known: report.inputsKnown },
  events: report.events,
  events_there: report.eventsThere,
  findings: report.findings,
  incidents: report.incidents,
  verdicts: report.verdicts,
  models: report.models,
  detection_copied: report.isDetectionCopied,
  accounts: report.accounts,
});

function formatMigrated({ database, migrated }: MigrateReport): string {
  const done = migrated.length === 0 ? "was up to date" : `is up to date: ${migrated.join(", ")}`;
  return `${escapeTerminal(database)} ${done}\n`;
}

function formatCopied(report: CopyReport, elapsedMs: number): string {
  const { inputsNew, inputsKnown, events, eventsThere } = report;
  const known = inputsKnown === 0 ? "" : `, ${formatCount(inputsKnown)} there before`;
  return (
    `${formatPlural(inputsNew, "input")} with ${formatPlural(events, "event")} copied${known}\n` +
    `${formatDetection(report)}\n` +
    `${formatAccounts(report)}\n` +
    `${formatPlural(eventsThere, "event")} in ${escapeTerminal(report.to)}; the counts agree\n` +
    `${paintDim(formatDuration(elapsedMs))}\n`
  );
}

const formatAccounts = ({ accounts }: CopyReport): string =>
  accounts === null
    ? paintDim("People, keys and the audit log were left: --with-accounts copies them")
    : `${formatPlural(accounts.users, "user")}, ${formatPlural(accounts.keys, "key")} and ` +
      `${formatPlural(accounts.changes, "row")} of the audit log copied`;

function formatDetection(report: CopyReport): string {
  const judged = `${formatPlural(report.verdicts, "verdict")} and ${formatPlural(report.models, "model")}`;
  return report.isDetectionCopied
    ? `${formatPlural(report.findings, "finding")}, ${formatPlural(report.incidents, "incident")}, ${judged} copied`
    : `${judged} copied; the target looked at events of its own, so its findings were left: run gait detect there`;
}
