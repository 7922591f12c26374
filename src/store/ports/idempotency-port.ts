import type { JsonObject } from "../../domain/index.ts";

/** An answer that was given, for whoever asks the same again. */
export interface KeptAnswer {
  /** SHA-256 of what was asked. */
  readonly request: string;
  readonly status: number;
  readonly answer: JsonObject;
}

export type Claimed =
  /** Nobody asked this before: answer, then keep it or give it up. */
  | { readonly kind: "new" }
  /** Somebody is being answered right now. */
  | { readonly kind: "busy" }
  | { readonly kind: "kept"; readonly kept: KeptAnswer };

/** Answers to requests that say by a key of their own that they are the same. */
export interface KeptAnswerStore {
  /** Claims run out, so that who dies while answering keeps nobody out. */
  claim(digest: string): Promise<Claimed>;
  keep(digest: string, kept: KeptAnswer): Promise<void>;
  giveUp(digest: string): Promise<void>;
}
