import { QueryProblem, type QuerySpan } from "./problems.ts";

/** A word of a query: its characters, each with whether it stands for itself (quoted or escaped). */
export interface Word extends QuerySpan {
  readonly characters: readonly WordCharacter[];
  readonly isQuoted: boolean;
}

export interface WordCharacter {
  readonly text: string;
  /** False: `*` and `?` are wildcards. */
  readonly isLiteral: boolean;
}

const OPERATORS = [">=", "<=", "!=", ">", "<", "=", ":"] as const;
export type Operator = (typeof OPERATORS)[number];

const NAME = /[\p{L}@_][\p{L}\p{N}_.@-]*/uy;
const SPACE = /\s/u;

/** Reads a query from left to right. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skipSpace(): void {
    while (this.at < this.text.length && SPACE.test(this.text[this.at]!)) this.at++;
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  /** Takes the character when it is next. */
  take(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** Takes `and`, `or`, `not` when it is the next word. */
  takeKeyword(keyword: string): boolean {
    this.skipSpace();
    const found = this.text.slice(this.at, this.at + keyword.length);
    if (found.toLowerCase() !== keyword || !this.isWordEnd(this.at + keyword.length)) return false;
    this.at += keyword.length;
    return true;
  }

  /** Takes `!` or `-` when a field or a bracket follows at once: `-country:DE`. */
  takeMinus(): boolean {
    this.skipSpace();
    const start = this.at;
    const isMinus = this.text[start] === "!" || this.text[start] === "-";
    if (!isMinus) return false;
    this.at = start + 1;
    const isNear = !SPACE.test(this.text[this.at] ?? " ");
    const isFollowed = isNear && (this.text[this.at] === "(" || this.takeField() !== null);
    this.at = isFollowed ? start + 1 : start;
    return isFollowed;
  }

  /** Whether one of the keywords is next, which stays there. */
  isBeforeKeyword(...keywords: readonly string[]): boolean {
    const start = this.at;
    const isThere = keywords.some((keyword) => this.takeKeyword(keyword));
    this.at = start;
    return isThere;
  }

  private isWordEnd(at: number): boolean {
    const next = this.text[at];
    return next === undefined || SPACE.test(next) || next === "(" || next === ")";
  }

  /** A field's name with the operator behind it; null, and nothing is taken: there is none here. */
  takeField(): { readonly name: string; readonly operator: Operator; readonly span: QuerySpan } | null {
    this.skipSpace();
    const start = this.at;
    NAME.lastIndex = start;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) return null;
    this.at = start + name.length;
    const operator = this.takeOperator();
    if (operator !== null) return { name, operator, span: { at: start, length: name.length } };
    this.at = start;
    return null;
  }

  private takeOperator(): Operator | null {
    this.skipSpace();
    const operator = OPERATORS.find((one) => this.text.startsWith(one, this.at)) ?? null;
    if (operator !== null) this.at += operator.length;
    return operator;
  }

  /** An operator alone, as in `severity:>=high`. */
  takeComparison(): Operator | null {
    const start = this.at;
    const operator = this.takeOperator();
    if (operator !== null && operator !== ":") return operator;
    this.at = start;
    return null;
  }

  /** A quoted text, or everything up to a space or a bracket. Throws QUERY_SYNTAX where there is none. */
  takeWord(expected: string): Word {
    this.skipSpace();
    if (this.text[this.at] === '"') return this.takeQuoted();
    const start = this.at;
    const characters: WordCharacter[] = [];
    while (this.at < this.text.length) {
      const character = this.nextCharacter();
      if (SPACE.test(character) || character === "(" || character === ")" || character === '"') break;
      if (character === "\\" && this.at + 1 < this.text.length) {
        this.at++;
        const escaped = this.nextCharacter();
        characters.push({ text: escaped, isLiteral: true });
        this.at += escaped.length;
        continue;
      }
      // A comma parts the values of a list.
      if (character === "," && (this.text[this.at + 1] ?? " ").trim() === "") break;
      characters.push({ text: character, isLiteral: character !== "*" && character !== "?" });
      this.at += character.length;
    }
    if (characters.length === 0) throw this.toProblem(expected);
    return { characters, isQuoted: false, at: start, length: this.at - start };
  }

  private takeQuoted(): Word {
    const start = this.at;
    const characters: WordCharacter[] = [];
    this.at++;
    while (this.at < this.text.length) {
      const character = this.nextCharacter();
      this.at += character.length;
      if (character === '"') return { characters, isQuoted: true, at: start, length: this.at - start };
      if (character !== "\\" || this.at >= this.text.length) {
        characters.push({ text: character, isLiteral: true });
        continue;
      }
      const escaped = this.nextCharacter();
      this.at += escaped.length;
      characters.push({ text: escaped, isLiteral: true });
    }
    throw this.toProblem("a closing quote");
  }

  private nextCharacter(): string {
    return String.fromCodePoint(this.text.codePointAt(this.at)!);
  }

  /** What is wrong at this place. */
  toProblem(expected: string): QueryProblem {
    this.skipSpace();
    const rest = this.text.slice(this.at);
    const word = /^(?:[\p{L}\p{N}_.@*-]{1,40}|.)/u.exec(rest)?.[0] ?? "";
    return new QueryProblem(
      "QUERY_SYNTAX",
      { at: this.at, length: Math.max(word.length, 1) },
      { found: word === "" ? "the end" : JSON.stringify(word), expected },
    );
  }
}
