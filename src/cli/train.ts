import { type Command, InvalidArgumentError, Option } from "commander";
import { createDatabaseOption, createDataOption, type PlaceFlags, toPlace } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { createProgress, escapeTerminal, formatTable, paintDim } from "./terminal.ts";
import {
  PRESET_SUMMARIES,
  type ShownQuality,
  TRAIN_MODELS,
  TRAIN_PRESETS,
  type TrainModel,
  type TrainPort,
  type TrainPreset,
  type TrainReport,
} from "./train-port.ts";

const SEED_MAX = 2 ** 32 - 1;
const ROWS_SHOWN = 10;
const PROGRESS_STEPS = 1000;

interface TrainFlags extends PlaceFlags {
  readonly model?: TrainModel;
  readonly tune?: true;
  readonly verdicts?: true;
  readonly labels?: string;
  readonly preset?: TrainPreset;
  readonly out?: string;
  readonly seed: number;
  readonly activate: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

/** `gait train`: learns models from logs, stored events, or a generated company, and says how good they are. */
export function addTrainCommand(program: Command, port: TrainPort): void {
  const presets = TRAIN_PRESETS.map((name) => `  ${name}  ${PRESET_SUMMARIES[name]}`).join("\n");
  program
    .command("train")
    .summary("learn models, and say how good they are on rows they did not see")
    .description(
      "Learns from logs and keeps the model. Without logs it learns from what is stored. --model forest needs labels:\n" +
        "then events of findings judged true-positive are attacks; those judged false-positive or benign are none, nor are\n" +
        "those that no finding cites. Generated attacks are mixed in, the less the more was judged; where verdicts are too\n" +
        "few, generated companies alone teach.\n" +
        "Of logs, labels stand in <name>.labels.csv beside a log. Presets run a published recipe and keep no model:\n" +
        presets,
    )
    .argument("[files...]", "logs to learn from")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .addOption(
      new Option("--model <model>", "forest: from labels; isolation: without (default: forest)").choices(
        TRAIN_MODELS,
      ),
    )
    .option("--tune", "search for better parameters first")
    .option("--verdicts", "learn from verdicts, or say what is missing and learn nothing")
    .option("--labels <file>", "CSV with the columns row and story: which rows are attacks")
    .addOption(new Option("--preset <name>", "run a recipe").choices(TRAIN_PRESETS))
    .option("--out <folder>", "with --preset: write its tables there")
    .option("--seed <n>", "the same seed learns the same", parseSeed, 42)
    .option("--no-activate", "keep the model, but go on with the one in use")
    .option("--json", "print the report as JSON")
    .option("--quiet", "no progress on standard error")
    .action(async (files: readonly string[], flags: TrainFlags, command: Command) => {
      checkFlags(files, flags, command);
      await printReport(await learn(files, flags, port), flags.json === true);
      process.exitCode = EXIT.fine;
    });
}

function checkFlags(files: readonly string[], flags: TrainFlags, command: Command): void {
  const refuse = (message: string): never => command.error(`error: ${message}`, { exitCode: EXIT.usage });
  if (flags.preset !== undefined && files.length === 0) refuse("--preset needs a log");
  if (flags.preset !== undefined && flags.model !== undefined)
    refuse("--preset and --model exclude each other");
  if (flags.preset === undefined && flags.out !== undefined) refuse("--out needs --preset");
  if (flags.labels !== undefined && files.length !== 1) refuse("--labels needs exactly one log");
  if (flags.verdicts === true && (files.length > 0 || flags.model === "isolation"))
    refuse("--verdicts is for --model forest without logs");
  if (flags.model === "isolation" && flags.tune === true) refuse("--tune needs labels: --model forest");
}

async function learn(files: readonly string[], flags: TrainFlags, port: TrainPort): Promise<TrainReport> {
  const { labels = null, seed, preset } = flags;
  if (preset !== undefined) return port.runPreset({ preset, files, labels, seed, out: flags.out ?? null });
  const progress = createProgress({ label: "Learning", total: PROGRESS_STEPS, quiet: flags.quiet === true });
  return port
    .train({
      place: toPlace(flags),
      files,
      labels,
      model: flags.model ?? "forest",
      insistsOnVerdicts: flags.verdicts === true,
      isTuned: flags.tune === true,
      seed,
      isActivated: flags.activate,
      onProgress: (done, total) =>
        progress.update((PROGRESS_STEPS * done) / Math.max(total, 1), `${done} of ${total} trials`),
    })
    .finally(() => progress.stop());
}

async function printReport(report: TrainReport, isJson: boolean): Promise<void> {
  if (isJson) {
    await writeOut(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const width = Math.max(...report.facts.map(([name]) => name.length));
  const facts = report.facts.map(
    ([name, value]) => `  ${paintDim(name.padEnd(width))}  ${escapeTerminal(value)}\n`,
  );
  await writeOut(`${report.title}\n${facts.join("")}`);
  for (const quality of report.quality) await writeOut(`\n${describeQuality(quality)}`);
  for (const { title, columns, rows } of report.tables) {
    const cells = rows.slice(0, ROWS_SHOWN).map((row) => columns.map((column) => toCell(row[column])));
    const more = rows.length > ROWS_SHOWN ? paintDim(`and ${rows.length - ROWS_SHOWN} more\n`) : "";
    await writeOut(`\n${title}\n${formatTable({ head: columns, rows: cells })}\n${more}`);
  }
  for (const file of report.files) await writeOut(`Wrote ${file}\n`);
}

/** The quality of a model on labelled rows, for people. */
export function describeQuality(quality: ShownQuality): string {
  const { rowsAre, rows, strange, averagePrecision, rocArea, precisionAtK, reportText, confusion } = quality;
  const show = (value: number | null): string => (value === null ? "-" : value.toFixed(3));
  const chance = rows === 0 ? 0 : strange / rows;
  return (
    `Measured on ${rows} ${rowsAre}, ${strange} of them attacks\n` +
    `  PR-AUC ${show(averagePrecision)} (chance ${chance.toFixed(3)})   ROC-AUC ${show(rocArea)}   ` +
    `precision at ${precisionAtK.k}: ${show(precisionAtK.precision)}\n\n` +
    `${reportText}\n` +
    `  confusion matrix (rows: truth 0, 1): ${confusion.map((line) => `[${line.join(" ")}]`).join(" ")}\n`
  );
}

const toCell = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : typeof value === "number" && !Number.isInteger(value)
      ? value.toFixed(3)
      : escapeTerminal(typeof value === "string" ? value : JSON.stringify(value));

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed <= SEED_MAX) return seed;
  throw new InvalidArgumentError(`Write a whole number from 0 to ${SEED_MAX}.`);
}
