import { type Actor, type EpochMs, type Finding, severityRank, TACTICS } from "../../domain/index.ts";
import { clip, WORDS_MAX } from "../clip.ts";
import type { Detected } from "../finding/evidence.ts";

/** Parts of a story in the order in which attackers work, with the tactics that belong to each. */
const CHAPTERS: readonly { readonly words: string; readonly tactics: readonly string[] }[] = [
  { words: "Came in", tactics: ["TA0001", "TA0043", "TA0042"] },
  { words: "Looked around", tactics: ["TA0007"] },
  { words: "Took credentials", tactics: ["TA0006"] },
  { words: "Changed", tactics: ["TA0002", "TA0003", "TA0004", "TA0008", "TA0011"] },
  { words: "Covered it up", tactics: ["TA0005", "TA0112"] },
  { words: "Took or destroyed", tactics: ["TA0009", "TA0010", "TA0040"] },
];
/** Titles told of one chapter; the rest is counted. */
const TITLES_MAX = 3;

/** Names of further identities, used in the course of the story, that are told. */
const NAMES_MAX = 4;

interface Frame {
  /** The identity with which the story began. */
  readonly root: Actor;
  readonly at: EpochMs;
  readonly until: EpochMs;
}

/** A story in order: how they came in, what they learned, what they changed, what they took. */
export function tellStory(story: readonly Detected[], frame: Frame): string {
  const { root } = frame;
  const used = new Set(story.map((one) => clip(one.first.actor.name, WORDS_MAX)));
  const names = [...used].filter((name) => name !== clip(root.name, WORDS_MAX));
  const more = names.length > NAMES_MAX ? ", …" : "";
  const others = names.length === 0 ? "" : ` (as ${names.slice(0, NAMES_MAX).join(", ")}${more})`;
  const who = root.type === "unknown" ? "An identity that the log does not name" : clip(root.name, WORDS_MAX);
  const telling = story.map((one) => one.finding).filter((finding) => finding.severity !== "info");
  const chapters = CHAPTERS.flatMap(({ words, tactics }) => {
    const titles = toTitles(telling.filter((finding) => belongsTo(finding, tactics)));
    return titles === "" ? [] : [`${words}: ${titles}.`];
  });
  const untold = toTitles(telling.filter((finding) => finding.attack.length === 0));
  if (untold !== "") chapters.push(`Also: ${untold}.`);
  return `${who}${others}, ${toSpan(frame)}. ${chapters.join(" ")}`;
}

/** A finding is told once, in the chapter of its first tactic. */
function belongsTo(finding: Finding, tactics: readonly string[]): boolean {
  const first = finding.attack[0];
  return first !== undefined && tactics.includes(first.tactic);
}

function toTitles(findings: readonly Finding[]): string {
  const worstFirst = [...findings].sort(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || a.at - b.at,
  );
  const titles = [...new Set(worstFirst.map((finding) => finding.detector.title.replace(/\.$/, "")))];
  const rest = titles.length - TITLES_MAX;
  return titles.slice(0, TITLES_MAX).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}

function toSpan({ at, until }: Frame): string {
  const minutes = Math.round((until - at) / 60_000);
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  if (minutes < 1) return `${when} UTC`;
  if (minutes < 120) return `${when} UTC, over ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  return `${when} UTC, over ${Math.round(minutes / 60)} hours`;
}

/** Names of tactics for people, in the order given. */
export const toTacticNames = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id);
