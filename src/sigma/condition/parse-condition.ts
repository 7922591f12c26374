import { CONDITION_CHARS_MAX, CONDITION_DEPTH_MAX } from "../limits.ts";
import type { Condition } from "./condition.ts";

export type ConditionResult =
  | { readonly kind: "ok"; readonly condition: Condition }
  | { readonly kind: "syntax"; readonly reason: string; readonly at: number }
  /** The part from `|` on: Sigma's old aggregations. */
  | { readonly kind: "aggregation"; readonly text: string; readonly at: number }
  | { readonly kind: "limit" };

/**
 * Reads a condition. From weakest to strongest binding: or, and, not, `x of`, parentheses.
 * Positions (`at`) are UTF-16 units from the start of the text.
 */
export function parseCondition(text: string): ConditionResult {
  if (text.length > CONDITION_CHARS_MAX) return { kind: "limit" };
  const reader = new ConditionReader(tokenize(text), text);
  try {
    return { kind: "ok", condition: reader.readAll() };
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.result;
    throw thrown;
  }
}

interface Word {
  readonly text: string;
  readonly at: number;
}

function tokenize(text: string): readonly Word[] {
  return [...text.matchAll(/[()|]|[^\s()|]+/g)].map((match) => ({ text: match[0], at: match.index }));
}

class Refusal extends Error {
  readonly result: ConditionResult;

  constructor(result: ConditionResult) {
    super("condition refused");
    this.result = result;
  }
}

const KEYWORDS = new Set(["and", "or", "not", "(", ")"]);
const isKeyword = (word: Word | undefined, keyword: string): boolean => word?.text.toLowerCase() === keyword;

class ConditionReader {
  readonly #words: readonly Word[];
  readonly #text: string;
  #index = 0;
  #depth = 0;

  constructor(words: readonly Word[], text: string) {
    this.#words = words;
    this.#text = text;
  }

  readAll(): Condition {
    const condition = this.#readOr();
    const rest = this.#words[this.#index];
    if (rest === undefined) return condition;
    if (rest.text === "|") {
      throw new Refusal({ kind: "aggregation", text: this.#text.slice(rest.at + 1).trim(), at: rest.at });
    }
    throw this.#refuse(
      rest.text === ")"
        ? "a parenthesis is closed that was never opened"
        : `${rest.text} stands where and, or or the end was expected`,
    );
  }

  #readOr(): Condition {
    return this.#readJoined("or", () => this.#readJoined("and", () => this.#readNot()));
  }

  #readJoined(keyword: "and" | "or", readPart: () => Condition): Condition {
    const parts = [readPart()];
    while (isKeyword(this.#words[this.#index], keyword)) {
      this.#index++;
      parts.push(readPart());
    }
    return parts.length === 1 ? parts[0]! : { kind: keyword, parts };
  }

  #readNot(): Condition {
    if (!isKeyword(this.#words[this.#index], "not")) return this.#readPrimary();
    this.#index++;
    return this.#nest(() => ({ kind: "not", part: this.#readNot() }));
  }

  #nest(read: () => Condition): Condition {
    if (++this.#depth > CONDITION_DEPTH_MAX) throw new Refusal({ kind: "limit" });
    const condition = read();
    this.#depth--;
    return condition;
  }

  #readPrimary(): Condition {
    const word = this.#words[this.#index];
    if (word === undefined)
      throw this.#refuse(this.#words.length === 0 ? "it is empty" : "it ends where a name was expected");
    if (word.text === "(") {
      this.#index++;
      const inner = this.#nest(() => this.#readOr());
      if (this.#words[this.#index]?.text !== ")") throw this.#refuse("a parenthesis is not closed");
      this.#index++;
      return inner;
    }
    if (word.text === "|" || KEYWORDS.has(word.text.toLowerCase())) {
      throw this.#refuse(`${word.text} stands where a name was expected`);
    }
    this.#index++;
    if (isKeyword(this.#words[this.#index], "of")) return this.#readOf(word);
    return { kind: "name", name: word.text, at: word.at };
  }

  #readOf(quantity: Word): Condition {
    const count = readQuantity(quantity.text);
    if (count === null)
      throw this.#refuseAt(
        quantity,
        `${quantity.text} of is no quantity: write 1 of, any of, all of or a number`,
      );
    this.#index++;
    const target = this.#words[this.#index];
    if (target === undefined || KEYWORDS.has(target.text.toLowerCase()) || target.text === "|") {
      throw this.#refuse("a pattern or them was expected after of");
    }
    this.#index++;
    const pattern = target.text.toLowerCase() === "them" ? null : target.text;
    return { kind: "of", count, pattern, text: `${quantity.text} of ${target.text}`, at: quantity.at };
  }

  #refuse(reason: string): Refusal {
    return this.#refuseAt(this.#words[this.#index], reason);
  }

  #refuseAt(word: Word | undefined, reason: string): Refusal {
    return new Refusal({ kind: "syntax", reason, at: word?.at ?? this.#text.length });
  }
}

function readQuantity(text: string): number | "all" | null {
  const lower = text.toLowerCase();
  if (lower === "all") return "all";
  if (lower === "any") return 1;
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}
