import type { EpochMs } from "../id.ts";
import { suggestNearest } from "../nearest.ts";
import {
  type Condition,
  type NumberRange,
  type Pattern,
  type PatternPart,
  toExactPattern,
  toExactText,
  toSmallAscii,
} from "./condition.ts";
import { QUERY_WILDCARDS_MAX } from "./limits.ts";
import { matchesPattern } from "./matches-pattern.ts";
import { readNetwork } from "./network.ts";
import { QueryProblem } from "./problems.ts";
import type { QueryField } from "./query-field.ts";
import type { Operator, Word } from "./scanner.ts";
import { readTimeSpan, TIME_FORMS } from "./time-word.ts";

/** A field compared with a word. */
export interface Comparison {
  readonly field: QueryField;
  readonly operator: Operator;
  readonly word: Word;
  readonly now: EpochMs;
}

/** What a comparison asks for. Throws QueryProblem where the value is none of the field's. */
export function readComparison(given: Comparison): Condition {
  const { field, word } = given;
  const isEqual = given.operator === ":" || given.operator === "=" || given.operator === "!=";
  if (isEqual && !word.isQuoted && isStar(word)) return { kind: "present", field: field.name };
  if (!isEqual && !isComparable(field))
    throw new QueryProblem("QUERY_OPERATOR", word, { name: field.name, operator: given.operator });
  switch (field.type) {
    case "flag":
      return readFlag(given);
    case "choice":
      return readChoice(given);
    case "number":
    case "bytes":
    case "time":
      return { kind: "number", field: field.name, range: readRange(given) };
    case "address":
      return readAddress(given);
    case "text":
      return { kind: "text", field: field.name, patterns: [toPattern(word)] };
  }
}

const isComparable = ({ type, isOrdered }: QueryField): boolean =>
  isOrdered || type === "number" || type === "bytes" || type === "time";

const isStar = ({ characters }: Word): boolean =>
  characters.length === 1 && characters[0]!.text === "*" && !characters[0]!.isLiteral;

export const toText = ({ characters }: Word): string => characters.map(({ text }) => text).join("");

/** The pattern of a word. Throws QUERY_TERMS for too many wildcards. */
export function toPattern(word: Word): Pattern {
  const parts: PatternPart[] = [];
  let text = "";
  const end = (): void => {
    if (text !== "") parts.push({ kind: "text", text: toSmallAscii(text) });
    text = "";
  };
  let wildcards = 0;
  for (const character of word.characters) {
    if (character.isLiteral) {
      text += character.text;
      continue;
    }
    end();
    if (++wildcards > QUERY_WILDCARDS_MAX) throw toValueProblem(word, QUERY_WILDCARDS_MAX);
    parts.push({ kind: character.text === "*" ? "any-run" : "any-character" });
  }
  end();
  return parts;
}

const toValueProblem = (word: Word, most: number): QueryProblem =>
  new QueryProblem("QUERY_VALUE", word, {
    name: "a field",
    value: clipValue(toText(word)),
    expected: `a text with at most ${most} wildcards`,
    nearest: "",
    example: "action:Delete*",
  });

const VALUE_SHOWN_MAX = 60;
const clipValue = (text: string): string =>
  JSON.stringify(text.length > VALUE_SHOWN_MAX ? `${text.slice(0, VALUE_SHOWN_MAX)}…` : text);

/** A value that the field cannot have. */
function refuse({ field, word }: Comparison, expected: string, nearest: string | null = null): QueryProblem {
  return new QueryProblem("QUERY_VALUE", word, {
    name: field.name,
    value: clipValue(toText(word)),
    expected,
    nearest: nearest === null ? "" : ` ${nearest}`,
    example: field.examples[0] ?? `${field.name}:*`,
  });
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);

function readFlag(given: Comparison): Condition {
  const value = FLAGS.get(toText(given.word).toLowerCase());
  if (value === undefined) throw refuse(given, "true or false");
  return { kind: "flag", field: given.field.name, value };
}

