import {
  isJsonObject,
  type JsonObject,
  readList,
  readNumber,
  readObject,
  readText,
  readTexts,
} from "../../domain/index.ts";

/** How usual a value is among others: `rare, 2 of 40`. */
export interface Use {
  readonly grade: string;
  readonly actors: number | null;
  readonly of: number | null;
}

/** A value that was new or rare. */
export interface Factor {
  readonly dimension: string;
  readonly value: string;
  readonly grade: string;
  readonly usual: string | null;
  readonly peers: Use | null;
  readonly tenant: Use | null;
}

export interface Contributions {
  readonly base: number;
  readonly total: number;
  readonly parts: readonly { readonly words: string; readonly bits: number }[];
}

export interface Matched {
  readonly field: string;
  readonly value: string;
  readonly test: string;
}

export interface UsualValues {
  /** `country`, `network`, `tool`, `service`, `region`. */
  readonly kind: string;
  readonly values: readonly { readonly value: string; readonly share: number }[];
}

/** What a detector says of why, as far as it has the shapes that we know. Nothing in it is trusted. */
export interface Explanation {
  readonly why: string | null;
  readonly comparison: string | null;
  readonly counterfactual: string | null;
  readonly history: string | null;
  /** Events that had been learned when this was found; null: it does not say. */
  readonly historyEvents: number | null;
  readonly matched: readonly Matched[];
  readonly factors: readonly Factor[];
  readonly contributions: Contributions | null;
  readonly usual: readonly UsualValues[];
  readonly usualHoursUtc: readonly number[];
  readonly falsePositives: readonly string[];
  readonly response: readonly string[];
}

export function readExplanation(explanation: JsonObject): Explanation {
  const { history } = explanation;
  const profile = readObject(explanation, "profile");
  return {
    why: readText(explanation, "why"),
    comparison: readText(explanation, "comparison"),
    counterfactual: readText(explanation, "counterfactual"),
    history: isJsonObject(history) ? readText(history, "text") : readText(explanation, "history"),
    historyEvents: isJsonObject(history) ? readNumber(history, "events") : null,
    matched: readList(explanation, "matched").filter(isJsonObject).map(toMatched),
    factors: readList(explanation, "factors").filter(isJsonObject).map(toFactor),
    contributions: readContributions(explanation),
    usual: profile === null ? [] : Object.keys(profile).flatMap((kind) => toUsual(kind, profile)),
    usualHoursUtc: readList(profile, "hours_utc").filter((hour) => typeof hour === "number"),
    falsePositives: readTexts(explanation, "false_positives"),
    response: readTexts(explanation, "response"),
  };
}

/** A model says it of its strangest event under `numbers.strangest`, others may say it at the top. */
function readContributions(explanation: JsonObject): Contributions | null {
  const numbers = readObject(explanation, "numbers");
  const strangest = numbers === null ? null : readObject(numbers, "strangest");
  const source = readList(explanation, "contributions").length > 0 ? explanation : strangest;
  if (source === null) return null;
  const base = readNumber(source, "base");
  const total = readNumber(source, "bits");
  const parts = readList(source, "contributions").flatMap((one) => {
    if (!isJsonObject(one)) return [];
    const bits = readNumber(one, "bits");
    const words = readText(one, "words") ?? readText(one, "feature");
    return bits === null || words === null ? [] : [{ words, bits }];
  });
  return base === null || total === null || parts.length === 0 ? null : { base, total, parts };
}

const toMatched = (one: JsonObject): Matched => ({
  field: readText(one, "field") ?? "",
  value: typeof one["value"] === "string" ? one["value"] : JSON.stringify(one["value"] ?? null),
  test: readText(one, "test") ?? "",
});

const toFactor = (one: JsonObject): Factor => ({
  dimension: readText(one, "dimension") ?? "",
  value: readText(one, "value") ?? "",
  grade: readText(one, "grade") ?? "",
  usual: readText(one, "usual"),
  peers: toUse(readObject(one, "peers")),
  tenant: toUse(readObject(one, "tenant")),
});

const toUse = (use: JsonObject | null): Use | null =>
  use === null
    ? null
    : { grade: readText(use, "grade") ?? "", actors: readNumber(use, "actors"), of: readNumber(use, "of") };

function toUsual(kind: string, profile: JsonObject): readonly UsualValues[] {
  const values = readList(profile, kind).flatMap((one) => {
    if (!isJsonObject(one)) return [];
    const share = readNumber(one, "share");
    return share === null ? [] : [{ value: readText(one, "value") ?? "unknown", share }];
  });
  return values.length === 0 ? [] : [{ kind, values }];
}
