import type { RegexFlags, RegexNode } from "./regex-node.ts";

/**
 * Classes as both engines understand them. A class inside brackets is written without its own.
 * `\s` is the six blanks of PCRE; ECMAScript's own `\s` has more.
 */
const CLASSES: Readonly<Record<string, string>> = { d: "0-9", w: "0-9A-Za-z_", s: "\\t\\n\\v\\f\\r " };
const CONTROLS: Readonly<Record<string, string>> = { t: "\\t", n: "\\n", r: "\\r", f: "\\f", v: "\\v" };
const SYNTAX = /[\\^$.*+?()[\]{}|/]/;
/** Groups inside of groups that this reader follows; deeper ones are for the linear engine alone. */
export const GROUPS_DEPTH_MAX = 50;

/** Not an error: the expression may still be good for the linear engine, which reads more. */
class Unreadable extends Error {}

/** The expression as a tree, or null when it uses anything beyond the common ground of the engines. */
export function parseRegex(source: string, flags: RegexFlags): RegexNode | null {
  const reader = new RegexReader(source, flags);
  try {
    return reader.readAll();
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

class RegexReader {
  readonly #chars: readonly string[];
  readonly #flags: RegexFlags;
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: RegexFlags) {
    this.#chars = Array.from(source);
    this.#flags = flags;
  }

  readAll(): RegexNode {
    const node = this.#readChoice();
    if (this.#at < this.#chars.length) throw new Unreadable();
    return node;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #take(): string {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new Unreadable();
    return char;
  }

  #readChoice(): RegexNode {
    if (++this.#depth > GROUPS_DEPTH_MAX) throw new Unreadable();
    const parts = [this.#readSequence()];
    while (this.#peek() === "|") {
      this.#at++;
      parts.push(this.#readSequence());
    }
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: "choice", parts };
  }

  #readSequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (let char = this.#peek(); char !== undefined && char !== "|" && char !== ")"; char = this.#peek()) {
      parts.push(this.#readQuantified());
    }
    return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
  }

  #readQuantified(): RegexNode {
    const part = this.#readAtom();
    const bounds = this.#readBounds();
    if (bounds === null) return part;
    if (part.kind === "assert") throw new Unreadable();
    // Whether a match exists does not depend on greed; possessive quantifiers do not exist in RE2.
    if (this.#peek() === "?") this.#at++;
    if (this.#readBounds() !== null) throw new Unreadable();
    return { kind: "repeat", part, ...bounds };
  }

  #readBounds(): { min: number; max: number } | null {
    const char = this.#peek();
    if (char === "*" || char === "+" || char === "?") {
      this.#at++;
      return { min: char === "+" ? 1 : 0, max: char === "?" ? 1 : Infinity };
    }
    if (char !== "{") return null;
    const match = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join(""));
    if (match === null) throw new Unreadable();
    this.#at += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === undefined ? Infinity : Number(match[3]);
    if (max < min) throw new Unreadable();
    return { min, max };
  }

  #readAtom(): RegexNode {
    const char = this.#take();
    switch (char) {
      case "(":
        return this.#readGroup();
      case "[":
        return { kind: "set", source: this.#readClass() };
      case ".":
        return { kind: "set", source: this.#flags.dotAll ? "[\\x{0}-\\x{10FFFF}]" : "[^\\n]" };
      case "^":
      case "$":
        return { kind: "assert", source: char };
      case "\\":
        return this.#readEscape();
      case "*":
      case "+":
      case "?":
      case "{":
      case "}":
      case "]":
        throw new Unreadable();
      default:
        return { kind: "set", source: escapeLiteral(char) };
    }
  }

  #readGroup(): RegexNode {
    if (this.#peek() === "?") {
      this.#at++;
      if (this.#take() !== ":") throw new Unreadable();
    }
    const node = this.#readChoice();
    if (this.#take() !== ")") throw new Unreadable();
    return node;
  }

  #readEscape(): RegexNode {
    const char = this.#take();
    if (char === "b" || char === "B") return { kind: "assert", source: `\\${char}` };
    const lower = char.toLowerCase();
    const members = CLASSES[lower];
    if (members !== undefined) return { kind: "set", source: `[${char === lower ? "" : "^"}${members}]` };
    return { kind: "set", source: this.#readPlainEscape(char) };
  }

  /** `\t`, `\x41`, `\.`: one character. Letters and digits without a meaning of ours are left to the linear engine. */
  #readPlainEscape(char: string): string {
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (char === "x") {
      const hex = this.#take() + this.#take();
      if (!/^[0-9a-f]{2}$/i.test(hex)) throw new Unreadable();
      return `\\x${hex}`;
    }
    if (/[0-9A-Za-z]/.test(char)) throw new Unreadable();
    return escapeLiteral(char);
  }

  #readClass(): string {
    let source = "[";
    if (this.#peek() === "^") source += this.#take();
    if (this.#peek() === "]") throw new Unreadable();
    let previous: string | null = null; // the single character before, which may begin a range
    for (let char = this.#take(); char !== "]"; char = this.#take()) {
      if (char === "[" && this.#peek() === ":") throw new Unreadable();
      if (char === "-" && previous !== null && this.#peek() !== "]") {
        const end = this.#readClassMember(this.#take());
        if (end.length > 1 && end.startsWith("\0")) throw new Unreadable();
        if (codeOf(end) < codeOf(previous)) throw new Unreadable();
        source += `-${end}`;
        previous = null;
        continue;
      }
      const member = this.#readClassMember(char);
      previous = member.startsWith("\0") ? null : member;
      source += member.replace("\0", "");
    }
    return `${source}]`;
  }

  /** A member; a whole class such as `\d` is marked by a leading NUL, because no range begins with it. */
  #readClassMember(char: string): string {
    if (char !== "\\") return /[\\\][^&~-]/.test(char) || SYNTAX.test(char) ? escapeLiteral(char) : char;
    const escaped = this.#take();
    const members = CLASSES[escaped];
    if (members !== undefined) return `\0${members}`;
    if (escaped === "-") return "\\-";
    return this.#readPlainEscape(escaped);
  }
}

/** A hyphen needs `\x2d`: outside brackets ECMAScript's `u` flag refuses the escape, and inside a bare one is a range. */
function escapeLiteral(char: string): string {
  if (char === "-") return "\\x2d";
  return SYNTAX.test(char) ? `\\${char}` : char;
}

function codeOf(member: string): number {
  if (!member.startsWith("\\")) return member.codePointAt(0)!;
  if (member.startsWith("\\x")) return Number.parseInt(member.slice(2), 16);
  const control = { t: 9, n: 10, v: 11, f: 12, r: 13 }[member[1]!];
  return control ?? member.codePointAt(1)!;
}
