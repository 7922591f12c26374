import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import type { Citation, CitationKind } from "../answer/answer.ts";

/**
 * What stands for what while a model is asked. Findings, incidents and identities are named by short marks (`F1`, `I2`,
 * `A3`), by which the model cites them. With pseudonyms, texts leave only where they are our own words, times or known
 * shapes; all others leave as stand-ins (`person_1`), and sentences that logs took part in do not leave at all.
 */
export class Disguise {
  readonly #usesPseudonyms: boolean;
  readonly #marks = new Map<string, string>();
  readonly #citations = new Map<string, Citation>();
  readonly #standIns = new Map<string, string>();
  readonly #meant = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(usesPseudonyms: boolean) {
    this.#usesPseudonyms = usesPseudonyms;
  }

  /** The mark of something that can be cited. */
  markOf(citation: Citation): string {
    const key = `${citation.kind} ${citation.id}`;
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = this.#next(MARKS[citation.kind]).replace("_", "");
    this.#marks.set(key, mark);
    this.#citations.set(mark, citation);
    return mark;
  }

  findCitation(mark: string): Citation | null {
    return this.#citations.get(mark) ?? null;
  }

  /** What a tool gave, as the model gets it. */
  toModel(data: JsonObject, citations: readonly Citation[]): JsonObject {
    for (const citation of citations) this.markOf(citation);
    const hidden = this.#hide(data, []);
    return isJsonObject(hidden) ? hidden : {};
  }

  /** A sentence of a person, as the model gets it: names that are known and what looks like an address are hidden. */
  hideSentence(text: string, names: readonly string[]): string {
    if (!this.#usesPseudonyms) return text;
    let hidden = text;
    for (const name of names)
      if (name !== "") hidden = hidden.replaceAll(name, this.#standInOf(name, "person"));
    return hidden
      .replace(/[\w.+-]+@[\w-]+\.[\w.-]+|arn:[\w:/.@+=-]+/gi, (name) => this.#standInOf(name, "person"))
      .replace(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g, (address) =>
        this.#standInOf(address, "address"),
      );
  }

  /** What a model gives to a tool, as the tool needs it. */
  fromModel(value: unknown): unknown {
    if (typeof value === "string") {
      const text = value.replace(/^\[|\]$/g, "");
      return this.#citations.get(text)?.id ?? this.#meant.get(text) ?? value;
    }
    if (Array.isArray(value)) return value.map((item) => this.fromModel(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fromModel(item)]));
  }

  /** What a stand-in means; null: it stands for nothing. */
  meaningOf(standIn: string): string | null {
    return this.#meant.get(standIn) ?? null;
  }

  #hide(value: JsonValue, path: readonly string[]): JsonValue {
    if (typeof value === "string") return this.#hideText(value, path);
    if (Array.isArray(value)) return value.map((item) => this.#hide(item, path));
    if (!isJsonObject(value)) return value;
    const hidden: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      // Names of fields in an explanation may come from a log.
      const isOurs = !this.#usesPseudonyms || !path.includes("explanation");
      if (item !== undefined && isOurs) hidden[key] = this.#hide(item, [...path, toKey(key, value)]);
    }
    return hidden;
  }

  #hideText(text: string, path: readonly string[]): JsonValue {
    for (const kind of ["finding", "incident", "actor"] as const) {
      const mark = this.#marks.get(`${kind} ${text}`);
      if (mark !== undefined) return mark;
    }
    if (!this.#usesPseudonyms) return text;
    const kind = classify(path, text);
    if (kind === "ours") return text;
    return kind === "withheld" ? null : this.#standInOf(text, kind);
  }

  #standInOf(text: string, kind: string): string {
    const known = this.#standIns.get(text);
    if (known !== undefined) return known;
    const standIn = this.#next(kind);
    this.#standIns.set(text, standIn);
    this.#meant.set(standIn, text);
    return standIn;
  }

  #next(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}_${count}`;
  }
}

const MARKS: Readonly<Record<CitationKind, string>> = { finding: "F", incident: "I", actor: "A" };

/** A remedy's name is ours, an identity's is not. */
const toKey = (key: string, owner: JsonObject): string =>
  key === "name" && "contain" in owner ? "remedy" : key;

/** Fields whose texts are our own words, whatever was logged. */
const OURS: ReadonlySet<string> = new Set([
  "severity",
  "worst",
  "level",
  "kind",
  "kinds",
  "verdict",
  "detector",
  "detectors",
  "technique",
  "techniques",
  "tactic",
  "tactics",
  "direction",
  "by",
  "order",
  "outcome",
  "step",
  "type",
  "title",
  "csf",
  "category",
  "effort",
  "contain",
  "repair",
  "remedy",
  "reasons",
  "why",
  "needs",
  "action",
  "days",
  "day",
  "nothing",
]);
/** Sentences in which our words and a log's stand together. */
const WITHHELD: ReadonlySet<string> = new Set(["summary", "label", "notes"]);
const STAND_INS: Readonly<Record<string, string>> = {
  name: "person",
  id: "person",
  actor: "person",
  actors: "person",
  users: "person",
  identities: "person",
  address: "address",
  resource: "resource",
  account: "account",
  tool: "tool",
  error: "error",
  link: "link",
};
/** Instants, days, services with actions, regions and countries: shapes in which nobody can say anything. */
const PLAIN =
  /^(?:\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?|[a-z][a-z0-9-]{0,40}:[A-Za-z0-9]{1,60}|[a-z]{2}(?:-[a-z]+){1,3}-\d|[A-Z]{2})$/;

function classify(path: readonly string[], text: string): string {
  const key = path.at(-1) ?? "";
  if (OURS.has(key)) return "ours";
  if (WITHHELD.has(key)) return "withheld";
  const named = STAND_INS[key];
  if (named !== undefined) return named;
  if (PLAIN.test(text)) return "ours";
  // A value's kind is the name of the list in which it stands.
  const list = path.at(-2) ?? "";
  if (OURS.has(list) && list !== "action") return "ours";
  return STAND_INS[list] ?? "value";
}
