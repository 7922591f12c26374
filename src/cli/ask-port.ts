import type { StorePlace } from "./data-option.ts";

export interface AskRequest {
  readonly place: StorePlace;
  readonly question: string;
  /** `plain`: never with a model. */
  readonly mode: "auto" | "plain" | "model";
  /** What the answer before gave; null: there is none. */
  readonly context: unknown;
  /** Questions before this one, the oldest first. */
  readonly before: readonly string[];
}

/** A piece of a line. */
export interface ShownPart {
  readonly kind: "text" | "strong" | "value" | "cite";
  /** Of a citation its number in the list, from 1. */
  readonly text: string;
}

export type ShownBlock =
  | { readonly kind: "heading" | "paragraph"; readonly parts: readonly ShownPart[] }
  | {
      readonly kind: "points";
      readonly isOrdered: boolean;
      readonly items: readonly (readonly ShownPart[])[];
    };

export interface ShownAnswer {
  readonly blocks: readonly ShownBlock[];
  readonly citations: readonly {
    readonly kind: "finding" | "incident" | "actor";
    readonly id: string;
    readonly label: string;
  }[];
  readonly notes: readonly string[];
  readonly suggestions: readonly string[];
  /** What was looked at: `614 findings`. */
  readonly looked: string;
  /** Who worded it. */
  readonly by: string;
  readonly context: unknown;
  /** For programs. */
  readonly json: object;
}

export interface AskPort {
  /** Opens the place once; `use` asks as often as it likes. */
  withAssistant(
    place: StorePlace,
    use: (ask: (request: Omit<AskRequest, "place">) => Promise<ShownAnswer>) => Promise<void>,
  ): Promise<void>;
}
