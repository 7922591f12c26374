import {
  ACTION_CLASSES,
  type ActionClass,
  SEVERITIES,
  type Severity,
  TACTICS,
  toCurrentTechnique,
} from "../../domain/index.ts";
import type { ActorRef, AssistantQueries } from "../port.ts";
import { chooseIntent } from "./intents.ts";
import { readCountry } from "./read-country.ts";
import { isKnownWord, readWords } from "./words.ts";

/** What a question may name; null: it does not. */
export interface Mentions {
  readonly actor: ActorRef | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly minSeverity: Severity | null;
  readonly tactic: string | null;
  readonly technique: string | null;
  readonly service: string | null;
  readonly action: string | null;
  readonly actionClass: ActionClass | null;
  readonly address: string | null;
  readonly finding: string | null;
  readonly incident: string | null;
  readonly limit: number | null;
}

/** What a question names, and what only looks like a name. */
export interface Names {
  readonly mentions: Mentions;
  /** Several identities that one name fits; empty: none or one. */
  readonly actors: readonly ActorRef[];
  /** What looks like a name of somebody and is none that is known. */
  readonly nobody: string | null;
  /** What looks like an id and is none that is known. */
  readonly nothing: string | null;
  /** The question without what was named. */
  readonly rest: string;
}

const REGION =
  /\b(?:us|eu|ap|sa|ca|me|af|cn|il|mx)(?:-(?:gov|iso[a-z]?))?-(?:(?:north|south|east|west|central)+)-\d{1,2}\b/i;
const ADDRESS =
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/i;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/i;
const ID = /(?<![\w-])[0-9a-f]{8,64}(?![\w-])/i;
const SEVERITY =
  /\b(critical|high|medium|low|info(?:rmational)?)(?:[- ](?:or (?:above|higher|worse)|and (?:above|up)|plus))?[- ](?:severity|priority|level)?\s?(?=(?:finding|incident|alert|anomal|detection|case|one|severity|event)s?|severity\b)|\bseverity (?:is |of |at least )?(critical|high|medium|low|info)\b|\b(critical)\b/i;
const LIMIT =
  /\b(?:top|first|worst|best|latest|last|riskiest)[- ](\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twenty)\b(?! ?-?(?:min|hour|hr|h\b|day|d\b|night|week|wk|month|quarter|year))|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twenty)(?= (?:most|riskiest|worst|top|highest|biggest|users|people|accounts|identities|actors|findings|incidents|regions|countries|things))/i;
const LIMIT_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const LIMIT_MAX = 50;

const ACTION_CLASS_WORDS: Readonly<Record<ActionClass, RegExp>> = {
  download: /\bdownload/i,
  upload: /\bupload/i,
  login: /\b(?:log[- ]?ins?|logons?|sign[- ]?ins?|logged in|signed in)\b/i,
  logout: /\b(?:log[- ]?outs?|sign[- ]?outs?)\b/i,
  delete: /\b(?:delet|remov|destr)\w*/i,
  view: /\b(?:views?|reads?)\b/i,
  admin: /\badmin(?:istrative|istration)? (?:actions?|calls?|changes?)\b/i,
};

/** Finds what a question names, among what is stored. */
export async function readNames(question: string, queries: AssistantQueries): Promise<Names> {
  const text = new Rest(question);
  const ids = await readIds(text, queries);
  const technique = text.take(TECHNIQUE);
  const region = text.take(REGION);
  const address = text.take(ADDRESS);
  const tactic = text.takeBy(readTactic);
  const severity = SEVERITY.exec(text.rest);
  const limit = LIMIT.exec(text.rest);
  if (limit !== null) text.cut(limit[0].replace(/^(?:worst|riskiest|latest)[- ]/i, ""));
  const vocabulary = await queries.readVocabulary();
  const country = text.takeBy((rest) => readCountry(rest, vocabulary.countries));
  const known = readVocabulary(text, vocabulary);
  const people = await readActors(text, queries);
  return {
    mentions: {
      ...known,
      actor: people.actor,
      finding: ids.finding,
      incident: ids.incident,
      region: known.region ?? region?.toLowerCase() ?? null,
      country,
      minSeverity: toSeverity(severity),
      tactic,
      technique: technique === null ? null : toCurrentTechnique(technique),
      actionClass: ACTION_CLASSES.find((one) => ACTION_CLASS_WORDS[one].test(question)) ?? null,
      address,
      limit: limit === null ? null : toLimit(limit[1] ?? limit[2]!),
    },
    actors: people.actors,
    nobody: people.nobody,
    nothing: ids.nothing,
    rest: text.rest,
  };
}

