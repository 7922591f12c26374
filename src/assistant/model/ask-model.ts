import { dynamicTool, isStepCount, type ModelMessage, streamText, type ToolSet } from "ai";
import { describeProblem, type EpochMs, type JsonObject, type ProblemReport } from "../../domain/index.ts";
import type { Answer, Block, Citation, Looked } from "../answer/answer.ts";
import type { AssistantQueries } from "../port.ts";
import { ASSISTANT_PROBLEMS } from "../problems.ts";
import { TOOLS } from "../tool/tools.ts";
import { Claims } from "./check-claims.ts";
import { CheckedText } from "./checked-text.ts";
import { Disguise } from "./disguise.ts";
import { hostOf, type ModelSettings } from "./model-settings.ts";
import { openModel } from "./open-model.ts";
import { INSTRUCTIONS, type PromptTimes, tellTimes } from "./prompt.ts";

export interface ModelQuestion {
  readonly question: string;
  /** Names in the question that leave as stand-ins where the settings say so. */
  readonly names: readonly string[];
  /** Questions before this one, the oldest first. */
  readonly before: readonly string[];
  readonly settings: ModelSettings;
  readonly queries: AssistantQueries;
  readonly now: EpochMs;
  readonly stop: AbortSignal;
  readonly onProgress: (progress: ModelProgress) => void;
}

export type ModelProgress =
  /** It looks at data. */
  | { readonly kind: "looking"; readonly tool: string; readonly title: string }
  /** What it said until now, checked. */
  | { readonly kind: "words"; readonly blocks: readonly Block[]; readonly citations: readonly Citation[] };

export type ModelOutcome =
  | {
      readonly kind: "answered";
      readonly answer: Pick<Answer, "blocks" | "citations" | "looked" | "notes">;
      readonly spent: ModelSpent;
      readonly talk: ModelTalk;
    }
  | {
      readonly kind: "failed";
      readonly problem: ProblemReport;
      readonly spent: ModelSpent;
      readonly talk: ModelTalk;
    };

/** What went back and forth for one question. */
export interface ModelTalk {
  readonly requests: number;
  /** The body of the last request as it left; it holds what all before it did. Empty: none left. */
  readonly sent: string;
  /** Everything that the model said, before anything of it was checked. */
  readonly said: string;
}

export interface ModelSpent {
  readonly tokens: number;
  readonly steps: number;
  readonly tools: readonly string[];
  /** Characters of tool results that left. */
  readonly sentChars: number;
}

/** Characters of one tool result that a model gets. */
const RESULT_CHARS_MAX = 24_000;
/** Characters of a model's words that are kept for whoever looks at them later. */
const SAID_CHARS_MAX = 200_000;

/** Asks a model that looks at data by tools. What it says is shown only where tools gave it. */
export async function askModel(asked: ModelQuestion): Promise<ModelOutcome> {
  const talk = new Talk(asked);
  try {
    await talk.run();
    return talk.conclude();
  } catch (error) {
    return talk.failWith(talk.describe(error));
  }
}

class Talk {
  readonly #asked: ModelQuestion;
  readonly #disguise: Disguise;
  readonly #claims = new Claims();
  readonly #text: CheckedText;
  readonly #tools: string[] = [];
  readonly #timeout: AbortSignal;
  #looked: Looked = { from: null, to: null, counts: {} };
  #tokens = 0;
  #steps = 0;
  #sentChars = 0;
  #requests = 0;
  #sent = "";
  #said = "";

  constructor(asked: ModelQuestion) {
    this.#asked = asked;
    this.#disguise = new Disguise(asked.settings.usesPseudonyms);
    this.#text = new CheckedText(this.#claims, this.#disguise);
    this.#timeout = AbortSignal.timeout(asked.settings.limits.answerMs);
  }

