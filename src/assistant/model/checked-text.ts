import type { Block, Citation, Part } from "../answer/answer.ts";
import type { Claims } from "./check-claims.ts";
import type { Disguise } from "./disguise.ts";
import { addLine, readInline, readLine, toSentences } from "./read-markdown.ts";

/** A model's words while they come: each sentence is compared with what tools gave before anybody sees it. */
export class CheckedText {
  readonly #claims: Claims;
  readonly #disguise: Disguise;
  readonly #citations: Citation[] = [];
  #waiting = "";
  #blocks: readonly Block[] = [];
  #shown = 0;
  #struck = 0;

  constructor(claims: Claims, disguise: Disguise) {
    this.#claims = claims;
    this.#disguise = disguise;
  }

  get blocks(): readonly Block[] {
    return this.#blocks;
  }
  get citations(): readonly Citation[] {
    return this.#citations;
  }
  /** Sentences that named what no tool gave. */
  get struck(): number {
    return this.#struck;
  }
  get shown(): number {
    return this.#shown;
  }

  /** True: something new can be shown. */
  add(text: string): boolean {
    this.#waiting += text;
    const lines = this.#waiting.split("\n");
    this.#waiting = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
    return lines.length > 0;
  }

  finish(): void {
    this.#take(this.#waiting);
    this.#waiting = "";
  }

  /** What a model says before it looks at data is no answer. */
  clear(): void {
    this.#waiting = "";
    this.#blocks = [];
    this.#shown = 0;
    this.#struck = 0;
    this.#citations.length = 0;
  }

  #take(text: string): void {
    const line = readLine(text);
    if (line.kind === "blank") return;
    const parts = toSentences(line.text).flatMap((sentence, index) => this.#check(sentence, index > 0));
    this.#blocks = addLine(this.#blocks, line, parts);
  }

  #check(sentence: string, isFollowing: boolean): readonly Part[] {
    const hasUnknownMark = [...sentence.matchAll(/\[([FIA]\d{1,4})\]/g)].some(
      ([, mark]) => this.#disguise.findCitation(mark!) === null,
    );
    const hasUnknownName = [
      ...sentence.matchAll(/\b(?:person|address|resource|account|tool|error|value|link)_\d+\b/g),
    ].some(([name]) => this.#disguise.meaningOf(name) === null);
    if (hasUnknownMark || hasUnknownName || this.#claims.findUnfounded(sentence) !== null) {
      this.#struck++;
      return [];
    }
    this.#shown++;
    const parts = readInline(sentence, {
      cite: (mark) => this.#cite(mark),
      meaningOf: (standIn) => this.#disguise.meaningOf(standIn),
    });
    return isFollowing ? [{ kind: "text", text: " " }, ...parts] : parts;
  }

  #cite(mark: string): Part | null {
    const citation = this.#disguise.findCitation(mark);
    if (citation === null) return null;
    const known = this.#citations.indexOf(citation);
    if (known >= 0) return { kind: "cite", citation: known };
    this.#citations.push(citation);
    return { kind: "cite", citation: this.#citations.length - 1 };
  }
}