/** What is left of a question. */
class Rest {
  rest: string;
  constructor(text: string) {
    this.rest = text;
  }
  take(pattern: RegExp): string | null {
    const found = pattern.exec(this.rest)?.[0] ?? null;
    if (found !== null) this.cut(found);
    return found;
  }
  takeBy(read: (rest: string) => { readonly value: string; readonly text: string } | null): string | null {
    const found = read(this.rest);
    if (found !== null) this.cut(found.text);
    return found?.value ?? null;
  }
  cut(text: string): void {
    this.rest = this.rest.replace(text, " ").replace(/ {2,}/g, " ").trim();
  }
}

async function readIds(
  text: Rest,
  queries: AssistantQueries,
): Promise<Pick<Mentions, "finding" | "incident"> & Pick<Names, "nothing">> {
  const id = ID.exec(text.rest)?.[0];
  const isId = id !== undefined && /\d/.test(id) && /[a-f\d]{8}/i.test(id);
  if (!isId) return { finding: null, incident: null, nothing: null };
  const asked = id.toLowerCase();
  const incident = (await queries.readIncident(asked))?.id ?? null;
  const finding = incident === null ? ((await queries.readFinding(asked))?.id ?? null) : null;
  // A number of twelve digits may be an account: that is no id of ours.
  const isUnknown = incident === null && finding === null && !/^\d+$/.test(id);
  if (incident !== null || finding !== null || isUnknown) text.cut(id);
  return { finding, incident, nothing: isUnknown ? id : null };
}

function readTactic(rest: string): { readonly value: string; readonly text: string } | null {
  for (const { id, name } of TACTICS) {
    // Said as a thing of its own: "exfiltration" alone asks for transfers.
    const found = new RegExp(`\\b(?:${id}|(?:tactic )${name}|${name} (?:tactic|techniques?))\\b`, "i").exec(
      rest,
    );
    if (found !== null) return { value: id, text: found[0] };
    if (!/ /.test(name)) continue;
    const plain = new RegExp(`\\b${name}\\b`, "i").exec(rest);
    if (plain !== null) return { value: id, text: plain[0] };
  }
  return null;
}

function toSeverity(match: RegExpExecArray | null): Severity | null {
  const said = (match?.[1] ?? match?.[2] ?? match?.[3])?.toLowerCase();
  return SEVERITIES.find((one) => said?.startsWith(one)) ?? null;
}

function toLimit(text: string): number {
  const word = text.toLowerCase();
  const count =
    word === "twenty" ? 20 : LIMIT_WORDS.includes(word) ? LIMIT_WORDS.indexOf(word) + 2 : Number(word);
  return Math.min(Math.max(count, 1), LIMIT_MAX);
}