  get spent(): ModelSpent {
    return { tokens: this.#tokens, steps: this.#steps, tools: this.#tools, sentChars: this.#sentChars };
  }

  async run(): Promise<void> {
    const { settings, stop } = this.#asked;
    const { limits } = settings;
    const prompt = await toPrompt(this.#asked, this.#disguise);
    this.#claims.learn(prompt.messages.map(({ content }) => String(content)));
    const result = streamText({
      model: await openModel(settings, (body) => {
        this.#requests++;
        this.#sent = body;
      }),
      instructions: prompt.instructions,
      messages: [...prompt.messages],
      tools: this.#toTools(),
      stopWhen: [isStepCount(limits.stepsMax), () => this.#tokens >= limits.tokensMax],
      maxOutputTokens: limits.outputTokensMax,
      maxRetries: 1,
      temperature: 0,
      toolCallConcurrency: 1,
      abortSignal: AbortSignal.any([stop, this.#timeout]),
      // Errors come with the stream.
      onError: () => {},
    });
    for await (const part of result.stream) {
      if (part.type === "text-delta") this.#hear(part.text);
      else if (part.type === "tool-call") this.#text.clear();
      else if (part.type === "finish-step") this.#noteStep(part.usage.totalTokens ?? 0);
      else if (part.type === "error") throw part.error;
      else if (part.type === "abort") throw new DOMException("it took too long", "TimeoutError");
    }
    this.#text.finish();
  }

  conclude(): ModelOutcome {
    const { shown, struck } = this.#text;
    const isUnfounded = struck > 0 && struck >= shown;
    if (isUnfounded || (shown > 0 && this.#tools.length === 0))
      return this.#fail("ASSISTANT_MODEL_UNFOUNDED");
    if (shown === 0) return this.#fail("ASSISTANT_MODEL_ANSWER");
    const notes =
      struck === 0
        ? []
        : [
            `${struck} ${struck === 1 ? "sentence" : "sentences"} of the model ${struck === 1 ? "was" : "were"} struck out: no look at the data gave the numbers, ids or addresses in ${struck === 1 ? "it" : "them"}.`,
          ];
    const { blocks, citations } = this.#text;
    return {
      kind: "answered",
      answer: { blocks, citations, looked: this.#looked, notes },
      spent: this.spent,
      talk: this.#talk,
    };
  }

  get #talk(): ModelTalk {
    return { requests: this.#requests, sent: this.#sent, said: this.#said };
  }

  #hear(text: string): void {
    if (this.#said.length < SAID_CHARS_MAX) this.#said += text;
    if (this.#text.add(text)) this.#tell();
  }

  failWith(problem: ProblemReport): ModelOutcome {
    return { kind: "failed", problem, spent: this.spent, talk: this.#talk };
  }

  #fail(code: keyof typeof ASSISTANT_PROBLEMS): ModelOutcome {
    return this.failWith(describeProblem(ASSISTANT_PROBLEMS, code, { host: hostOf(this.#asked.settings) }));
  }

  #tell(): void {
    const { blocks, citations } = this.#text;
    this.#asked.onProgress({ kind: "words", blocks, citations: [...citations] });
  }

  #noteStep(tokens: number): void {
    this.#steps++;
    this.#tokens += tokens;
  }

  #toTools(): ToolSet {
    return Object.fromEntries(
      TOOLS.map((tool) => [
        tool.name,
        dynamicTool({
          description: tool.description,
          inputSchema: tool.input,
          execute: async (input) => {
            this.#asked.onProgress({ kind: "looking", tool: tool.name, title: tool.title });
            const { data, citations, looked } = await tool.call(
              this.#asked.queries,
              this.#disguise.fromModel(input),
            );
            this.#tools.push(tool.name);
            this.#looked = { ...looked, counts: { ...this.#looked.counts, ...looked.counts } };
            return this.#hand(this.#disguise.toModel(data, citations));
          },
        }),
      ]),
    );
  }

  /** What a tool gave goes to the model as data; what is too long is cut, and only what went may be said. */
  #hand(data: JsonObject): string {
    const text = JSON.stringify(data);
    const sent = text.length <= RESULT_CHARS_MAX ? text : `${text.slice(0, RESULT_CHARS_MAX)}… (cut)`;
    this.#claims.learn(text.length <= RESULT_CHARS_MAX ? data : sent);
    this.#sentChars += sent.length;
    return sent;
  }

  describe(error: unknown): ProblemReport {
    const { settings } = this.#asked;
    const { code, details } = classifyFailure(
      this.#timeout.aborted ? new DOMException("", "TimeoutError") : error,
    );
    return describeProblem(ASSISTANT_PROBLEMS, code, {
      host: hostOf(settings),
      seconds: Math.round(settings.limits.answerMs / 1000),
      ...details,
    });
  }
}

export interface Prompt {
  readonly instructions: string;
  readonly messages: readonly (ModelMessage & { readonly content: string })[];
}

/** Everything that leaves before the model looks at data. */
export async function toPrompt(
  asked: Pick<ModelQuestion, "question" | "names" | "before" | "queries" | "now">,
  disguise: Disguise,
): Promise<Prompt> {
  const { firstAt, lastAt } = await asked.queries.readSpan();
  const toIso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());
  const times: PromptTimes = {
    now: new Date(asked.now).toISOString(),
    newest: toIso(lastAt),
    oldest: toIso(firstAt),
  };
  const hide = (text: string): string => disguise.hideSentence(text, asked.names);
  const before =
    asked.before.length === 0
      ? ""
      : `Asked before, for context:\n${asked.before.map((one) => `- ${hide(one)}`).join("\n")}\n\n`;
  return {
    instructions: `${INSTRUCTIONS}\n\n${tellTimes(times)}`,
    messages: [{ role: "user", content: `${before}Question: ${hide(asked.question)}` }],
  };
}

type FailureCode =
  | "ASSISTANT_MODEL_KEY"
  | "ASSISTANT_MODEL_BUSY"
  | "ASSISTANT_MODEL_SLOW"
  | "ASSISTANT_MODEL_DOWN"
  | "ASSISTANT_MODEL_ANSWER";

/** What kind of failure it is, without the provider's own words: they may hold anything. */
export function classifyFailure(error: unknown): {
  readonly code: FailureCode;
  readonly details: Record<string, never>;
} {
  const of = (code: FailureCode) => ({ code, details: {} });
  const status = readStatus(error);
  if (error instanceof Error && /TimeoutError|AbortError/.test(error.name)) return of("ASSISTANT_MODEL_SLOW");
  if (status === 401 || status === 403) return of("ASSISTANT_MODEL_KEY");
  if (status === 429 || status === 529 || status === 503) return of("ASSISTANT_MODEL_BUSY");
  if (status !== null && status >= 400 && status < 500) return of("ASSISTANT_MODEL_ANSWER");
  if (
    error instanceof Error &&
    /JSONParse|TypeValidation|InvalidResponse|NoOutput|NoContent|EmptyResponse/.test(error.name)
  )
    return of("ASSISTANT_MODEL_ANSWER");
  return of("ASSISTANT_MODEL_DOWN");
}

function readStatus(error: unknown): number | null {
  if (typeof error !== "object" || error === null) return null;
  if ("statusCode" in error && typeof error.statusCode === "number") return error.statusCode;
  return "lastError" in error
    ? readStatus(error.lastError)
    : "cause" in error
      ? readStatus(error.cause)
      : null;
}
