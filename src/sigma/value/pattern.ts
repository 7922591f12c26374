/** One piece of a Sigma text value. `dash` stands for any character that begins a command-line flag. */
export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "many" } // *
  | { readonly kind: "one" } // ?
  | { readonly kind: "dash" };

export const FLAG_DASHES = "-/\u2013\u2014\u2015";

/**
 * Splits a value into text and wildcards. `\*`, `\?` and `\\` are the plain characters;
 * a backslash before anything else is itself.
 */
export function parseTokens(value: string): readonly Token[] {
  const tokens: Token[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") tokens.push({ kind: "text", text });
    text = "";
  };
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    const next = value[i + 1];
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) {
      text += next;
      i++;
    } else if (char === "*" || char === "?") {
      flush();
      const kind = char === "*" ? "many" : "one";
      if (kind === "one" || tokens.at(-1)?.kind !== "many") tokens.push({ kind });
    } else {
      text += char;
    }
  }
  flush();
  return tokens;
}

/** A fixed-length stretch between `*`. `wild[i]` says what stands at place i: 0 the text's character, 1 any, 2 a dash. */
interface Stretch {
  readonly text: string;
  readonly wild: readonly number[] | null;
}

/**
 * A compiled text value. `exact` has no wildcards at all; the others are what `*` at the ends make of a plain text;
 * `glob` is everything else.
 */
export type Pattern =
  | { readonly kind: "exact" | "prefix" | "suffix" | "infix"; readonly text: string }
  | { readonly kind: "anything" }
  | {
      readonly kind: "glob";
      readonly stretches: readonly Stretch[];
      readonly start: boolean;
      readonly end: boolean;
    };

/** Without `cased` the pattern's text is in lower case, and is to be compared with lower-case text. */
export function toPattern(tokens: readonly Token[], cased: boolean): Pattern {
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "many") groups.push([]);
    else groups.at(-1)!.push(token);
  }
  const start = groups[0]!.length > 0 || groups.length === 1;
  const end = groups.at(-1)!.length > 0 || groups.length === 1;
  const stretches = groups.filter((group) => group.length > 0).map((group) => toStretch(group, cased));
  if (stretches.length === 0) return groups.length === 1 ? { kind: "exact", text: "" } : { kind: "anything" };
  if (stretches.length > 1 || stretches[0]!.wild !== null) return { kind: "glob", stretches, start, end };
  const text = stretches[0]!.text;
  if (start) return { kind: end ? "exact" : "prefix", text };
  return { kind: end ? "suffix" : "infix", text };
}

function toStretch(tokens: readonly Token[], cased: boolean): Stretch {
  let text = "";
  const wild: number[] = [];
  for (const token of tokens) {
    const piece = token.kind === "text" ? (cased ? token.text : token.text.toLowerCase()) : " ";
    const mark = token.kind === "text" ? 0 : token.kind === "one" ? 1 : 2;
    for (let i = 0; i < piece.length; i++) wild.push(mark);
    text += piece;
  }
  return { text, wild: wild.some((mark) => mark !== 0) ? wild : null };
}

/** Whether a text (in lower case unless the pattern is cased) is what the pattern says. */
export function isLike(text: string, pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "exact":
      return text === pattern.text;
    case "prefix":
      return text.startsWith(pattern.text);
    case "suffix":
      return text.endsWith(pattern.text);
    case "infix":
      return text.includes(pattern.text);
    case "anything":
      return true;
    case "glob":
      return isLikeGlob(text, pattern);
  }
}

/** Leftmost matching of the inner stretches is complete, because between them everything is allowed. */
function isLikeGlob(text: string, glob: Pattern & { kind: "glob" }): boolean {
  const { stretches, start, end } = glob;
  let first = 0;
  let last = stretches.length;
  let at = 0;
  let limit = text.length;
  if (start) {
    const stretch = stretches[0]!;
    if (!standsAt(text, stretch, 0)) return false;
    at = stretch.text.length;
    first = 1;
    if (last === 1) return !end || at === text.length;
  }
  if (end) {
    const stretch = stretches[last - 1]!;
    limit = text.length - stretch.text.length;
    if (limit < at || !standsAt(text, stretch, limit)) return false;
    last--;
  }
  for (let i = first; i < last; i++) {
    const stretch = stretches[i]!;
    const found = findStretch(text, stretch, at);
    if (found < 0 || found + stretch.text.length > limit) return false;
    at = found + stretch.text.length;
  }
  return true;
}

function findStretch(text: string, stretch: Stretch, from: number): number {
  if (stretch.wild === null) return text.indexOf(stretch.text, from);
  for (let at = from; at + stretch.text.length <= text.length; at++) {
    if (standsAt(text, stretch, at)) return at;
  }
  return -1;
}

function standsAt(text: string, stretch: Stretch, at: number): boolean {
  if (stretch.wild === null) return text.startsWith(stretch.text, at);
  if (at + stretch.text.length > text.length) return false;
  for (let i = 0; i < stretch.text.length; i++) {
    const char = text[at + i]!;
    const mark = stretch.wild[i]!;
    if (mark === 0 ? char !== stretch.text[i] : mark === 2 && !FLAG_DASHES.includes(char)) return false;
  }
  return true;
}
