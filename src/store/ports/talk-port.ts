import type { EpochMs } from "../../domain/index.ts";
import type { Author } from "./audit-port.ts";

/** A question that went to a language model, with all that left for it. */
export interface NewTalk {
  /** Where the model listens. */
  readonly host: string;
  readonly model: string;
  /** As it was asked here; it may have left with stand-ins for names. */
  readonly question: string;
  readonly usesPseudonyms: boolean;
  /** `answered`, or the code of the problem. */
  readonly outcome: string;
  readonly tokens: number;
  /** Requests that left for this question. */
  readonly requests: number;
  /** The body of the last of them as it left: it holds all that the others did. Empty: none left. */
  readonly sent: string;
  /** What the model said, before anything was struck. */
  readonly said: string;
}

/** A talk in a list. */
export interface TalkHead extends Omit<NewTalk, "sent" | "said"> {
  readonly id: string;
  readonly at: EpochMs;
  /** Who asked. */
  readonly author: Omit<Author, "address">;
  readonly sentChars: number;
}

export interface Talk extends TalkHead, Pick<NewTalk, "sent" | "said"> {}

export interface TalkQuery {
  readonly limit: number;
  /** Those before this one; null: from the latest on. */
  readonly before: Pick<TalkHead, "id" | "at"> | null;
}

/** Characters of what was sent, and of what was said, that are kept. */
export const TALK_CHARS_MAX = 2_000_000;

/** Talks with language models in full. They are no history of the store: they end, and copies of it leave them out. */
export interface TalkStore {
  /** Keeps a talk as whoever works now; gives its id. */
  add(talk: NewTalk): Promise<string>;
  /** The latest first. */
  list(query: TalkQuery): Promise<readonly TalkHead[]>;
  find(id: string): Promise<Talk | null>;
  /** Removes what was asked before; gives how many. */
  removeBefore(at: EpochMs): Promise<number>;
}