const TOKEN = /[\p{L}\p{N}_.@:/+=-]+/gu;
const trim = (token: string): string => token.replace(/^[.:/+=-]+|[.:/+=-]+$/g, "").replace(/['’]s$/, "");

/** Regions, services and actions that are in the data, by their whole names. */
function readVocabulary(
  text: Rest,
  vocabulary: {
    readonly regions: readonly string[];
    readonly services: readonly string[];
    readonly actions: readonly string[];
  },
): Pick<Mentions, "region" | "service" | "action"> {
  const tokens = (text.rest.match(TOKEN) ?? []).map(trim);
  const find = (values: readonly string[]): string | null => {
    for (const token of tokens) {
      const lower = token.toLowerCase();
      if (token.length < 2 || isKnownWord(token)) continue;
      const value = values.find(
        (one) => one.toLowerCase() === lower || one.toLowerCase().endsWith(`:${lower}`),
      );
      if (value === undefined) continue;
      text.cut(token);
      return value;
    }
    return null;
  };
  return {
    region: find(vocabulary.regions),
    action: find(vocabulary.actions),
    service: find(vocabulary.services),
  };
}

/** Names that are looked up for one question. */
const LOOKUPS_MAX = 6;
/** Identities told of where a name fits several. */
const SEVERAL_MAX = 6;
const LOOKS_LIKE_NAME = /[_@\d]|[a-z]\.[a-z]|arn:/i;
/** `3am`, `24h`, `7d`, `2nd`, `2026-01-05`: words that say when, and nobody's name. */
const SAYS_WHEN =
  /^(?:\d{1,2}(?:[:.]\d{2}){0,2}(?:am|pm)?|\d{1,4}(?:h|hr|hrs|d|w|min|mins|am|pm)|\d{1,3}(?:st|nd|rd|th)|\d{4}-\d{2}(?:-\d{2})?(?:t[\d:.]+z?)?)$/i;
const AFTER_USER =
  /\b(?:user|account|identity|actor|employee|role|person|investigate)\s+(?:named |called |with the name )?["'“]?([\p{L}\p{N}_.@:/+=-]{2,})/iu;

/** From this weight on a question says by itself what it asks. */
const CLEAR_WEIGHT = 5;
const BEFORE_NAME =
  /^(?:user|account|identity|actor|employee|role|person|investigate|for|about|by|of|with|did|does|is|has|was|and)$/i;

/**
 * Whether a plain word is looked for among identities. Whoever makes an identity chooses its name: one that is called as a
 * word of a question must not change what the question asks.
 */
function mayBeName(question: string, tokens: readonly string[], at: number): boolean {
  const token = tokens[at]!;
  if (at > 0 && (/^\p{Lu}/u.test(token) || BEFORE_NAME.test(tokens[at - 1]!))) return true;
  return (chooseIntent(readWords(question).concepts)?.weight ?? 0) < CLEAR_WEIGHT;
}

async function readActors(
  text: Rest,
  queries: AssistantQueries,
): Promise<Pick<Mentions, "actor"> & Pick<Names, "actors" | "nobody">> {
  const quoted = [...text.rest.matchAll(/["“'`]([^"”'`]{2,80})["”'`]/g)].map(([, name]) => name!);
  const tokens = (text.rest.match(TOKEN) ?? []).map(trim).filter((token) => token.length >= 2);
  const strange = tokens.filter(
    (token) => LOOKS_LIKE_NAME.test(token) && !/^\d+$/.test(token) && !SAYS_WHEN.test(token),
  );
  const unknown = tokens.filter(
    (token, at) =>
      token.length >= 3 &&
      !isKnownWord(token) &&
      !strange.includes(token) &&
      !SAYS_WHEN.test(token) &&
      mayBeName(text.rest, tokens, at),
  );
  const pairs = unknown.slice(1).map((token, index) => `${unknown[index]!}.${token}`);
  const candidates = [...new Set([...quoted, ...strange, ...pairs, ...unknown])].slice(0, LOOKUPS_MAX);
  for (const candidate of candidates) {
    const found = await queries.searchActors(candidate, SEVERAL_MAX);
    if (found.length === 0) continue;
    text.cut(candidate);
    return found.length === 1
      ? { actor: found[0]!, actors: [], nobody: null }
      : { actor: null, actors: found, nobody: null };
  }
  const named = AFTER_USER.exec(text.rest)?.[1];
  const nobody =
    strange[0] ?? quoted[0] ?? (named === undefined || isKnownWord(trim(named)) ? null : trim(named));
  if (nobody !== null) text.cut(nobody);
  return { actor: null, actors: [], nobody };
}
