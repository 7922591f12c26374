import type { Clock } from "../domain/index.ts";
import { toError } from "../domain/index.ts";
import type { Answer } from "./answer/answer.ts";
import { createModelBudget, type ModelBudget } from "./model/budget.ts";
import type { ModelPreview, ModelProgress, ModelSpent, ModelTalk } from "./model/index.ts";
import { hostOf, type ModelSettings } from "./model/model-settings.ts";
import { answerPlainly, type PlainAnswer, type AskOptions as PlainOptions } from "./plain/answer-plain.ts";
import { INTENT_TITLES, type Intent } from "./plain/intents.ts";
import { listSampleQuestions, type QuestionGroup } from "./plain/questions.ts";
import type { Context } from "./plain/understand.ts";
import type { AssistantQueries } from "./port.ts";
import { ASSISTANT_PROBLEMS } from "./problems.ts";

export const ANSWER_MODES = ["auto", "plain", "model"] as const;
/** `auto`: with the model where one is set up. */
export type AnswerMode = (typeof ANSWER_MODES)[number];

export interface Question {
  readonly question: string;
  readonly mode: AnswerMode;
  /** Another model of the same provider; null: the one of the settings. */
  readonly model: string | null;
  /** What the answer before gave; null: there is none. */
  readonly context: Context | null;
  /** Questions before this one, the oldest first. */
  readonly before: readonly string[];
}

export interface GivenAnswer {
  /** Who worded it. */
  readonly mode: "plain" | "model";
  readonly answer: Answer;
  readonly intent: Intent | null;
  readonly context: Context | null;
  /** Null: no model was asked. */
  readonly model: { readonly name: string; readonly host: string; readonly spent: ModelSpent } | null;
}

/** A question that left for a model, for the audit. */
export interface ModelUse {
  readonly host: string;
  readonly model: string;
  readonly question: string;
  readonly usesPseudonyms: boolean;
  /** `answered`, or the code of the problem. */
  readonly outcome: string;
  readonly spent: ModelSpent;
  readonly talk: ModelTalk;
}

export interface AssistantOptions {
  readonly queries: AssistantQueries;
  readonly clock: Clock;
  /** As they are now; null: no model is set up, and nothing is ever sent. */
  readonly readModel: () => Promise<ModelSettings | null>;
  readonly onModelUse?: (use: ModelUse) => Promise<void>;
}

export interface AskOptions {
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: ModelProgress) => void;
}

/** What people may know of the model: never its key. */
export interface AboutModel extends Pick<ModelSettings, "provider" | "model" | "usesPseudonyms"> {
  readonly host: string;
  readonly tokensOfDay: number;
  readonly tokensPerDayMax: number;
}

export interface Assistant {
  ask(question: Question, options?: AskOptions): Promise<GivenAnswer>;
  /** Questions to begin with. */
  listSamples(): Promise<readonly QuestionGroup[]>;
  /** What would leave for a question. Throws ASSISTANT_MODEL_NONE. */
  preview(question: Question): Promise<ModelPreview>;
  /** Null: no model is set up. */
  describeModel(): Promise<AboutModel | null>;
  /** Names of the provider's models. Throws ASSISTANT_MODEL_NONE and what went wrong. */
  listModels(): Promise<readonly string[]>;
}

const BEFORE_MAX = 5;
const NEVER = new AbortController().signal;

/** Answers questions in our own words, or in a model's where one is set up and what it says is founded. */
export function createAssistant(options: AssistantOptions): Assistant {
  const { queries, clock, readModel } = options;
  const budget = createModelBudget(clock);
  const requireModel = async (): Promise<ModelSettings> => {
    const settings = await readModel();
    if (settings === null) throw toError(ASSISTANT_PROBLEMS, "ASSISTANT_MODEL_NONE");
    return settings;
  };
  const chooseModel = async ({ mode, model }: Question): Promise<ModelSettings | null> => {
    if (mode === "plain") return null;
    const settings = mode === "model" ? await requireModel() : await readModel();
    return settings === null || model === null ? settings : { ...settings, model };
  };
  return {
    async ask(asked, { stop = NEVER, onProgress = () => {} } = {}) {
      const settings = await chooseModel(asked);
      const plain = await answerPlainly(asked.question, {
        queries,
        now: clock.now(),
        context: asked.context,
        ...(settings === null ? tellProgress(onProgress) : {}),
      });
      if (settings === null) return { ...plain, mode: "plain", model: null };
      const refusal = budget.take(settings.limits);
      if (refusal !== null) return fallBack(plain, `${refusal.text} ${refusal.remedy}`, null);
      return askModelOf({ options, budget, asked, plain, settings, stop, onProgress });
    },
    listSamples: () => listSampleQuestions(queries),
    async preview(asked) {
      const settings = (await chooseModel({ ...asked, mode: "model" }))!;
      const plain = await answerPlainly(asked.question, {
        queries,
        now: clock.now(),
        context: asked.context,
      });
      const { previewModel } = await import("./model/index.ts");
      return previewModel({
        ...asked,
        names: toNames(plain),
        before: asked.before.slice(-BEFORE_MAX),
        settings,
        queries,
        now: clock.now(),
      });
    },
    describeModel: async () => describe(await readModel(), budget),
    async listModels() {
      const settings = await requireModel();
      const { classifyFailure, listModels } = await import("./model/index.ts");
      try {
        return await listModels(settings);
      } catch (cause) {
        const details = { host: hostOf(settings), seconds: 10 };
        throw toError(ASSISTANT_PROBLEMS, classifyFailure(cause).code, details, { cause });
      }
    },
  };
}

