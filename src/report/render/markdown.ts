import {
  type Block,
  type Column,
  type Inline,
  type ReportDocument,
  type Step,
  type Text,
  toPlainText,
} from "../document/document.ts";
import { toMoment, toTime } from "../document/words.ts";
import { showUnseen } from "../html.ts";
import { MARKS } from "./html-document.ts";

/** A report as Markdown (CommonMark with the tables of GitHub). Pictures stay out: tables beside them say the same. */
export function toMarkdown(report: ReportDocument): string {
  const { severity } = report;
  const parts = [
    `# ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.subtitle),
    toFacts([
      ...(severity === null ? [] : [["Severity", [{ kind: "severity", severity }]] as const]),
      ...report.facts.filter(([name]) => name !== "Severity"),
    ]),
    ...report.sections.map(({ title, blocks }) =>
      [`## ${escapeMarkdown(title)}`, ...blocks.map((block) => renderBlock(block, 3))]
        .filter((text) => text !== "")
        .join("\n\n"),
    ),
    "---",
    `${escapeMarkdown(report.name)}, made by Gait ${escapeMarkdown(report.version)} on ${toMoment(report.generatedAt)}. All times are UTC unless they say otherwise.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Characters that begin something in Markdown wherever they stand. */
const SPECIAL = /[\\`*[\]<|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#|\p{L})/gu;
/** Those that begin something at the beginning. */
const LEADING = /^(?:[#>+=-]|\d+(?=[.)](?:\s|$)))/;
/** What GitHub makes a link, or a call to somebody, of without any mark. */
const LINKED = /:(?=\/\/)|(?<=\bwww)\.|(?<![\p{L}\p{N}._-])@/giu;

/** Text from anywhere as text in Markdown: no markup, no link, nothing unseen, on one line. */
export const escapeMarkdown = (text: string): string =>
  showUnseen(text)
    .replace(/\s*[\n\t]+\s*/g, " ")
    .trim()
    .replace(SPECIAL, "\\$&")
    .replace(LINKED, (char) => `&#${char.codePointAt(0)};`)
    .replace(LEADING, (begin) => (/^\d/.test(begin) ? `${begin}\\` : `\\${begin}`));

type BlockOf<K extends Block["kind"]> = Extract<Block, { readonly kind: K }>;

function renderBlock(block: Block, level: number): string {
  switch (block.kind) {
    case "text":
      return `${block.tone === "quote" || block.tone === "warning" ? "> " : ""}${toText(block.text)}`;
    case "list":
      return block.items
        .map((item, index) => `${block.isOrdered === true ? `${index + 1}.` : "-"} ${toText(item)}`)
        .join("\n");
    case "facts":
      return toFacts(block.rows);
    case "table":
      return toTable(block);
    case "figure":
      return "";
    case "parts":
      return toParts(block);
    case "steps":
      return block.steps.map(toStep).join("\n\n");
    case "group":
      return [
        `${"#".repeat(level)} ${toText(block.title)}`,
        ...block.blocks.map((inner) => renderBlock(inner, level + 1)),
      ]
        .filter((text) => text !== "")
        .join("\n\n");
    case "raw":
      return `${toText(block.caption)}\n\n${toFence(block.text)}`;
    default:
      return block satisfies never;
  }
}

const toFacts = (rows: readonly (readonly [name: string, value: Text])[]): string =>
  rows.map(([name, value]) => `- **${escapeMarkdown(name)}:** ${toText(value)}`).join("\n");

function toTable({ columns, rows, leftOut, caption }: BlockOf<"table">): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = ({ isNumeric }: Column): string => (isNumeric === true ? "---:" : "---");
  const table = [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(rule)),
    ...rows.map((row) => line(row.map(toText))),
  ].join("\n");
  const before = caption === undefined ? "" : `${escapeMarkdown(caption)}:\n\n`;
  return `${before}${table}${leftOut === null ? "" : `\n\n${escapeMarkdown(leftOut)}`}`;
}

const toParts = ({ rows, sum }: BlockOf<"parts">): string =>
  `${toTable({
    kind: "table",
    columns: [{ title: "What contributed" }, { title: "How much", isNumeric: true }],
    rows: rows.map(({ words, shown }) => [words, shown]),
    leftOut: null,
  })}\n\n${toText(sum)}`;

const toStep = ({ number, at, severity, title, text, notes }: Step): string =>
  [
    `**${number}. ${toTime(at)}** ${MARKS[severity]} ${severity} — **${escapeMarkdown(title)}**  `,
    toText(text),
    ...notes.map((note) => `*${toText(note)}*`),
  ].join("\n\n");

const toText = (text: Text): string =>
  typeof text === "string" ? escapeMarkdown(text) : text.map(toInline).join("").trim();

function toInline(inline: Inline): string {
  // What stands around it keeps its spaces.
  if (typeof inline === "string")
    return `${/^\s/.test(inline) ? " " : ""}${escapeMarkdown(inline)}${/\S\s+$/.test(inline) ? " " : ""}`;
  if (inline.kind === "severity") return `${MARKS[inline.severity]} ${inline.severity}`;
  if (inline.kind === "code") return toCode(inline.text);
  if (inline.kind === "strong") return `**${escapeMarkdown(inline.text)}**`;
  return escapeMarkdown(toPlainText(inline.text));
}

/** Text between backticks, one more than stand in it; a bar would end the cell of a table. */
function toCode(text: string): string {
  const shown = showUnseen(text).replace(/\s+/g, " ").replaceAll("|", "¦");
  const ticks = "`".repeat(longestRun(shown) + 1);
  return shown === "" ? "" : `${ticks}${/^[` ]|[` ]$/.test(shown) ? ` ${shown} ` : shown}${ticks}`;
}

/** A fence that nothing in the text can close. */
function toFence(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${showUnseen(text)}\n${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
