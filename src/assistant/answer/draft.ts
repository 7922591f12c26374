import type { EpochMs } from "../../domain/index.ts";
import { cleanText } from "../clean-text.ts";
import type {
  Answer,
  Block,
  Chart,
  Citation,
  CitationKind,
  Column,
  Looked,
  Part,
  Shown,
  Table,
} from "./answer.ts";
import { toLink } from "./answer.ts";

/** What can stand in a sentence: a number is written with its thousands apart, a text of a log as a quotation. */
export type Told = string | number | Part | readonly Part[];

const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
export const formatNumber = (value: number): string => COUNT.format(value);

/** `1 finding`, `3 findings`. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): Part => ({
  kind: "text",
  text: `${formatNumber(count)} ${count === 1 ? noun : plural}`,
});

export const strong = (text: string): Part => ({ kind: "strong", text: cleanText(text) });
export const value = (text: string): Part => ({ kind: "value", text: cleanText(text) });
/** Words of our own. */
export const words = (text: string): Part => ({ kind: "text", text });

/** `2026-01-31 02:03`, UTC. */
export const timeOf = (at: EpochMs): Part => words(new Date(at).toISOString().slice(0, 16).replace("T", " "));

export function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB", "PB"];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 || amount >= 100 ? amount.toFixed(0) : amount.toFixed(1)} ${units[unit]!}`;
}
export const bytesOf = (bytes: number): Part => words(formatBytes(bytes));

/** A sentence: tell`${3} of ${value(name)}`. */
export function tell(texts: TemplateStringsArray, ...told: readonly Told[]): readonly Part[] {
  const parts: Part[] = [];
  for (const [index, text] of texts.entries()) {
    if (text !== "") parts.push(words(text));
    const one = told[index];
    if (one !== undefined) parts.push(...toParts(one));
  }
  return parts;
}

function toParts(told: Told): readonly Part[] {
  if (typeof told === "number") return [words(formatNumber(told))];
  if (typeof told === "string") return [words(cleanText(told))];
  return "kind" in told ? [told] : told;
}

/** `a, b and c`. */
export function listOf(items: readonly Told[]): readonly Part[] {
  return items.flatMap((item, index) => {
    const before = index === 0 ? [] : [words(index === items.length - 1 ? " and " : ", ")];
    return [...before, ...toParts(item)];
  });
}

/** What was written until now, and what it leads to. */
export type OnWords = (blocks: readonly Block[], citations: readonly Citation[]) => void;

/** An answer while it is written. Whoever listens hears each block as it stands. */
export class Draft {
  readonly #blocks: Block[] = [];
  readonly #citations: Citation[] = [];
  readonly #tables: Table[] = [];
  readonly #charts: Chart[] = [];
  readonly #notes: string[] = [];
  readonly #suggestions: string[] = [];
  readonly #shown: Shown[] = [];
  #looked: Looked = { from: null, to: null, counts: {} };
  readonly #onWords: OnWords;

  constructor(onWords: OnWords = () => {}) {
    this.#onWords = onWords;
  }

  /** A mark that leads to what a sentence is about. */
  cite(kind: CitationKind, id: string, label: string): Part {
    const known = this.#citations.findIndex((one) => one.kind === kind && one.id === id);
    if (known >= 0) return { kind: "cite", citation: known };
    this.#citations.push({ kind, id, label: cleanText(label, 80), link: toLink(kind, id) });
    return { kind: "cite", citation: this.#citations.length - 1 };
  }

  heading(text: string): void {
    this.#add({ kind: "heading", parts: [words(text)] });
  }

  paragraph(parts: readonly Part[]): void {
    this.#add({ kind: "paragraph", parts });
  }

  points(items: readonly (readonly Part[])[], isOrdered = false): void {
    if (items.length > 0) this.#add({ kind: "points", isOrdered, items });
  }

  #add(block: Block): void {
    this.#blocks.push(block);
    this.#onWords([...this.#blocks], [...this.#citations]);
  }

  table(table: Table): void {
    if (table.rows.length > 0) this.#tables.push(table);
  }

  chart(chart: Chart): void {
    if (chart.points.length > 0) this.#charts.push(chart);
  }

  /** A chart of which no point is meant more than the others. */
  bars(title: string, unit: string, points: Chart["points"]): void {
    this.chart({ title, unit, points, marked: null });
  }

  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text);
  }

  suggest(...questions: readonly string[]): void {
    for (const question of questions)
      if (!this.#suggestions.includes(question)) this.#suggestions.push(question);
  }

  /** In the order in which people would count them. */
  show(kind: CitationKind, ones: readonly { readonly id: string }[]): void {
    this.#shown.push(...ones.map(({ id }) => ({ kind, id })));
  }

  looked({ from, to, counts }: Looked): void {
    this.#looked = { from, to, counts: { ...this.#looked.counts, ...counts } };
  }

  finish(): Answer {
    return {
      blocks: this.#blocks,
      citations: this.#citations,
      tables: this.#tables,
      charts: this.#charts,
      looked: this.#looked,
      notes: this.#notes,
      suggestions: this.#suggestions.slice(0, SUGGESTIONS_MAX),
      shown: this.#shown.slice(0, SHOWN_MAX),
    };
  }
}

/** Columns of a table by their names, in this order. */
export const toColumns = (kinds: Readonly<Record<string, Column["kind"]>>): readonly Column[] =>
  Object.entries(kinds).map(([name, kind]) => ({ name, kind }));

const SUGGESTIONS_MAX = 4;
/** Things that a following question can point to by their number. */
const SHOWN_MAX = 20;
