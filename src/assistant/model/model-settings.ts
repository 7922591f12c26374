import { toError } from "../../domain/index.ts";
import { ASSISTANT_PROBLEMS } from "../problems.ts";

export const MODEL_PROVIDERS = ["openai-compatible", "anthropic"] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** A language model that people set up. Without it nothing is ever sent anywhere. */
export interface ModelSettings {
  readonly provider: ModelProvider;
  /** With its version: `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  /** Null: it needs none. */
  readonly apiKey: string | null;
  readonly model: string;
  /** Names, addresses and resources leave as stand-ins. */
  readonly usesPseudonyms: boolean;
  readonly limits: ModelLimits;
}

export interface ModelLimits {
  /** Times that the model may look at data and speak again, for one question. */
  readonly stepsMax: number;
  /** Tokens of one answer of the model. */
  readonly outputTokensMax: number;
  /** Tokens of one question, in and out. */
  readonly tokensMax: number;
  readonly answerMs: number;
  /** Questions a minute, of everybody together. */
  readonly questionsPerMinuteMax: number;
  /** Tokens of all questions in 24 hours. */
  readonly tokensPerDayMax: number;
}

export const MODEL_LIMITS: ModelLimits = {
  stepsMax: 6,
  outputTokensMax: 1500,
  tokensMax: 60_000,
  answerMs: 60_000,
  questionsPerMinuteMax: 20,
  tokensPerDayMax: 1_000_000,
};

const BASE_URLS: Readonly<Record<ModelProvider, string>> = {
  "openai-compatible": "http://127.0.0.1:11434/v1",
  anthropic: "https://api.anthropic.com/v1",
};

/** What the settings say, as texts; absent: nothing. */
export interface ModelTexts {
  readonly provider?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly model?: string | undefined;
  readonly pseudonyms?: string | undefined;
  readonly tokensPerDay?: string | undefined;
}

/** Reads settings; null: no model is set up. Throws ASSISTANT_MODEL_SETTING. */
export function readModelSettings(texts: ModelTexts): ModelSettings | null {
  const model = texts.model?.trim() ?? "";
  const provider = texts.provider?.trim() ?? "";
  if (provider === "" && model === "") return null;
  const kind = MODEL_PROVIDERS.find((one) => one === (provider === "" ? "openai-compatible" : provider));
  if (kind === undefined) throw refuse("GAIT_LLM_PROVIDER", `it is none of ${MODEL_PROVIDERS.join(", ")}`);
  if (model === "") throw refuse("GAIT_LLM_MODEL", "it is empty");
  const tokens = texts.tokensPerDay ?? "";
  const tokensPerDayMax = tokens === "" ? MODEL_LIMITS.tokensPerDayMax : Number(tokens);
  if (!Number.isInteger(tokensPerDayMax) || tokensPerDayMax < 0)
    throw refuse("GAIT_LLM_TOKENS_PER_DAY", "it is no whole number");
  return {
    provider: kind,
    baseUrl: toBaseUrl(texts.baseUrl?.trim() || BASE_URLS[kind]),
    apiKey: texts.apiKey?.trim() || null,
    model,
    usesPseudonyms: !/^(?:no|off|false|0)$/i.test(texts.pseudonyms?.trim() ?? ""),
    limits: { ...MODEL_LIMITS, tokensPerDayMax },
  };
}

function toBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse("GAIT_LLM_BASE_URL", "it is no http or https address");
  if (url.username !== "" || url.password !== "") throw refuse("GAIT_LLM_BASE_URL", "it holds a password");
  return text.replace(/\/+$/, "");
}

const refuse = (name: string, reason: string) =>
  toError(ASSISTANT_PROBLEMS, "ASSISTANT_MODEL_SETTING", { name, reason });

/** Where a model listens, for people. */
export const hostOf = ({ baseUrl }: Pick<ModelSettings, "baseUrl">): string => new URL(baseUrl).host;
