import type { JsonValue } from "../../domain/index.ts";
import { isSafeMatch, type SafeRegex } from "../regex/safe-regex.ts";
import { type Cidr, isInCidr, parseAddress } from "./cidr.ts";
import { isLike, type Pattern } from "./pattern.ts";
import { readTimePart, type TimePart } from "./time-part.ts";
import type { ValueTexts } from "./value-text.ts";

export const COMPARISONS = ["lt", "lte", "gt", "gte"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What one value must be. None holds for null or for a field that is not there. */
export type ValueTest =
  | { readonly kind: "text"; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: "regex"; readonly regex: SafeRegex }
  | { readonly kind: "cidr"; readonly cidr: Cidr }
  | { readonly kind: "compare"; readonly comparison: Comparison; readonly bound: number }
  | {
      readonly kind: "time";
      readonly part: TimePart;
      readonly comparison: Comparison | "eq";
      readonly bound: number;
    }
  | { readonly kind: "any"; readonly tests: readonly ValueTest[] };

export type ValuePredicate = (value: JsonValue) => boolean;

/** Sets are quicker than a handful of comparisons from about here. */
const SET_SIZE_MIN = 4;

export function compileValueTest(test: ValueTest, texts: ValueTexts): ValuePredicate {
  switch (test.kind) {
    case "text":
      return compileText(test.pattern, test.cased, texts);
    case "regex":
      return (value) => {
        const text = texts.textOf(value);
        return text !== null && isSafeMatch(test.regex, text);
      };
    case "cidr":
      return (value) => {
        const address = typeof value === "string" ? parseAddress(value) : null;
        return address !== null && isInCidr(address, test.cidr);
      };
    case "compare":
      return (value) => {
        const number = toNumber(value);
        return number !== null && compares(number, test.comparison, test.bound);
      };
    case "time":
      return (value) => {
        const number = readTimePart(value, test.part);
        return number !== null && compares(number, test.comparison, test.bound);
      };
    case "any":
      return compileAny(test.tests, texts);
  }
}

function compileText(pattern: Pattern, cased: boolean, texts: ValueTexts): ValuePredicate {
  if (pattern.kind === "exact") return compileExact(pattern.text, cased, texts);
  if (cased) {
    return (value) => {
      const text = texts.textOf(value);
      return text !== null && isLike(text, pattern);
    };
  }
  return (value) => {
    const text = texts.textOf(value);
    return text !== null && isLike(texts.lowerOf(text), pattern);
  };
}

/** Writing out an object to see whether it equals `DeleteTrail` would be a waste. */
const looksLikeJson = (text: string): boolean => text.startsWith("{") || text.startsWith("[");

function compileExact(wanted: string, cased: boolean, texts: ValueTexts): ValuePredicate {
  const structures = looksLikeJson(wanted);
  const ascii = isAscii(wanted);
  const isSame = cased
    ? (text: string): boolean => text === wanted
    : (text: string): boolean => (text.length === wanted.length || !ascii) && equalsLower(text, wanted);
  return (value) => {
    if (typeof value === "string") return isSame(value);
    if (typeof value === "object" && !structures) return false;
    const text = texts.textOf(value);
    return text !== null && isSame(text);
  };
}

function compileAny(tests: readonly ValueTest[], texts: ValueTexts): ValuePredicate {
  const exact = new Set<string>();
  const others: ValueTest[] = [];
  for (const test of tests) {
    const text = exactLowerText(test);
    if (text === null || looksLikeJson(text)) others.push(test);
    else exact.add(text);
  }
  if (exact.size < SET_SIZE_MIN) return anyOf(tests.map((test) => compileValueTest(test, texts)));
  const isExact: ValuePredicate = (value) => {
    if (typeof value === "object") return false;
    return exact.has(texts.lowerOf(typeof value === "string" ? value : String(value)));
  };
  return anyOf([isExact, ...others.map((test) => compileValueTest(test, texts))]);
}

function anyOf(predicates: readonly ValuePredicate[]): ValuePredicate {
  const [first, second] = predicates;
  if (first !== undefined && predicates.length === 1) return first;
  if (first !== undefined && second !== undefined && predicates.length === 2) {
    return (value) => first(value) || second(value);
  }
  return (value) => {
    for (let i = 0; i < predicates.length; i++) if (predicates[i]!(value)) return true;
    return false;
  };
}

/** The lower-case text that a test asks for, when it asks for exactly one text in any case. */
export function exactLowerText(test: ValueTest): string | null {
  return test.kind === "text" && !test.cased && test.pattern.kind === "exact" ? test.pattern.text : null;
}

/** `text.toLowerCase() === lower`, without making a string as long as both are ASCII. */
function equalsLower(text: string, lower: string): boolean {
  if (text === lower) return true;
  const length = lower.length;
  if (text.length !== length) return text.toLowerCase() === lower;
  for (let i = 0; i < length; i++) {
    const char = text.charCodeAt(i);
    const wanted = lower.charCodeAt(i);
    if (char === wanted) continue;
    if (char > 127 || wanted > 127) return text.toLowerCase() === lower;
    if (char < 65 || char > 90 || char + 32 !== wanted) return false;
  }
  return true;
}

/** A text that becomes shorter or longer in lower case never becomes ASCII by it. */
function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const DECIMAL_CHARS_MAX = 64;

/** Numbers, and strings that are written like one. */
export function toNumber(value: JsonValue): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > DECIMAL_CHARS_MAX || !DECIMAL.test(value)) return null;
  return Number(value);
}

function compares(number: number, comparison: Comparison | "eq", bound: number): boolean {
  switch (comparison) {
    case "lt":
      return number < bound;
    case "lte":
      return number <= bound;
    case "gt":
      return number > bound;
    case "gte":
      return number >= bound;
    case "eq":
      return number === bound;
  }
}