function readChoice(given: Comparison): Condition {
  const { field, operator, word } = given;
  const pattern = toPattern(word);
  const matching = field.choices.filter((choice) => matchesPattern(pattern, choice));
  if (matching.length === 0) {
    const text = toText(word);
    throw refuse(given, `one of ${field.choices.join(", ")}`, suggestNearest(text, field.choices));
  }
  const wanted = toChosen(field.choices, matching, operator);
  return { kind: "text", field: field.name, patterns: wanted.map(toExactPattern) };
}

/** The choices that an operator means; of an order, everything beyond the first or last that matches. */
function toChosen(
  choices: readonly string[],
  matching: readonly string[],
  operator: Operator,
): readonly string[] {
  const first = choices.indexOf(matching[0]!);
  const last = choices.indexOf(matching.at(-1)!);
  switch (operator) {
    case ">":
      return choices.slice(last + 1);
    case ">=":
      return choices.slice(first);
    case "<":
      return choices.slice(0, first);
    case "<=":
      return choices.slice(0, last + 1);
    case ":":
    case "=":
    case "!=":
      return matching;
  }
}

function readAddress({ field, word }: Comparison): Condition {
  const pattern = toPattern(word);
  const text = toExactText(pattern);
  const network = text === null || word.isQuoted ? null : readNetwork(text);
  if (network === null) return { kind: "text", field: field.name, patterns: [pattern] };
  if (network.kind === "patterns") return { kind: "text", field: field.name, patterns: network.patterns };
  throw new QueryProblem("QUERY_VALUE", word, {
    name: field.name,
    value: clipValue(toText(word)),
    expected: network.expected,
    nearest: "",
    example: "address:198.51.100.0/24",
  });
}

/** Halves of `a..b`; either may be missing. */
const HALVES = /^(.*?)\.\.(.*)$/s;

function readRange(given: Comparison): NumberRange {
  const text = toText(given.word);
  const halves = given.operator === ":" || given.operator === "=" ? HALVES.exec(text) : null;
  if (halves === null) return toRange(given.operator, readSpan(given, text));
  const [, low, high] = halves;
  if (low === "" && high === "") throw refuse(given, "a range with at least one end (100mb..1gb)");
  const from = low === "" ? null : readSpan(given, low!);
  const to = high === "" ? null : readSpan(given, high!);
  return {
    min: from?.min ?? null,
    hasMin: true,
    max: to?.max ?? null,
    hasMax: to?.hasMax ?? true,
  };
}

interface Span {
  readonly min: number;
  readonly max: number;
  /** Whether `max` belongs to it: of a day it does not, of a number it does. */
  readonly hasMax: boolean;
}

function toRange(operator: Operator, { min, max, hasMax }: Span): NumberRange {
  switch (operator) {
    case ">":
      return { min: max, hasMin: !hasMax, max: null, hasMax: true };
    case ">=":
      return { min, hasMin: true, max: null, hasMax: true };
    case "<":
      return { min: null, hasMin: true, max: min, hasMax: false };
    case "<=":
      return { min: null, hasMin: true, max, hasMax };
    case ":":
    case "=":
    case "!=":
      return { min, hasMin: true, max, hasMax };
  }
}

const NUMBER = /^(-?\d{1,18}(?:\.\d{1,9})?)\s*(b|kb|mb|gb|tb|kib|mib|gib|tib)?$/i;
/** As everywhere in Gait: 1 MB is 1,048,576 bytes. */
const POWERS: readonly string[] = ["b", "k", "m", "g", "t"];

function readSpan(given: Comparison, text: string): Span {
  const { field, now } = given;
  if (field.type === "time") {
    const span = readTimeSpan(text.trim(), now);
    if (span === null) throw refuse(given, TIME_FORMS);
    const isPoint = span.from === span.to;
    return { min: span.from, max: span.to, hasMax: isPoint };
  }
  const parts = NUMBER.exec(text.trim());
  const unit = parts?.[2]?.toLowerCase() ?? "b";
  if (parts === null || (field.type === "number" && parts[2] !== undefined))
    throw refuse(given, field.type === "bytes" ? "a number of bytes (100mb, 1.5gb, 4096)" : "a number");
  const value = Number(parts[1]) * 1024 ** POWERS.indexOf(unit[0]!);
  return { min: value, max: value, hasMax: true };
}
