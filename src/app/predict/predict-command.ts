import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import {
  type PredictAnswer,
  type PredictPort,
  type PredictRequest,
  THRESHOLD_DEFAULT,
} from "../../cli/predict.ts";
import { type JsonValue, toError } from "../../domain/index.ts";
import { readSettings } from "../settings/read-settings.ts";
import { withModels } from "../train/models-command.ts";
import { TRAIN_PROBLEMS } from "../train/problems.ts";
import { type LoadedModels, loadAnomalyModels } from "./load-predictor.ts";
import { answerRequest, createPredictor } from "./predictor.ts";

/** Input of one call. */
const INPUT_BYTES_MAX = 64 * 1024 * 1024;

/** The predict command: what the prediction API would answer to the file. */
export const PREDICT_PORT: PredictPort = {
  predict: async (request) => {
    const body = parseInput(await readInput(request.file));
    const loaded = await withModels(request.place, "predict", loadAnomalyModels);
    return answer(loaded, body, request);
  },
};

function answer(
  { models, how }: LoadedModels,
  body: JsonValue,
  { explain, threshold }: PredictRequest,
): PredictAnswer {
  const predictor = createPredictor(models, {
    threshold: threshold ?? readSettings()["alerts.threshold"] ?? THRESHOLD_DEFAULT,
  });
  const notes: Readonly<Record<LoadedModels["how"], string | null>> = {
    kept: null,
    first: `There was no model yet: the first one was learned from ${models.origin.words}. Next: gait train FILE`,
    replaced: `The kept model could not be used by this version: a new one was learned from ${models.origin.words}.`,
  };
  return { body: answerRequest(predictor, body, explain), note: notes[how] };
}

async function readInput(file: string): Promise<string> {
  try {
    const input = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    if (input.length > INPUT_BYTES_MAX) throw toInputError("it is larger than 64 MB");
    return input;
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    throw toInputError(`${file} cannot be read (${String(cause.code)})`);
  }
}

/** JSON; a list of instances; or rows of a CSV. */
function parseInput(input: string): JsonValue {
  const start = input.trimStart()[0];
  try {
    if (start !== "{" && start !== "[") return { instances: parseRows(input) };
    const parsed: JsonValue = JSON.parse(input);
    return Array.isArray(parsed) ? { instances: parsed } : parsed;
  } catch (cause) {
    throw toInputError(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Empty cells are what the row does not say. */
const parseRows = (input: string): JsonValue[] =>
  parse<Record<string, string>>(input, { columns: true, bom: true }).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== "")),
  );

const toInputError = (reason: string): Error => toError(TRAIN_PROBLEMS, "PREDICT_INPUT", { reason });
