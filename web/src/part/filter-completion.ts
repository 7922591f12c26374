/** What is being typed at a place of a filter: the name of a field, or a value of one. */
export interface Typing {
  readonly kind: "field" | "value";
  /** The field of a value; empty for a field. */
  readonly field: string;
  /** What stands there so far. */
  readonly text: string;
  /** Where it begins and ends in the filter. */
  readonly from: number;
  readonly to: number;
}

const WORD = /[\p{L}\p{N}_.@*/-]*$/u;
const FIELD_BEFORE = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?::|>=|<=|>|<)\s*(?:\([^)]*)?$/u;

/** What is being typed before the caret. */
export function findTyping(filter: string, caret: number): Typing {
  const before = filter.slice(0, caret);
  const quote = /"((?:[^"\\]|\\.)*)$/.exec(before);
  const isQuoted = quote !== null && (before.match(/(?<!\\)"/g) ?? []).length % 2 === 1;
  const text = isQuoted ? quote[1]! : WORD.exec(before)![0];
  const from = caret - text.length - (isQuoted ? 1 : 0);
  const field = FIELD_BEFORE.exec(before.slice(0, from))?.[1];
  return field === undefined
    ? { kind: "field", field: "", text, from, to: caret }
    : { kind: "value", field, text, from, to: caret };
}

/** The filter with what was chosen in place of what was typed, and where the caret goes. */
export function complete(
  filter: string,
  { from, to }: Typing,
  chosen: string,
): { readonly filter: string; readonly caret: number } {
  const after = filter.slice(to).replace(/^"/, "");
  return { filter: filter.slice(0, from) + chosen + after, caret: from + chosen.length };
}

/** One of the conditions that a filter joins by `and`. */
export interface FilterPart {
  /** Without `not`. */
  readonly text: string;
  readonly isOut: boolean;
}

/** The conditions of a filter that are joined by `and` at its outermost; one where it is joined otherwise. */
export function splitFilter(filter: string): readonly FilterPart[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at < filter.length; at++) {
    const character = filter[at];
    if (character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth === 0 && /^ or /i.test(filter.slice(at, at + 4))) return [toPart(filter)];
    else if (depth === 0 && /^ and /i.test(filter.slice(at, at + 5))) {
      parts.push(filter.slice(from, at));
      from = at + 5;
      at += 4;
    }
  }
  return [...parts, filter.slice(from)].map(toPart).filter(({ text }) => text !== "");
}

function toPart(text: string): FilterPart {
  const plain = text.trim();
  const isOut = /^not /i.test(plain);
  return { text: isOut ? plain.slice(4).trim() : plain, isOut };
}

export const joinFilter = (parts: readonly FilterPart[]): string =>
  parts.map(({ text, isOut }) => (isOut ? `not ${text}` : text)).join(" and ");
