import type { Block, Part } from "../answer/answer.ts";
import { words } from "../answer/draft.ts";
import { cleanSpan, cleanText } from "../clean-text.ts";

/** A line of a model's Markdown: only what the subset knows; everything else is text. */
export type Line =
  | { readonly kind: "blank" }
  | { readonly kind: "heading" | "paragraph"; readonly text: string }
  | { readonly kind: "point"; readonly isOrdered: boolean; readonly text: string };

/** Characters of one line. */
const LINE_CHARS_MAX = 4000;

export function readLine(line: string): Line {
  const text = line
    .slice(0, LINE_CHARS_MAX)
    // A picture has nothing to say; a link keeps its words.
    .replace(/!\[[^\]]*\]\([^)]*\)/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<\/?[a-z][^>]*>/gi, " ")
    .trim();
  if (text === "" || /^(?:```|~~~|[-*_]{3,}$|\|?[-:| ]+\|?$)/.test(text)) return { kind: "blank" };
  const heading = /^#{1,6}\s+(.*)$/.exec(text)?.[1];
  if (heading !== undefined) return { kind: "heading", text: heading };
  const point = /^(?:([-*•])|(\d{1,3})[.)])\s+(.*)$/.exec(text);
  if (point !== null) return { kind: "point", isOrdered: point[2] !== undefined, text: point[3]! };
  return { kind: "paragraph", text: text.replace(/^>\s?/, "") };
}

/** Sentences, each with the space after it gone. */
export const toSentences = (text: string): readonly string[] =>
  text.split(/(?<=[.!?…][”"')\]*]{0,3})\s+(?=[\p{Lu}“"'([*`\d])/u).filter((sentence) => sentence !== "");

const INLINE =
  /\*\*([^*]{1,400})\*\*|`([^`]{1,400})`|\[?\b([FIA]\d{1,4})\b\]?|\b((?:person|address|resource|account|tool|error|value|link)_\d{1,4})\b/g;

export interface InlineMeanings {
  /** Null: the mark stands for nothing. */
  readonly cite: (mark: string) => Part | null;
  readonly meaningOf: (standIn: string) => string | null;
}

/** Bold, code, marks of citations and stand-ins; nothing else is markup. */
export function readInline(text: string, meanings: InlineMeanings): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push(words(cleanSpan(text.slice(end, match.index))));
    const [whole, bold, code, mark, standIn] = match;
    if (bold !== undefined) parts.push(...readInline(bold, meanings).map(toStrong));
    else if (code !== undefined) parts.push(...readInline(code, meanings).map(toValue));
    else if (mark !== undefined) parts.push(meanings.cite(mark) ?? words(whole));
    else if (standIn !== undefined)
      parts.push({ kind: "value", text: cleanText(meanings.meaningOf(standIn) ?? standIn) });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push(words(cleanSpan(text.slice(end))));
  return parts;
}

const toStrong = (part: Part): Part => (part.kind === "text" ? { kind: "strong", text: part.text } : part);
const toValue = (part: Part): Part => (part.kind === "text" ? { kind: "value", text: part.text } : part);

/** Adds a line to blocks: points that follow each other are one list. */
export function addLine(blocks: readonly Block[], line: Line, parts: readonly Part[]): readonly Block[] {
  if (line.kind === "blank" || parts.length === 0) return blocks;
  const last = blocks.at(-1);
  if (line.kind === "point") {
    if (last?.kind === "points" && last.isOrdered === line.isOrdered)
      return [...blocks.slice(0, -1), { ...last, items: [...last.items, parts] }];
    return [...blocks, { kind: "points", isOrdered: line.isOrdered, items: [parts] }];
  }
  return [...blocks, { kind: line.kind, parts }];
}
