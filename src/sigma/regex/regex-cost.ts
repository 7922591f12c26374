import type { RegexNode } from "./regex-node.ts";

/** A backtracking engine needs at most about factor * length^degree steps. */
export interface RegexCost {
  readonly factor: number;
  /** Infinity: no polynomial bound is known. */
  readonly degree: number;
}

const UNBOUNDED: RegexCost = { factor: Infinity, degree: Infinity };

/**
 * An upper bound of the ways in which a backtracking engine can read a text: every unbounded repeat of one character
 * can end in `length` places, every choice can go each of its ways, and the ways of a sequence multiply.
 * An unbounded repeat of anything longer than one character is not judged: that is where (a+)+ lives.
 */
export function boundCost(node: RegexNode): RegexCost {
  const inner = boundWays(node);
  return isAnchored(node) ? inner : { factor: inner.factor, degree: inner.degree + 1 };
}

function boundWays(node: RegexNode): RegexCost {
  switch (node.kind) {
    case "set":
    case "assert":
      return { factor: 1, degree: 0 };
    case "sequence":
      return node.parts.map(boundWays).reduce(multiply, { factor: 1, degree: 0 });
    case "choice":
      return node.parts.map(boundWays).reduce((a, b) => ({
        factor: a.factor + b.factor,
        degree: Math.max(a.degree, b.degree),
      }));
    case "repeat":
      return boundRepeat(node);
  }
}

function boundRepeat(node: RegexNode & { kind: "repeat" }): RegexCost {
  if (node.part.kind === "set") {
    return node.max === Infinity
      ? { factor: node.min + 1, degree: 1 }
      : { factor: node.max - node.min + 1, degree: 0 };
  }
  if (node.max === Infinity) return UNBOUNDED;
  const inner = boundWays(node.part);
  return { factor: (node.max - node.min + 1) * inner.factor ** node.max, degree: inner.degree * node.max };
}

function multiply(a: RegexCost, b: RegexCost): RegexCost {
  return { factor: a.factor * b.factor, degree: a.degree + b.degree };
}

function isAnchored(node: RegexNode): boolean {
  if (node.kind === "assert") return node.source === "^";
  return node.kind === "sequence" && node.parts[0] !== undefined && isAnchored(node.parts[0]);
}

/** The longest text on which the bound stays within `stepsMax`. */
export function longestWithin(cost: RegexCost, stepsMax: number): number {
  if (!Number.isFinite(cost.degree) || !(cost.factor <= stepsMax)) return 0;
  return cost.degree === 0 ? Infinity : Math.floor((stepsMax / cost.factor) ** (1 / cost.degree));
}

/**
 * Searching anywhere in a text, `.*x` finds what `x` finds and `.+x` what `.x` finds; the same at the end.
 * Without the idle repeat a search is linear where it would have been quadratic.
 */
export function dropIdleEnds(node: RegexNode): RegexNode {
  if (node.kind === "choice") return { kind: "choice", parts: node.parts.map(dropIdleEnds) };
  const parts = node.kind === "sequence" ? [...node.parts] : [node];
  for (const end of ["first", "last"] as const) {
    for (;;) {
      const at = end === "first" ? 0 : parts.length - 1;
      const part = parts[at];
      if (part?.kind !== "repeat" || part.part.kind !== "set" || part.max !== Infinity) break;
      if (part.min > 0) {
        parts[at] = { kind: "repeat", part: part.part, min: part.min, max: part.min };
        break;
      }
      parts.splice(at, 1);
    }
  }
  return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
}
