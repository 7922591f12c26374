import { type Command, InvalidArgumentError } from "commander";
import { createDatabaseOption, createDataOption, type PlaceFlags, toPlace } from "./data-option.ts";
import type { EvaluatePort } from "./evaluate-port.ts";
import { formatQuality } from "./evaluate-print.ts";
import { writeOut } from "./standard-output.ts";
import { createProgress } from "./terminal.ts";

interface EvaluateFlags extends PlaceFlags {
  readonly labels: string;
  readonly decoys?: string;
  readonly seed: number;
  readonly draws: number;
  readonly thorough?: true;
  readonly json?: true;
  readonly quiet?: true;
}

const SEED_MAX = 0xffffffff;
const DRAWS_MAX = 10_000;
const PROGRESS_STEPS = 1000;

/** `gait evaluate --labels FILE PATH...`: how well attacks that are known are found. */
export function addEvaluateCommand(program: Command, port: EvaluatePort): void {
  program
    .command("evaluate")
    .summary("compare what is found in logs with what is known of them")
    .description(
      "Scans logs of which it is known what in them is an attack, and says how much of it was found, how far up it\n" +
        "ranks, how soon, and what else was loud. Without a path, what is kept in the data folder is rated instead.",
    )
    .argument("[path...]", "files, folders, globs")
    .requiredOption("--labels <file>", "CSV of attack events: event_id, story, and perhaps technique")
    .option(
      "--decoys <file>",
      "CSV of events that only look like attacks: event_id, decoy (default: decoys.csv beside the labels)",
    )
    .option(
      "--thorough",
      "compare with the reference's detector, and with each family of detectors switched off (paths only)",
    )
    .option("--seed <n>", "of baselines and intervals", toInteger(SEED_MAX), 1)
    .option("--draws <n>", "draws of the intervals; 0: none", toInteger(DRAWS_MAX), 200)
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "print JSON")
    .option("--quiet", "no progress")
    .action(async (paths: string[], flags: EvaluateFlags) => {
      await runEvaluate(paths, flags, port);
    });
}

async function runEvaluate(
  paths: readonly string[],
  flags: EvaluateFlags,
  port: EvaluatePort,
): Promise<void> {
  const progress = createProgress({
    label: "Evaluating",
    total: PROGRESS_STEPS,
    quiet: flags.quiet === true,
  });
  const report = await port
    .evaluate(
      {
        paths,
        labels: flags.labels,
        decoys: flags.decoys ?? null,
        seed: flags.seed,
        draws: flags.draws,
        isThorough: flags.thorough === true,
        place: toPlace(flags),
      },
      (step, done) => progress.update(done * PROGRESS_STEPS, step),
    )
    .finally(() => progress.stop());
  await writeOut(flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : formatQuality(report));
}

const toInteger =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new InvalidArgumentError(`Write a whole number from 0 to ${max}.`);
  };
