import type { JsonValue } from "../../domain/index.ts";
import { clip, WORDS_MAX } from "../clip.ts";
import { isBytesField, toFieldWords, toSizeText } from "../measure-words.ts";
import type { Statement } from "./statement.ts";
import { isBehaviour } from "./strength.ts";

/** Characters of one name from a log, and of one deed, inside a story. */
export const NAME_IN_STORY_MAX = 60;
export const DEED_MAX = 140;

/** What one finding says was done, to stand in a list: its title and the numbers that measure it. */
export function tellDeed(one: Statement): string {
  const { finding } = one;
  const title = toLowerStart(finding.detector.title.replace(/\.$/, ""));
  if (isBehaviour(finding.detector.kind)) return toClauses(toPredicate(one) ?? title);
  const measures = [toObject(one), toMeasure(one), toRefused(one)].filter((text) => text !== "");
  return `${title}${measures.length === 0 ? "" : ` (${measures.join(", ")})`}`;
}

/** The part of a behaviour's sentence after the name: `called CreateUser, which …`; null: it is built otherwise. */
function toPredicate({ finding, first }: Statement): string | null {
  const name = `${clip(first.actor.name, WORDS_MAX)} `;
  const start = finding.summary.indexOf(name);
  return start < 0 ? null : finding.summary.slice(start + name.length).replace(/\.$/, "");
}

/** The clauses of a long sentence that fit: details stand in the finding itself. */
function toClauses(text: string): string {
  if (text.length <= DEED_MAX) return text;
  const end = Math.max(...CLAUSE_ENDS.map((mark) => text.lastIndexOf(mark, DEED_MAX)));
  if (end <= 0) return clip(text, DEED_MAX);
  const clauses = text.slice(0, end);
  // A clause inside brackets is none.
  const open = clauses.lastIndexOf(" (");
  return open > clauses.lastIndexOf(")") && open > 0 ? clauses.slice(0, open) : clauses;
}
const CLAUSE_ENDS = [", ", "; ", ": "] as const;

/** What a single call was made on. */
function toObject({ finding, first }: Statement): string {
  const { resource } = first.detail;
  return finding.events.length === 1 && resource !== null ? clip(resource, NAME_IN_STORY_MAX) : "";
}

function toMeasure({ finding }: Statement): string {
  const { value, fields, correlation } = finding.explanation;
  const [field] = toTexts(fields);
  const calls = finding.events.length > 1 ? `${finding.events.length} calls` : "";
  if (typeof value !== "number" || field === undefined) return calls;
  if (correlation === "value_sum") return isBytesField(field) ? toSizeText(value) : calls;
  const words = toFieldWords(field);
  return correlation === "value_count" && words !== field ? `${value} ${words}` : calls;
}

function toRefused({ finding, tally }: Statement): string {
  const refused = tally?.refused ?? 0;
  if (refused === 0) return "";
  return refused >= finding.events.length
    ? refused === 1
      ? "refused"
      : "all refused"
    : `${refused} refused`;
}

const toTexts = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** `Trail stopped` becomes `trail stopped`; names and abbreviations keep their capital: `IAM user`, `CloudTrail`. */
function toLowerStart(title: string): string {
  const word = /^\S*/.exec(title)![0];
  return /^[A-Z][a-z'-]*$/.test(word) && !PROPER_WORDS.has(word)
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title;
}
const PROPER_WORDS: ReadonlySet<string> = new Set([
  "Amazon",
  "Bedrock",
  "Detective",
  "Inspector",
  "Kubernetes",
  "Lightsail",
  "Macie",
  "Windows",
]);
