import { type Command, InvalidArgumentError } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { escapeTerminal, formatCount, formatPlural } from "./terminal.ts";

export interface PrunedReport {
  readonly before: number;
  readonly events: number;
  /** Older events that stay, for findings stand on them. */
  readonly kept: number;
  /** Inputs whose bytes were removed. */
  readonly inputs: number;
}

export interface BackedUp {
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly findings: number;
  readonly archiveBytes: number;
}

export interface DbUpkeepPort {
  prune(place: StorePlace, days: number): Promise<PrunedReport>;
  backup(place: StorePlace, folder: string): Promise<BackedUp>;
  restore(place: StorePlace, folder: string): Promise<BackedUp>;
}

type Flags = PlaceFlags & { readonly json?: boolean };

/** `gait db prune`, `backup` and `restore`. */
export function addDbUpkeepCommands(db: Command, port: DbUpkeepPort): void {
  db.command("prune")
    .summary("remove old events; what was found stays")
    .description(
      "Removes events that are more than so many days old, and the archive's bytes of inputs of which nothing is left. Findings\n" +
        "and incidents stay, with the events that they stand on. `gait serve` does it every night with the setting retention.days.",
    )
    .requiredOption("--days <number>", "what is exactly so many days old stays", toDays)
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "print what was done as JSON")
    .action(async ({ days, json, ...flags }: Flags & { readonly days: number }) => {
      const report = await port.prune(toPlace(flags), days);
      process.stdout.write(json === true ? toJson(toPrunedJson(report)) : formatPruned(report));
    });
  db.command("backup")
    .argument("<folder>", "an empty folder, or an earlier backup of the same data")
    .summary("write everything into a folder, also while the server runs")
    .description(
      "Writes database and archive into a folder, which is a data folder itself: `--data FOLDER` opens it. Over an earlier backup\n" +
        "only what is new is added to its archive. A database of PostgreSQL becomes one of DuckDB there.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "print what was done as JSON")
    .action(async (folder: string, { json, ...flags }: Flags) => {
      const report = await port.backup(toPlace(flags), folder);
      process.stdout.write(json === true ? toJson(toBackupJson(report)) : formatBackup(report));
    });
  db.command("restore")
    .argument("<folder>", "a backup")
    .summary("bring a backup to a place that holds nothing yet")
    .description(
      "Brings a backup to the data folder or the database that is named, which must hold nothing yet: nothing is overwritten.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "print what was done as JSON")
    .action(async (folder: string, { json, ...flags }: Flags) => {
      const report = await port.restore(toPlace(flags), folder);
      process.stdout.write(json === true ? toJson(toBackupJson(report)) : formatBackup(report));
    });
}

const toJson = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;

const toPrunedJson = ({ before, ...report }: PrunedReport): object => ({
  before: new Date(before).toISOString(),
  ...report,
});

const toBackupJson = ({ archiveBytes, ...report }: BackedUp): object => ({
  ...report,
  archive_bytes: archiveBytes,
});

function formatPruned({ before, events, kept, inputs }: PrunedReport): string {
  const stay = kept === 0 ? "" : ` ${formatPlural(kept, "older event")} stay: findings stand on them.`;
  const bytes = inputs === 0 ? "" : ` The bytes of ${formatPlural(inputs, "input")} went, too.`;
  return `${formatPlural(events, "event")} from before ${new Date(before).toISOString()} removed.${stay}${bytes}\n`;
}

const formatBackup = ({ from, to, events, findings }: BackedUp): string =>
  `${escapeTerminal(from)} is in ${escapeTerminal(to)}: ${formatCount(events)} events, ${formatPlural(findings, "finding")}.\n`;

const DAYS_MAX = 36_500;

function toDays(text: string): number {
  const days = Number(text);
  if (text.trim() !== "" && Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days;
  throw new InvalidArgumentError(`Write a whole number from 1 to ${DAYS_MAX}.`);
}
