import { RE2JS } from "re2js";
import {
  REGEX_INPUT_CHARS_MAX,
  REGEX_LINEAR_STEPS_MAX,
  REGEX_NATIVE_STEPS_MAX,
  REGEX_SOURCE_CHARS_MAX,
} from "../limits.ts";
import { parseRegex } from "./parse-regex.ts";
import { boundCost, dropIdleEnds, longestWithin } from "./regex-cost.ts";
import { printRegex, type RegexFlags, type RegexNode } from "./regex-node.ts";

/** A regular expression that cannot run away, whatever text it meets. Plain data: it may be sent to another thread. */
export interface SafeRegex {
  readonly source: string;
  readonly flags: RegexFlags;
  /** The built-in engine, for texts so short that even its worst case is short; null where nothing is known. */
  readonly native: RegExp | null;
  readonly nativeCharsMax: number;
  /** What the linear engine is given. */
  readonly linearSource: string;
  /** What stands behind this many characters is not seen. */
  readonly inputCharsMax: number;
}

export type SafeRegexResult =
  | { readonly kind: "ok"; readonly regex: SafeRegex }
  | { readonly kind: "bad"; readonly reason: string; readonly suggestion: string | null };

/** The same answer from either engine: both get the same canonical text where the expression is understood. */
export function compileSafeRegex(source: string, flags: RegexFlags): SafeRegexResult {
  if (source.length > REGEX_SOURCE_CHARS_MAX) {
    return bad(`it is longer than ${REGEX_SOURCE_CHARS_MAX} characters`, null);
  }
  const parsed = parseRegex(source, flags);
  const tree = parsed === null ? null : dropIdleEnds(parsed);
  const linearSource = tree === null ? source : printRegex(tree);
  const linear = compileLinear(linearSource, flags);
  if (typeof linear === "string") return explainRefusal(source, linear);
  const nativeCharsMax = tree === null || !isNativeSame(tree, flags) ? 0 : judgeNative(tree);
  return {
    kind: "ok",
    regex: {
      source,
      flags,
      native: tree === null || nativeCharsMax === 0 ? null : compileNative(tree, flags),
      nativeCharsMax,
      linearSource,
      inputCharsMax: Math.min(
        REGEX_INPUT_CHARS_MAX,
        Math.floor(REGEX_LINEAR_STEPS_MAX / linear.programSize()),
      ),
    },
  };
}

/** Whether the expression is found anywhere in the text. */
export function isSafeMatch(regex: SafeRegex, text: string): boolean {
  const seen = text.length > regex.inputCharsMax ? text.slice(0, regex.inputCharsMax) : text;
  if (regex.native !== null && seen.length <= regex.nativeCharsMax) return regex.native.test(seen);
  return toLinear(regex).test(seen);
}

/** Compiled expressions of the linear engine, which are no plain data, by what they were compiled from. */
const LINEAR = new WeakMap<SafeRegex, RE2JS>();

function toLinear(regex: SafeRegex): RE2JS {
  const known = LINEAR.get(regex);
  if (known !== undefined) return known;
  const made = compileLinear(regex.linearSource, regex.flags);
  if (typeof made === "string") throw new Error(`An expression that was accepted does not compile: ${made}`);
  LINEAR.set(regex, made);
  return made;
}

function judgeNative(tree: RegexNode): number {
  return longestWithin(boundCost(tree), REGEX_NATIVE_STEPS_MAX);
}

/** ECMAScript breaks lines at four characters and folds word boundaries; RE2 does not. Such expressions stay with RE2. */
function isNativeSame(node: RegexNode, flags: RegexFlags): boolean {
  if (!flags.multiline && !flags.ignoreCase) return true;
  switch (node.kind) {
    case "set":
      return true;
    case "assert":
      return node.source === "^" || node.source === "$" ? !flags.multiline : !flags.ignoreCase;
    case "repeat":
      return isNativeSame(node.part, flags);
    case "sequence":
    case "choice":
      return node.parts.every((part) => isNativeSame(part, flags));
  }
}

function compileNative(tree: RegexNode, flags: RegexFlags): RegExp {
  const source = printRegex(tree).replaceAll("\\x{0}-\\x{10FFFF}", "\\0-\\u{10FFFF}");
  return new RegExp(source, flags.ignoreCase ? "iu" : "u");
}

/** The compiled expression, or what is wrong with it. */
function compileLinear(source: string, flags: RegexFlags): RE2JS | string {
  const bits =
    (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.multiline ? RE2JS.MULTILINE : 0) |
    (flags.dotAll ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(source, bits);
  } catch (thrown) {
    return (thrown instanceof Error ? thrown.message : String(thrown)).replace("error parsing regexp: ", "");
  }
}

function bad(reason: string, suggestion: string | null): SafeRegexResult {
  return { kind: "bad", reason, suggestion };
}

function explainRefusal(source: string, reason: string): SafeRegexResult {
  if (/\(\?<?[=!]/.test(source)) {
    return bad(
      "lookaround cannot be run in linear time",
      "Remove (?=, (?!, (?<= or (?<!; put what must not be there into a selection of its own and write `and not` in the condition.",
    );
  }
  if (/(?<!\\)(?:\\\\)*\\[1-9]/.test(source)) {
    return bad(
      "a backreference cannot be run in linear time",
      "Write the repeated part out, or compare two fields with fieldref.",
    );
  }
  if (/\(\?>|[*+?}]\+/.test(source)) {
    return bad(
      "atomic groups and possessive quantifiers are not supported",
      "Use plain groups and quantifiers: the engine is linear and needs neither.",
    );
  }
  if (/repeat count/.test(reason)) return bad(reason, "Repeat at most 1000 times, or use * or +.");
  return bad(reason, null);
}
