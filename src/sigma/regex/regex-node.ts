/** The part of PCRE that Sigma allows (and a little more), as a tree that can be judged and written for either engine. */
export type RegexNode =
  | { readonly kind: "set"; readonly source: string } // one character: a literal, a class, a dot
  | { readonly kind: "assert"; readonly source: "^" | "$" | "\\b" | "\\B" }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly part: RegexNode; readonly min: number; readonly max: number }; // max may be Infinity

export interface RegexFlags {
  readonly ignoreCase: boolean;
  /** `^` and `$` match at line breaks. */
  readonly multiline: boolean;
  /** `.` matches line breaks too. */
  readonly dotAll: boolean;
}

/** Writes the tree in the words that RE2 and ECMAScript (with the flag `u`) read alike. */
export function printRegex(node: RegexNode): string {
  switch (node.kind) {
    case "set":
    case "assert":
      return node.source;
    case "sequence":
      return node.parts
        .map((part) => (part.kind === "choice" ? `(?:${printRegex(part)})` : printRegex(part)))
        .join("");
    case "choice":
      return node.parts.map(printRegex).join("|");
    case "repeat":
      return `(?:${printRegex(node.part)})${printBounds(node.min, node.max)}`;
  }
}

function printBounds(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === 0 && max === 1 ? "?" : min === max ? `{${min}}` : `{${min},${max}}`;
}