/** Our own answer comes in pieces too, in the same form as a model's. */
const tellProgress = (
  onProgress: (progress: ModelProgress) => void,
): Pick<PlainOptions, "onUnderstood" | "onWords"> => ({
  onUnderstood: (intent) => onProgress({ kind: "looking", tool: intent, title: INTENT_TITLES[intent] }),
  onWords: (blocks, citations) => onProgress({ kind: "words", blocks, citations }),
});

interface ModelAsked extends Required<AskOptions> {
  readonly options: AssistantOptions;
  readonly budget: ModelBudget;
  readonly asked: Question;
  readonly plain: PlainAnswer;
  readonly settings: ModelSettings;
}

/** The model's answer where it is founded, else our own with why. */
async function askModelOf({
  options,
  budget,
  asked,
  plain,
  settings,
  ...listening
}: ModelAsked): Promise<GivenAnswer> {
  const { queries, clock, onModelUse } = options;
  const { askModel } = await import("./model/index.ts");
  const outcome = await askModel({
    question: asked.question,
    names: toNames(plain),
    before: asked.before.slice(-BEFORE_MAX),
    settings,
    queries,
    now: clock.now(),
    ...listening,
  });
  const { spent } = outcome;
  budget.spend(spent.tokens);
  const model = { name: settings.model, host: hostOf(settings), spent };
  await onModelUse?.({
    host: model.host,
    model: model.name,
    question: asked.question,
    usesPseudonyms: settings.usesPseudonyms,
    outcome: outcome.kind === "answered" ? "answered" : outcome.problem.code,
    spent,
    talk: outcome.talk,
  });
  if (outcome.kind === "failed")
    return fallBack(plain, `${outcome.problem.text} ${outcome.problem.remedy}`, model);
  return {
    mode: "model",
    answer: join(plain, outcome.answer),
    intent: plain.intent,
    context: plain.context,
    model,
  };
}

function describe(settings: ModelSettings | null, budget: ModelBudget): AboutModel | null {
  if (settings === null) return null;
  const { provider, model, usesPseudonyms, limits } = settings;
  return {
    provider,
    model,
    usesPseudonyms,
    host: hostOf(settings),
    tokensOfDay: budget.tokensOfDay,
    tokensPerDayMax: limits.tokensPerDayMax,
  };
}

/** Our own answer, with why it is not the model's. */
const fallBack = (plain: PlainAnswer, why: string, model: GivenAnswer["model"]): GivenAnswer => ({
  ...plain,
  answer: { ...plain.answer, notes: [why, ...plain.answer.notes] },
  mode: "plain",
  model,
});

/** The model's words with our own tables, charts and questions that follow. */
function join(plain: PlainAnswer, said: Pick<Answer, "blocks" | "citations" | "looked" | "notes">): Answer {
  const { tables, charts, suggestions, shown, notes } = plain.answer;
  const known = plain.intent !== null;
  return {
    ...said,
    tables: known ? tables : [],
    charts: known ? charts : [],
    suggestions,
    shown: said.citations.length > 0 ? said.citations.map(({ kind, id }) => ({ kind, id })) : shown,
    notes: [...said.notes, ...notes.filter((note) => note.startsWith("Times are relative"))],
  };
}

/** Names that the question means, to be hidden in it. */
function toNames({ context }: PlainAnswer): readonly string[] {
  const actor = context?.slots.actor;
  return actor === null || actor === undefined ? [] : [actor.name, actor.id];
}
