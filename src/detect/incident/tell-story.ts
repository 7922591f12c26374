import { type Actor, type EntityId, type FindingId, TACTICS } from "../../domain/index.ts";
import { clip, WORDS_MAX } from "../clip.ts";
import { toSpanText } from "../measure-words.ts";
import { isUsed } from "./adopt-tried.ts";
import { toAspect } from "./aspect.ts";
import { type ChapterName, chapterNameOf } from "./chapters.ts";
import { byTime, type Story } from "./split-stories.ts";
import type { Statement, StoryRoot } from "./statement.ts";
import { isBehaviour } from "./strength.ts";
import { tellDeed } from "./tell-deed.ts";

/** Deeds told in one sentence; the rest is counted. */
const DEEDS_MAX = 3;
/** Names of further identities, used in the course of the story, that are told. */
const NAMES_MAX = 4;
/** Countries that are named. */
const COUNTRIES_MAX = 3;

export interface Frame {
  /** Where the story began. */
  readonly root: StoryRoot;
  readonly at: number;
  readonly until: number;
  /** How strongly each finding speaks: the strongest are told. */
  readonly strengths: ReadonlyMap<FindingId, number>;
  /** True for identities that somebody made shortly before. */
  readonly isNew: (identity: EntityId) => boolean;
}

/** Sentences after the first one, each with the chapters that it tells and the words for each that has deeds. */
const SENTENCES: readonly (readonly (readonly [chapter: ChapterName | null, words: string])[])[] = [
  [
    ["way-in", "came in"],
    [null, "out of the ordinary"],
  ],
  [
    ["look", "looked around"],
    ["credentials", "took credentials"],
  ],
  [
    ["change", "changed"],
    ["cover", "covered it up"],
  ],
  [["end", "took or destroyed"]],
];

/**
 * A story in five sentences at the most: who, from where and when; how they came in, what they learned, what they
 * changed, what they took.
 */
export function tellStory(story: Story, frame: Frame): string {
  const told = story.filter(({ finding }) => finding.severity !== "info");
  const sentences = SENTENCES.flatMap((parts) => tellSentence(parts, told, frame));
  return [`${toWho(told, frame)}, ${toSpan(frame)}.`, ...sentences].join(" ");
}

function tellSentence(
  parts: (typeof SENTENCES)[number],
  told: readonly Statement[],
  frame: Frame,
): readonly string[] {
  const names = parts.map(([name]) => name);
  const statements = told.filter((one) => names.includes(toPart(one)));
  if (statements.length === 0) return [];
  const { chosen, more } = chooseDeeds(statements, frame);
  const own = parts
    .map(([name, words]) => ({ name, words, deeds: chosen.filter((one) => toPart(one) === name) }))
    .filter(({ deeds }) => deeds.length > 0);
  // What belongs to no part of an attack is told after what does.
  const isMixed = own.some(({ name }) => name === null);
  const text = isMixed
    ? own.map(({ words, deeds }) => `${words}: ${tellDeeds(deeds)}`).join(", and ")
    : `${own.map(({ words }) => words).join(" and ")}: ${tellDeeds(chosen)}`;
  const rest = more > 0 ? `; and ${more} more` : "";
  return [`${text.charAt(0).toUpperCase()}${text.slice(1)}${rest}.`];
}

/** What does not look like this identity at all is out of the ordinary, however it is tagged. */
const toPart = ({ finding }: Statement): ChapterName | null =>
  toAspect(finding) === "pattern" ? null : chapterNameOf(finding);

const tellDeeds = (deeds: readonly Statement[]): string => [...new Set(deeds.map(tellDeed))].join("; ");

/** The strongest few in the order in which they happened, and how many further ones there are. */
function chooseDeeds(
  statements: readonly Statement[],
  { strengths }: Frame,
): { readonly chosen: readonly Statement[]; readonly more: number } {
  const strengthOf = ({ finding }: Statement): number => strengths.get(finding.id) ?? 0;
  // What a rule says was done tells more than that it was new.
  const strongestFirst = [...statements].sort(
    (a, b) =>
      Number(isNewness(a)) - Number(isNewness(b)) ||
      strengthOf(b) - strengthOf(a) ||
      a.finding.at - b.finding.at,
  );
  const told = new Set<string>();
  const chosen: Statement[] = [];
  let more = 0;
  for (const one of strongestFirst) {
    if (told.has(one.finding.detector.id)) continue;
    told.add(one.finding.detector.id);
    if (chosen.some((other) => isToldBy(one, other))) continue;
    if (chosen.length < DEEDS_MAX) chosen.push(one);
    else more++;
  }
  return { chosen: chosen.sort(byTime), more };
}

