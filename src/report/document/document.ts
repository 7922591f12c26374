import type { EpochMs, ReportKind, Severity } from "../../domain/index.ts";
import type { Html } from "../html.ts";

/** A piece of running text. Every string may come from a log: whoever renders it escapes it. */
export type Inline =
  | string
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "severity"; readonly severity: Severity }
  /** To a place of this document. */
  | { readonly kind: "reference"; readonly text: string; readonly to: string };
export type Text = string | readonly Inline[];

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly isNumeric?: boolean;
  /** Never broken into lines: times, short words. */
  readonly isNarrow?: boolean;
  /** The least that is kept for it: long names of things would be broken into towers. */
  readonly width?: "medium" | "wide";
}

/** Parts of a sum: positive ones add, negative ones take away. */
export interface Part {
  readonly words: Text;
  readonly value: number;
  /** The value as people read it. */
  readonly shown: string;
  /** What is left when all others are named: it has no bar, which would dwarf theirs. */
  readonly isRest?: boolean;
}

/** A step of the story. */
export interface Step {
  readonly number: number;
  readonly at: EpochMs;
  readonly severity: Severity;
  readonly title: string;
  readonly text: Text;
  readonly notes: readonly Text[];
}

export type Block =
  | { readonly kind: "text"; readonly text: Text; readonly tone?: "lead" | "soft" | "quote" | "warning" }
  | { readonly kind: "list"; readonly isOrdered?: boolean; readonly items: readonly Text[] }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [name: string, value: Text])[] }
  | {
      readonly kind: "table";
      readonly caption?: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
      /** What was left out; null: nothing was. */
      readonly leftOut: string | null;
    }
  | {
      readonly kind: "figure";
      /** Drawn from numbers and escaped text. */
      readonly svg: Html;
      readonly caption: string;
    }
  | { readonly kind: "parts"; readonly rows: readonly Part[]; readonly sum: Text }
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  | {
      readonly kind: "group";
      readonly id: string;
      readonly title: Text;
      readonly blocks: readonly Block[];
    }
  | { readonly kind: "raw"; readonly caption: Text; readonly text: string };

export interface Section {
  /** Of letters and hyphens: the place that references name. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Begins on a page of its own when printed. */
  readonly isOnNewPage?: boolean;
}

/** A report as people read it, whatever it is written in. */
export interface ReportDocument {
  readonly kind: ReportKind;
  /** What running heads say: our own words only. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** Null: the report is about no one thing that has one. */
  readonly severity: Severity | null;
  /** At a glance. */
  readonly facts: readonly (readonly [name: string, value: Text])[];
  readonly sections: readonly Section[];
  readonly generatedAt: EpochMs;
  readonly version: string;
}

export const code = (text: string): Inline => ({ kind: "code", text });
export const strong = (text: string): Inline => ({ kind: "strong", text });
export const severityMark = (severity: Severity): Inline => ({ kind: "severity", severity });
export const toPlainText = (text: Text): string =>
  typeof text === "string" ? text : text.map(toPlainInline).join("");

function toPlainInline(inline: Inline): string {
  if (typeof inline === "string") return inline;
  return inline.kind === "severity" ? inline.severity : inline.text;
}
