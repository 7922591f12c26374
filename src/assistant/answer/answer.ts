import type { EpochMs } from "../../domain/index.ts";

/** A piece of a sentence. Nothing in it is ever read as markup. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  /** Text that a log brought: shown as a quotation. */
  | { readonly kind: "value"; readonly text: string }
  /** A place in the answer's citations. */
  | { readonly kind: "cite"; readonly citation: number };

export type Block =
  | { readonly kind: "heading" | "paragraph"; readonly parts: readonly Part[] }
  | { readonly kind: "points"; readonly isOrdered: boolean; readonly items: readonly (readonly Part[])[] };

export const CITATION_KINDS = ["finding", "incident", "actor"] as const;
export type CitationKind = (typeof CITATION_KINDS)[number];

/** Something that an answer stands on, with the screen that shows it. */
export interface Citation {
  readonly kind: CitationKind;
  readonly id: string;
  readonly label: string;
  /** Path within the web app. */
  readonly link: string;
}

export const COLUMN_KINDS = ["text", "number", "bytes", "time", "severity"] as const;
export interface Column {
  readonly name: string;
  readonly kind: (typeof COLUMN_KINDS)[number];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** Times are ISO 8601. */
  readonly rows: readonly {
    readonly cells: readonly (string | number | null)[];
    /** Path of what the row is about; null: it has no screen. */
    readonly link: string | null;
  }[];
}

/** Columns side by side, in their order. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly { readonly label: string; readonly value: number }[];
  /** Label of the column to point out; null: none. */
  readonly marked: string | null;
}

/** What an answer looked at. */
export interface Looked {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** `findings: 614`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What an answer showed, for the question after it. */
export interface Shown {
  readonly kind: CitationKind;
  readonly id: string;
}

export interface Answer {
  readonly blocks: readonly Block[];
  readonly citations: readonly Citation[];
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  readonly looked: Looked;
  /** What the reader should know besides: to what times are relative, what was left out. */
  readonly notes: readonly string[];
  readonly suggestions: readonly string[];
  readonly shown: readonly Shown[];
}

/** Where the web app shows something. */
export function toLink(kind: CitationKind, id: string): string {
  const name = encodeURIComponent(id);
  switch (kind) {
    case "finding":
      return `/findings?finding=${name}`;
    case "incident":
      return `/incidents/${name}`;
    case "actor":
      return `/actors/${name}`;
  }
}
