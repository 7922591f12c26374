import { type Command, InvalidArgumentError } from "commander";
import type { JsonObject } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { paintDim, writeError } from "./terminal.ts";

export interface PredictRequest {
  readonly place: StorePlace;
  /** Path of the input; `-` for standard input. */
  readonly file: string;
  /** null: as each instance says. */
  readonly explain: boolean | null;
  /** null: the default. */
  readonly threshold: number | null;
}

export interface PredictAnswer {
  /** What the prediction API would answer. */
  readonly body: JsonObject;
  /** What people should know of the models; null: nothing. */
  readonly note: string | null;
}

/** From this score on an action is an anomaly, unless said otherwise. */
export const THRESHOLD_DEFAULT = 0.7;

export interface PredictPort {
  predict(request: PredictRequest): Promise<PredictAnswer>;
}

interface PredictFlags extends PlaceFlags {
  readonly explain?: boolean;
  readonly threshold?: number;
  readonly quiet?: true;
}

/** `gait predict FILE|-`: judges actions as the prediction API does. */
export function addPredictCommand(program: Command, port: PredictPort): void {
  program
    .command("predict")
    .summary("judge single user actions, with reasons")
    .description(
      "Judges one action (a JSON object with user_id, timestamp, action_type and what else is known), a batch\n" +
        '({"instances": [...]}, a list, or a CSV) and prints what the prediction API answers. There is always a model:\n' +
        "the first one is learned from a generated company.",
    )
    .argument("<file>", "JSON or CSV; - for standard input")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--explain", "explain every answer, whatever the instances say")
    .option("--no-explain", "explain none")
    .option(
      "--threshold <score>",
      `from this score on an action is an anomaly (else ALERT_THRESHOLD, else ${THRESHOLD_DEFAULT})`,
      parseScore,
    )
    .option("--quiet", "nothing on standard error")
    .action(async (file: string, flags: PredictFlags) => {
      const answer = await port.predict({
        place: toPlace(flags),
        file,
        explain: flags.explain ?? null,
        threshold: flags.threshold ?? null,
      });
      await writeOut(`${JSON.stringify(answer.body, null, 2)}\n`);
      if (answer.note !== null && flags.quiet !== true) writeError(`${paintDim(answer.note)}\n`);
      process.exitCode = EXIT.fine;
    });
}

function parseScore(text: string): number {
  const score = Number(text);
  if (text.trim() !== "" && score >= 0 && score <= 1) return score;
  throw new InvalidArgumentError("Write a number from 0 to 1.");
}
