import type { ProblemCatalogue } from "../domain/index.ts";

/** Problems of the assistant. Most stand beside an answer that was given without a model. Codes are never reused. */
export const ASSISTANT_PROBLEMS = {
  ASSISTANT_BUSY: {
    status: 503,
    text: "{most} questions are being answered already.",
    remedy: "Ask again in a moment.",
  },
  ASSISTANT_MODEL_NONE: {
    status: 409,
    text: "No language model is set up.",
    remedy:
      "Answers without a model need nothing; for a model set GAIT_LLM_PROVIDER, GAIT_LLM_BASE_URL and GAIT_LLM_MODEL.",
  },
  ASSISTANT_MODEL_SETTING: {
    status: 400,
    text: "The setting {name} of the language model is not as it should be: {reason}.",
    remedy: "Correct it; the how-to of the assistant lists what is taken.",
  },
  ASSISTANT_MODEL_KEY: {
    status: 502,
    text: "The language model at {host} refused the key.",
    remedy: "Check GAIT_LLM_API_KEY. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_BUSY: {
    status: 503,
    text: "The language model at {host} takes no more requests for now.",
    remedy: "Ask again in a while. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_SLOW: {
    status: 504,
    text: "The language model at {host} did not answer within {seconds} seconds.",
    remedy: "Ask again, or choose a quicker model. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_DOWN: {
    status: 502,
    text: "The language model at {host} could not be asked.",
    remedy: "Check the address and whether it runs. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_ANSWER: {
    status: 502,
    text: "The language model at {host} gave no answer that can be used.",
    remedy: "Choose a model that can call tools. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_UNFOUNDED: {
    status: 502,
    text: "The language model named numbers or ids that no look at the data gave.",
    remedy: "What it said was thrown away. Shown is the answer without the model.",
  },
  ASSISTANT_MODEL_BUDGET: {
    status: 429,
    text: "The limit of {most} {what} for the language model is used up.",
    remedy: "Wait, or raise the limit in the settings. Shown is the answer without the model.",
  },
  ASSISTANT_TALK_UNKNOWN: {
    status: 404,
    text: "There is no talk with a language model {id}.",
    remedy:
      "It may be older than the days that the setting llm.keep_days says; GET /api/v1/ask/talks lists those that are kept.",
  },
} as const satisfies ProblemCatalogue;
