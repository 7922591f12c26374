import { TIME_PARTS, type TimePart } from "../value/time-part.ts";
import { COMPARISONS, type Comparison } from "../value/value-test.ts";

/** What a chain makes of its values. */
export type Family = "text" | "regex" | "cidr" | "exists" | "compare" | "time" | "reference";
export type Position = "contains" | "startswith" | "endswith";
export type Encoding = "utf16le" | "utf16be" | "utf16" | "base64" | "base64offset";

/** The modifiers of one item, read: which family, and what each of them asks for. */
export interface ModifierChain {
  readonly names: readonly string[];
  readonly family: Family;
  readonly all: boolean;
  readonly neq: boolean;
  readonly cased: boolean;
  readonly expand: boolean;
  readonly windash: boolean;
  readonly position: Position | null;
  /** In the order in which they are applied. */
  readonly encodings: readonly Encoding[];
  readonly regexFlags: {
    readonly ignoreCase: boolean;
    readonly multiline: boolean;
    readonly dotAll: boolean;
  };
  readonly comparison: Comparison | null;
  readonly timePart: TimePart | null;
}

/** Other spellings. */
const ALIASES: Readonly<Record<string, string>> = {
  wide: "utf16le",
  ignorecase: "i",
  multiline: "m",
  dotall: "s",
};

const POSITIONS = ["contains", "startswith", "endswith"] as const satisfies readonly Position[];
const WIDE_ENCODINGS = ["utf16le", "utf16be", "utf16"] as const satisfies readonly Encoding[];
const BASE64_ENCODINGS = ["base64", "base64offset"] as const satisfies readonly Encoding[];
const REGEX_FLAGS = ["i", "m", "s"] as const;

/** Besides its own modifiers every family may have these. */
const COMPANIONS: Readonly<Record<Family, readonly string[]>> = {
  text: [...POSITIONS, ...WIDE_ENCODINGS, ...BASE64_ENCODINGS, "windash", "cased", "all", "neq", "expand"],
  regex: ["re", ...REGEX_FLAGS, "all", "neq", "expand"],
  cidr: ["cidr", "all", "neq", "expand"],
  exists: ["exists"],
  compare: [...COMPARISONS, "all"],
  time: [...TIME_PARTS, ...COMPARISONS, "all", "neq"],
  reference: ["fieldref", ...POSITIONS, "cased", "all", "neq"],
};

export const MODIFIERS: readonly string[] = [
  ...new Set([...Object.values(COMPANIONS).flat(), ...Object.keys(ALIASES)]),
].sort();

/** The chain, or in words what is wrong with it. */
export type ChainResult =
  | { readonly kind: "ok"; readonly chain: ModifierChain }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "bad"; readonly reason: string; readonly suggestion: string | null };

export function readModifiers(names: readonly string[]): ChainResult {
  const unknown = names.find((name) => !MODIFIERS.includes(name));
  if (unknown !== undefined) return { kind: "unknown", name: unknown };
  const plain = names.map((name) => ALIASES[name] ?? name);
  const family = findFamily(plain);
  const stranger = plain.find((name) => !COMPANIONS[family].includes(name));
  if (stranger !== undefined) return explainStranger(family, stranger);
  const disorder = findDisorder(plain);
  if (disorder !== null) return { kind: "bad", ...disorder };
  return { kind: "ok", chain: toChain(names, plain, family) };
}

function findFamily(names: readonly string[]): Family {
  if (names.includes("exists")) return "exists";
  if (names.includes("re")) return "regex";
  if (names.includes("cidr")) return "cidr";
  if (names.includes("fieldref")) return "reference";
  if (TIME_PARTS.some((part) => names.includes(part))) return "time";
  if (COMPARISONS.some((comparison) => names.includes(comparison))) return "compare";
  return "text";
}

function explainStranger(family: Family, stranger: string): ChainResult {
  const bad = (reason: string, suggestion: string | null): ChainResult => ({
    kind: "bad",
    reason,
    suggestion,
  });
  if (family === "text" && (stranger === "i" || stranger === "m" || stranger === "s")) {
    return bad(`${stranger} belongs to re`, `Write re|${stranger}. Text is compared in any case by default.`);
  }
  if (family === "regex" && (POSITIONS as readonly string[]).includes(stranger)) {
    return bad(
      "an expression is searched for anywhere in the value",
      `Remove ${stranger}; use ^ and $ for the ends.`,
    );
  }
  if (family === "regex" && stranger === "cased") {
    return bad("expressions are case-sensitive by default", "Remove cased; re|i ignores case.");
  }
  if (family === "compare" && stranger === "neq") {
    return bad(
      "a comparison is turned round by its opposite",
      "Use gte for not lt, lt for not gte, and so on.",
    );
  }
  const head = { regex: "re", reference: "fieldref", compare: "a comparison", time: "a part of a time" };
  const name = family in head ? head[family as keyof typeof head] : family;
  return bad(`${stranger} cannot be used with ${name}`, null);
}

interface Disorder {
  readonly reason: string;
  readonly suggestion: string | null;
}

function findDisorder(names: readonly string[]): Disorder | null {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { reason: `${twice} stands twice`, suggestion: `Remove one ${twice}.` };
  for (const group of [POSITIONS, WIDE_ENCODINGS, BASE64_ENCODINGS, COMPARISONS, TIME_PARTS]) {
    const used = names.filter((name) => (group as readonly string[]).includes(name));
    if (used.length > 1) {
      return {
        reason: `${used.join(" and ")} exclude each other`,
        suggestion: "Use items of their own, joined in the condition.",
      };
    }
  }
  const before = (first: string, then: string): boolean => names.indexOf(first) < names.indexOf(then);
  const wrong = ORDER.find(([firsts, thens]) =>
    firsts.some((first) =>
      thens.some((then) => names.includes(first) && names.includes(then) && before(then, first)),
    ),
  );
  if (wrong !== undefined) {
    const [firsts, thens] = wrong;
    const first = names.find((name) => firsts.includes(name))!;
    const then = names.find((name) => thens.includes(name))!;
    return { reason: `${first} must stand before ${then}`, suggestion: `Write ${first}|${then}.` };
  }
  return null;
}

/** Values are changed in the written order: only these orders mean what their writers want. */
const ORDER: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["re"], REGEX_FLAGS],
  [["fieldref"], POSITIONS],
  [TIME_PARTS, COMPARISONS],
  [["windash"], [...WIDE_ENCODINGS, ...BASE64_ENCODINGS]],
  [WIDE_ENCODINGS, [...BASE64_ENCODINGS, ...POSITIONS]],
  [BASE64_ENCODINGS, POSITIONS],
];

function toChain(names: readonly string[], plain: readonly string[], family: Family): ModifierChain {
  const has = (name: string): boolean => plain.includes(name);
  return {
    names,
    family,
    all: has("all"),
    neq: has("neq"),
    cased: has("cased"),
    expand: has("expand"),
    windash: has("windash"),
    position: POSITIONS.find(has) ?? null,
    encodings: [...WIDE_ENCODINGS.filter(has), ...BASE64_ENCODINGS.filter(has)],
    regexFlags: { ignoreCase: has("i"), multiline: has("m"), dotAll: has("s") },
    comparison: COMPARISONS.find(has) ?? null,
    timePart: TIME_PARTS.find(has) ?? null,
  };
}
