/** A condition as written: over names of selections, or over names of rules in a temporal correlation. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  /** `1 of sel*`, `all of them`: pattern null is `them`. */
  | {
      readonly kind: "of";
      readonly count: number | "all";
      readonly pattern: string | null;
      readonly text: string;
      readonly at: number;
    };

/** `*` in a pattern is any number of characters; `them` is everything whose name does not begin with `_`. */
export function selectNames(pattern: string | null, names: Iterable<string>): readonly string[] {
  if (pattern === null) return [...names].filter((name) => !name.startsWith("_"));
  const pieces = pattern.split("*");
  return [...names].filter((name) => matchesPieces(name, pieces));
}

function matchesPieces(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (pieces.length === 1) return name === first;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

/** All names that a condition refers to, directly or by pattern. */
export function collectNames(condition: Condition, names: readonly string[]): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.flatMap((part) => collectNames(part, names));
    case "not":
      return collectNames(condition.part, names);
    case "name":
      return [condition.name];
    case "of":
      return selectNames(condition.pattern, names);
  }
}

/** The names that stand under no `not`, or under an even number of them: reasons for a match. */
export function collectReasons(
  condition: Condition,
  names: readonly string[],
  negated = false,
): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.flatMap((part) => collectReasons(part, names, negated));
    case "not":
      return collectReasons(condition.part, names, !negated);
    case "name":
    case "of":
      return negated ? [] : collectNames(condition, names);
  }
}
