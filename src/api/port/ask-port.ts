import type { PageRequest, Rows } from "./asked.ts";

/** A question as the API takes it; already checked. */
export interface AskQuestion {
  readonly question: string;
  readonly mode: "auto" | "plain" | "model";
  /** Null: the model of the settings. */
  readonly model: string | null;
  /** What the answer before gave as `context`, as it came back: to be checked. */
  readonly context: unknown;
  /** Questions before this one, the oldest first. */
  readonly before: readonly string[];
}

/** What happens while a question is answered. */
export interface AskProgress {
  readonly event: "looking" | "words";
  readonly data: object;
}

/** Answers questions in people's own words. */
export interface AskPort {
  ask(
    question: AskQuestion,
    options: { readonly stop: AbortSignal; readonly onProgress: (progress: AskProgress) => void },
  ): Promise<object>;
  /** What would leave for a language model. */
  preview(question: AskQuestion): Promise<object>;
  /** Which model is set up, if any, and what people may ask. */
  describe(): Promise<object>;
  listModels(): Promise<object>;
  /** Everything that was sent to language models, the latest first, without the long texts. */
  listTalks(request: PageRequest): Promise<Rows>;
  /** The same whole. Throws where there is none, or it is no longer kept. */
  readTalk(id: string): Promise<object>;
}

/** Speaks the Model Context Protocol with programs of others. */
export interface McpPort {
  handle(request: Request): Promise<Response>;
}
