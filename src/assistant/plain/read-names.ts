import type { ActionClass } from "../../domain/index.ts";
import type { ActorRef, AssistantQueries } from "../port.ts";
import { readCountry } from "./read-country.ts";
import { type Patterns, Rest, readActionClass, readPatterns } from "./read-patterns.ts";
import { isKnownWord, recognise } from "./recognise.ts";

/** What a question may name; null: it does not. */
export interface Mentions extends Patterns {
  readonly actor: ActorRef | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly service: string | null;
  readonly action: string | null;
  readonly actionClass: ActionClass | null;
  readonly finding: string | null;
  readonly incident: string | null;
}

/** What a question names, and what only looks like a name. */
export interface Names {
  readonly mentions: Mentions;
  /** Several identities that one name fits; empty: none or one. */
  readonly actors: readonly ActorRef[];
  /** A second identity, where two are named. */
  readonly other: ActorRef | null;
  /** What looks like a name of somebody and is none that is known. */
  readonly nobody: string | null;
  /** What looks like an id and is none that is known. */
  readonly nothing: string | null;
  /** The question without what was named. */
  readonly rest: string;
}

const ID = /(?<![\w-])[0-9a-f]{8,64}(?![\w-])/i;

/** Finds what a question names, among what is stored. */
export async function readNames(question: string, queries: AssistantQueries): Promise<Names> {
  const text = new Rest(question);
  const ids = await readIds(text, queries);
  const said = readPatterns(text);
  const vocabulary = await queries.readVocabulary();
  const country = text.takeBy((rest) => readCountry(rest, vocabulary.countries));
  const known = readVocabulary(text, vocabulary);
  const people = await readActors(text, queries);
  return {
    mentions: {
      ...said,
      ...known,
      actor: people.actor,
      finding: ids.finding,
      incident: ids.incident,
      region: known.region ?? said.region,
      country,
      actionClass: readActionClass(question),
    },
    actors: people.actors,
    other: people.other,
    nobody: people.nobody,
    nothing: ids.nothing,
    rest: text.rest,
  };
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

/** Known from questions that can't be answered, and always meant as what they are. */
const PRODUCTS = new Set(["cloudtrail", "guardduty", "iam", "kms", "s3", "sts", "ec2", "lambda", "rds"]);
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
      if (token.length < 2 || (isKnownWord(token) && !PRODUCTS.has(lower))) continue;
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

/** Between two marks that stand at the ends of words: the apostrophes of "I'm" and "how's" quote nothing. */
const QUOTED = /(?<![\p{L}\p{N}])["“'`‘]([^"”'`’]{2,80})["”'`’](?![\p{L}\p{N}])/gu;
/** Names that are looked up for one question. */
const LOOKUPS_MAX = 6;
/** Identities told of where a name fits several. */
const SEVERAL_MAX = 6;
const LOOKS_LIKE_NAME = /[_@\d]|[a-z]\.[a-z]|arn:/i;
/** `3am`, `24h`, `7d`, `2nd`, `2026-01-05`: words that say when, and nobody's name. */
const THING = /^[\p{L}\d]{2,}(?:-[\p{L}\d]{2,})+$/u;
const SAYS_WHEN =
  /^(?:[ap]\.m|\d{1,2}(?:[:.]\d{2}){0,2}(?:am|pm|[ap]\.m)?|\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{1,4}(?:h|hr|hrs|d|w|min|mins|am|pm)|\d{1,3}(?:st|nd|rd|th)|\d{4}-\d{2}(?:-\d{2})?(?:t[\d:.]+z?)?)$/i;
const AFTER_USER =
  /\b(?:user|account|identity|actor|employee|role|investigate)\s+(?:named |called |with the name )?["'“]?([\p{L}\p{N}_.@:/+=-]{2,})/iu;

/** From this share on a question says by itself what it asks. */
const CLEAR_SHARE = 0.6;
/** They make no sense without somebody. */
const OF_SOMEBODY: readonly string[] = ["actor", "timeline", "baseline"];
const BEFORE_NAME =
  /^(?:user|account|identity|actor|employee|role|person|investigate|for|about|by|of|with|did|does|is|has|was|and)$/i;

/**
 * Whether a plain word is looked for among identities. Whoever makes an identity chooses its name: one that is called as a
 * word of a question must not change what the question asks.
 */
function mayBeName(question: string, tokens: readonly string[], at: number): boolean {
  const token = tokens[at]!;
  if (at > 0 && (/^\p{Lu}/u.test(token) || BEFORE_NAME.test(tokens[at - 1]!))) return true;
  const { asking, share } = recognise(question, []);
  return share < CLEAR_SHARE || OF_SOMEBODY.includes(asking);
}

async function readActors(
  text: Rest,
  queries: AssistantQueries,
): Promise<Pick<Mentions, "actor"> & Pick<Names, "other" | "actors" | "nobody">> {
  const quoted = [...text.rest.matchAll(QUOTED)].map(([, name]) => name!);
  const tokens = (text.rest.match(TOKEN) ?? []).map(trim).filter((token) => token.length >= 2);
  const strange = tokens.filter(
    (token) => LOOKS_LIKE_NAME.test(token) && !/^\d+$/.test(token) && !SAYS_WHEN.test(token),
  );
  const isStranger = (token: string): boolean =>
    token.length >= 3 && !isKnownWord(token) && !strange.includes(token) && !SAYS_WHEN.test(token);
  const unknown = tokens.filter((token, at) => isStranger(token) && mayBeName(text.rest, tokens, at));
  const pairs = tokens.flatMap((token, at) =>
    at > 0 && isStranger(token) && isStranger(tokens[at - 1]!) ? [`${tokens[at - 1]!}.${token}`] : [],
  );
  const candidates = [...new Set([...quoted, ...strange, ...pairs, ...unknown])].slice(0, LOOKUPS_MAX);
  for (const candidate of candidates) {
    const found = await queries.searchActors(candidate, SEVERAL_MAX);
    if (found.length === 0) continue;
    text.cutName(candidate);
    const [first] = found;
    if (found.length > 1) return { actor: null, other: null, actors: found, nobody: null };
    const others = candidates.filter(
      (one) => [...strange, ...pairs].includes(one) && !shareWord(one, candidate),
    );
    return { actor: first!, other: await findOther(first!, others, queries), actors: [], nobody: null };
  }
  const named = AFTER_USER.exec(text.rest)?.[1];
  const thing = tokens.find((token) => THING.test(token) && !token.split("-").every(isKnownWord));
  const nobody =
    strange[0] ??
    quoted[0] ??
    (thing !== undefined && !isKnownWord(thing) && recognise(text.rest, []).share < CLEAR_SHARE
      ? thing
      : null) ??
    (named === undefined || isKnownWord(trim(named)) ? null : trim(named));
  if (nobody !== null) text.cut(nobody);
  return { actor: null, other: null, actors: [], nobody };
}

const shareWord = (one: string, other: string): boolean =>
  one.split(".").some((word) => other.split(".").includes(word));

/** Somebody else whom the question names as clearly. */
async function findOther(
  first: ActorRef,
  names: readonly string[],
  queries: AssistantQueries,
): Promise<ActorRef | null> {
  for (const name of names) {
    const [found, more] = await queries.searchActors(name, 2);
    if (found !== undefined && more === undefined && found.id !== first.id) return found;
  }
  return null;
}
