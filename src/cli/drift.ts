import { type Command, InvalidArgumentError } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { formatTable, paintDim } from "./terminal.ts";

export interface DriftRequest {
  readonly place: StorePlace;
  /** Logs to compare; none: what is stored. */
  readonly files: readonly string[];
  /** Days at the end of them that are compared. */
  readonly days: number;
}

export interface DriftAnswer {
  readonly model: { readonly id: string; readonly name: string; readonly trained: string };
  readonly level: "none" | "moderate" | "severe" | "not-looked";
  readonly verdict: string;
  readonly rows: { readonly reference: number; readonly current: number };
  /** What changed most first. */
  readonly features: readonly {
    readonly feature: string;
    readonly level: string;
    readonly psi: number;
    readonly statistic: number;
    readonly p: number;
    readonly missing: { readonly reference: number; readonly current: number };
    readonly fault: string | null;
  }[];
  /** Share of events at or above each score, which calibration promises to be one minus it. */
  readonly scores: readonly { readonly score: number; readonly promised: number; readonly found: number }[];
}

export interface DriftPort {
  drift(request: DriftRequest): Promise<DriftAnswer>;
}

interface DriftFlags extends PlaceFlags {
  readonly days: number;
  readonly json?: true;
}

const DAYS_DEFAULT = 7;
const DAYS_MAX = 3650;
const FEATURES_SHOWN = 12;

/** `gait drift`: whether behaviour has changed since the model in use was trained. */
export function addDriftCommand(program: Command, port: DriftPort): void {
  program
    .command("drift")
    .summary("has behaviour changed since the model in use was trained?")
    .description(
      "Compares the last days of logs (or of what is stored) with what the model in use learned from.",
    )
    .argument("[files...]", "logs; none: what is stored")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--days <n>", "days at the end that are compared", parseDays, DAYS_DEFAULT)
    .option("--json", "as JSON")
    .action(async (files: readonly string[], flags: DriftFlags) => {
      const answer = await port.drift({ place: toPlace(flags), files, days: flags.days });
      await writeOut(flags.json === true ? `${JSON.stringify(answer, null, 2)}\n` : describeDrift(answer));
      process.exitCode = EXIT.fine;
    });
}

function describeDrift({ model, verdict, rows, features, scores }: DriftAnswer): string {
  const table = formatTable({
    head: ["feature", "level", "PSI", "KS", "missing before", "now", ""],
    rows: features
      .slice(0, FEATURES_SHOWN)
      .map(({ feature, level, psi, statistic, missing, fault }) => [
        feature,
        level,
        psi.toFixed(3),
        statistic.toFixed(3),
        formatShare(missing.reference),
        formatShare(missing.current),
        fault ?? "",
      ]),
  });
  const promised = scores.map(
    (one) =>
      `  score ${one.score}: ${formatShare(one.found)} of events, ${formatShare(one.promised)} promised\n`,
  );
  return (
    `${paintDim(`Model ${model.name} ${model.id}, ${model.trained}; ${rows.current} rows against ${rows.reference}`)}\n` +
    `${verdict}\n${promised.join("")}${features.length === 0 ? "" : `\n${table}\n`}`
  );
}

const formatShare = (share: number): string => `${(100 * share).toFixed(2)} %`;

function parseDays(text: string): number {
  const days = Number(text);
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= DAYS_MAX) return days;
  throw new InvalidArgumentError(`Write a number of days from 1 to ${DAYS_MAX}.`);
}
