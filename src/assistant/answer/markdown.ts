import type { Answer, Block, Citation, Part } from "./answer.ts";

/** What Markdown would read as markup. */
const SPECIAL = /[\\`*_{}[\]<>()#+!|~]/g;
const escapeMarkup = (text: string): string => text.replace(SPECIAL, "\\$&");

/** The answer's words as Markdown; citations are numbers in brackets, listed at its end with their paths. */
export function toMarkdown({ blocks, citations, notes }: Answer): string {
  const lines = blocks.flatMap((block) => [toBlock(block), ""]);
  lines.push(...notes.map((note) => `_${escapeMarkup(note)}_\n`));
  if (citations.length > 0) lines.push(...citations.map(toReference));
  return `${lines.join("\n").trimEnd()}\n`;
}

function toBlock(block: Block): string {
  if (block.kind === "points")
    return block.items
      .map((item, index) => `${block.isOrdered ? `${index + 1}.` : "-"} ${toInline(item)}`)
      .join("\n");
  return block.kind === "heading" ? `### ${toInline(block.parts)}` : toInline(block.parts);
}

const toInline = (parts: readonly Part[]): string => parts.map(toPart).join("");

function toPart(part: Part): string {
  switch (part.kind) {
    case "text":
      return escapeMarkup(part.text);
    case "strong":
      return `**${escapeMarkup(part.text)}**`;
    case "value":
      return `\`${part.text.replaceAll("`", "'")}\``;
    case "cite":
      return ` \\[${part.citation + 1}\\]`;
  }
}

const toReference = ({ kind, id, label, link }: Citation, index: number): string =>
  `- \\[${index + 1}\\] ${kind} ${escapeMarkup(kind === "actor" ? label : id.slice(0, 12))}: ${escapeMarkup(label)} — \`${link}\``;
