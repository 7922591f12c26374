/** One condition of a query about one row, as it is after reading: fields by their own names, values as they compare. */
export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  /** The field has a value. */
  | { readonly kind: "present"; readonly field: string }
  /** One of the field's values matches one of the patterns. */
  | { readonly kind: "text"; readonly field: string; readonly patterns: readonly Pattern[] }
  /** One of the field's numbers lies in the range; instants are milliseconds since 1970. */
  | { readonly kind: "number"; readonly field: string; readonly range: NumberRange }
  | { readonly kind: "flag"; readonly field: string; readonly value: boolean }
  /** One of the fields that free text is looked for in contains it. */
  | { readonly kind: "anywhere"; readonly pattern: Pattern };

/** A text with small letters of A to Z alone, cut at its wildcards: `*` any characters, `?` exactly one. */
export type Pattern = readonly PatternPart[];
export type PatternPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any-run" }
  | { readonly kind: "any-character" };

/** Null: without a bound on that side. */
export interface NumberRange {
  readonly min: number | null;
  readonly max: number | null;
  /** Whether the bound itself belongs to it. */
  readonly hasMin: boolean;
  readonly hasMax: boolean;
}

/** Letters of A to Z as small ones; beyond these, databases disagree. */
export const toSmallAscii = (text: string): string =>
  text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());

export const toExactPattern = (text: string): Pattern => [{ kind: "text", text: toSmallAscii(text) }];

/** The whole text of a pattern without wildcards; null: it has some. */
export function toExactText(pattern: Pattern): string | null {
  if (pattern.length === 0) return "";
  const [only] = pattern;
  return pattern.length === 1 && only?.kind === "text" ? only.text : null;
}
