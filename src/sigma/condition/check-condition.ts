import { suggestNearest } from "../../domain/index.ts";
import { CONDITION_CHARS_MAX, CONDITION_DEPTH_MAX } from "../limits.ts";
import type { Complaint } from "../problems.ts";
import { type Condition, selectNames } from "./condition.ts";
import { type ConditionResult, parseCondition } from "./parse-condition.ts";
import { suggestCorrelation } from "./suggest-correlation.ts";

/** Says what is wrong at a position of the condition's text. */
export type ComplainAt = (at: number, complaint: Complaint) => void;

/** Reads a condition and checks that every name in it is known; null after a complaint. */
export function readCondition(
  text: string,
  names: readonly string[],
  complain: ComplainAt,
): Condition | null {
  const result = parseCondition(text);
  if (result.kind !== "ok") {
    complainSyntax(result, complain);
    return null;
  }
  return checkNames(result.condition, names, complain) ? result.condition : null;
}

function complainSyntax(result: Exclude<ConditionResult, { kind: "ok" }>, complain: ComplainAt): void {
  if (result.kind === "limit") {
    complain(0, {
      code: "SIGMA_CONDITION_TOO_LONG",
      details: { max: CONDITION_CHARS_MAX, depth: CONDITION_DEPTH_MAX },
    });
  } else if (result.kind === "syntax") {
    complain(result.at, { code: "SIGMA_CONDITION_SYNTAX", details: { reason: result.reason } });
  } else {
    const found = result.text;
    complain(result.at, {
      code: "SIGMA_CONDITION_AGGREGATION",
      details: { found },
      suggestion: suggestCorrelation(found),
    });
  }
}

function checkNames(condition: Condition, names: readonly string[], complain: ComplainAt): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.map((part) => checkNames(part, names, complain)).every(Boolean);
    case "not":
      return checkNames(condition.part, names, complain);
    case "name":
      if (names.includes(condition.name)) return true;
      complain(condition.at, {
        code: "SIGMA_CONDITION_NAME_UNKNOWN",
        details: { found: condition.name, known: names.join(", ") || "none is defined" },
        suggestion: suggestName(condition.name, names),
      });
      return false;
    case "of":
      return checkQuantity(condition, names, complain);
  }
}

function suggestName(name: string, names: readonly string[]): string | null {
  if (name.includes("*")) return `Write 1 of ${name} or all of ${name}.`;
  return suggestNearest(name, names);
}

function checkQuantity(
  condition: Condition & { kind: "of" },
  names: readonly string[],
  complain: ComplainAt,
): boolean {
  const defined = selectNames(condition.pattern, names).length;
  const found = condition.text;
  if (defined === 0) {
    const suggestion = suggestNearest(condition.pattern?.replaceAll("*", "") ?? "", names);
    complain(condition.at, { code: "SIGMA_CONDITION_PATTERN_EMPTY", details: { found }, suggestion });
    return false;
  }
  if (condition.count === "all" || condition.count <= defined) return true;
  complain(condition.at, {
    code: "SIGMA_CONDITION_COUNT",
    details: { wanted: condition.count, found, defined },
  });
  return false;
}