/** Behaviour that says of a deed that it was new. */
const isNewness = ({ finding }: Statement): boolean =>
  isBehaviour(finding.detector.kind) && toAspect(finding) === "what";

/** True when all that the one speaks of is told by the other, or the other tells what it only calls new. */
function isToldBy(one: Statement, other: Statement): boolean {
  const events: ReadonlySet<string> = new Set(other.finding.events);
  const isKnown = (event: string): boolean => events.has(event);
  if (isNewness(one) && !isNewness(other)) return one.finding.events.some(isKnown);
  return one.finding.events.length <= other.finding.events.length && one.finding.events.every(isKnown);
}

function toWho(told: readonly Statement[], frame: Frame): string {
  const places = toPlaces(told);
  if (frame.root.kind === "address") {
    const country = toCountries(told.filter(({ root }) => root.id === frame.root.id));
    return `Somebody at ${clip(frame.root.address, WORDS_MAX)}${country}${toOthers(told, frame)}`;
  }
  const { actor } = frame.root;
  const name =
    actor.type === "unknown" ? "An identity that the log does not name" : clip(actor.name, WORDS_MAX);
  return `${name}${places}${toOthers(told, frame)}`;
}

/** Further identities, in the order in which they were used. */
function toOthers(told: readonly Statement[], { root, isNew }: Frame): string {
  const others = new Map<string, string>();
  for (const one of told) {
    const { actor } = one.first;
    // Whom an address tried is not who acted.
    if (!isUsed(one) || actor.id === root.id) continue;
    if (root.kind === "actor" && actor.name === root.actor.name) continue;
    others.set(actor.id, toIdentity(actor, isNew));
  }
  if (others.size === 0) return "";
  const names = [...others.values()];
  const more = names.length > NAMES_MAX ? `, and ${names.length - NAMES_MAX} more` : "";
  return `, then as ${names.slice(0, NAMES_MAX).join(", ")}${more}`;
}

function toIdentity(actor: Actor, isNew: Frame["isNew"]): string {
  const name = clip(actor.name, WORDS_MAX);
  const kind = actor.type === "role" ? "role " : actor.type === "user" && isNew(actor.id) ? "user " : "";
  if (isNew(actor.id)) return `the new ${kind}${name}`;
  return kind === "" ? name : `the ${kind}${name}`;
}

const PLACE = /^[0-9a-f.:]+$/i;

function toPlaces(told: readonly Statement[]): string {
  const addresses = new Set<string>();
  for (const { first } of told) {
    if (first.detail.address !== null && PLACE.test(first.detail.address))
      addresses.add(first.detail.address);
  }
  const [address] = addresses;
  if (address === undefined) return "";
  const where = addresses.size === 1 ? clip(address, WORDS_MAX) : `${addresses.size} addresses`;
  return ` from ${where}${toCountries(told)}`;
}

const COUNTRY_NAMES = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
const COUNTRY_CODE = /^[A-Z]{2}$/;

function toCountries(told: readonly Statement[]): string {
  const names = new Set<string>();
  for (const { first } of told) {
    const { country } = first.detail;
    if (country !== null)
      names.add(COUNTRY_CODE.test(country) ? (COUNTRY_NAMES.of(country) ?? country) : country);
  }
  if (names.size === 0) return "";
  const all = [...names];
  const more = all.length > COUNTRIES_MAX ? ", …" : "";
  return ` (${all.slice(0, COUNTRIES_MAX).join(", ")}${more})`;
}

function toSpan({ at, until }: Frame): string {
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return until - at < 30_000 ? `${when} UTC` : `${when} UTC, over ${toSpanText(until - at)}`;
}

/** Names of tactics for people, in the order given. */
export const toTacticNames = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id);
