import type { EpochMs } from "../../domain/index.ts";
import type { Shown } from "../answer/answer.ts";
import type { ActorRef, AssistantQueries, Period } from "../port.ts";
import { chooseIntent, type Intent, type Named } from "./intents.ts";
import { type Mentions, type Names, readNames } from "./read-names.ts";
import { readTime } from "./read-time.ts";
import { type Concept, readWords } from "./words.ts";

/** What a question is about besides its intent; null: it does not say. */
export interface Slots extends Mentions {
  readonly period: Period | null;
  /** How the period reads in a sentence. */
  readonly periodText: string | null;
  readonly hours: readonly number[] | null;
}

/** What the question before was about and showed: what a following one may leave unsaid. */
export interface Context {
  readonly intent: Intent;
  readonly slots: Slots;
  readonly shown: readonly Shown[];
}

export type Understood =
  | {
      readonly kind: "question";
      readonly intent: Intent;
      readonly slots: Slots;
      readonly isFollowing: boolean;
    }
  /** A name fits several identities. */
  | { readonly kind: "several"; readonly actors: readonly ActorRef[] }
  | { readonly kind: "nobody"; readonly name: string }
  | { readonly kind: "nothing"; readonly id: string }
  /** It asks to change something. */
  | { readonly kind: "command"; readonly verb: string }
  | { readonly kind: "not-understood" };

const FOLLOWING =
  /^(?:and|but|or|also|now|then|so|what about|how about|only|just|same|for|with|without|instead|ok(?:ay)?)\b/i;
const WHY =
  /^(?:(?:but|and|so) )?(?:why|how come|explain|because of what|what for)(?: (?:is|was|are|did|do))?(?: (?:that|this|it|so|the reason))?\s*[?!.]*$/i;
const ORDINAL =
  /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)|(?:number|no\.?|#) ?\d{1,2})(?: (?:one|of (?:them|these|those)|user|finding|incident|account|person|anomaly|in the list))?\s*[?!.]*$/i;
const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];
const PRONOUN =
  /\b(?:he|she|him|his|her|hers|they|them|their|(?:that|this|the same) (?:user|account|person|identity|actor|one|employee|role))\b/i;
const MORE = /^(?:show |give |tell )?(?:me )?(?:some )?more(?: of (?:them|these|that))?\s*[?!.]*$/i;
const COMMAND =
  /^(?:(?:please|now|can you|could you|would you|will you|go and|you should|i want you to)[, ]+)*(delete|remove|close|block|disable|mute|acknowledge|suspend|lock|reset|kill|revoke|quarantine|dismiss|assign|escalate|email|send|train|retrain|run|execute|drop|update|insert|create|add|ignore|forget)\b(?! (?:(?:an?|the|some|another|me) ){0,2}(?:\w+ )?(?:investigation|check|analysis|search|query|report|summary|comparison|review|overview|list)\b)/i;
/** Intents that a name, said after them, narrows. */
const TAKES_ACTOR: readonly Intent[] = [
  "findings",
  "incidents",
  "transfers",
  "timeline",
  "baseline",
  "actor",
  "remedies",
  "controls",
];
const TAKES_PLACE: readonly Intent[] = ["findings", "place"];
const OWN_WEIGHT_MIN = 5;

export interface UnderstandOptions {
  readonly queries: AssistantQueries;
  /** What relative times are relative to. */
  readonly asOf: EpochMs;
  readonly context: Context | null;
}

/** What a question asks. */
export async function understand(question: string, options: UnderstandOptions): Promise<Understood> {
  const { queries, asOf, context } = options;
  const command = COMMAND.exec(question)?.[1];
  if (command !== undefined) return { kind: "command", verb: command.toLowerCase() };
  if (context !== null) {
    const pointed = followPointer(question, context);
    if (pointed !== null) return pointed;
  }
  const names = await readNames(question, queries);
  const time = readTime(names.rest, asOf);
  const words = readWords(time.rest);
  const { period, text: periodText, hours } = time;
  const slots = meanActor(question, { ...names.mentions, period, periodText, hours }, context);
  const own = readOwn(question, { names, words: words.concepts, slots });
  if (names.actors.length > 0) return { kind: "several", actors: names.actors };
  if (names.nothing !== null) return { kind: "nothing", id: names.nothing };
  if (names.nobody !== null && names.mentions.region === null) return { kind: "nobody", name: names.nobody };
  if (context !== null && isFollowing(question, own?.weight ?? 0))
    return follow({ question, context, slots, own, concepts: words.concepts });
  if (own === null) return { kind: "not-understood" };
  return { kind: "question", intent: own.intent, slots, isFollowing: false };
}

/** "What did he do?": whoever was spoken of last. */
function meanActor(question: string, slots: Slots, context: Context | null): Slots {
  if (context === null || slots.actor !== null || !PRONOUN.test(question)) return slots;
  const shown = context.shown.find(({ kind }) => kind === "actor")?.id;
  const actor = context.slots.actor ?? (shown === undefined ? null : toPointed(shown));
  return actor === null ? slots : { ...slots, actor };
}

/** Known by its id alone; its name is looked up before the answer. */
const toPointed = (id: string): ActorRef => ({ id, name: id, type: "unknown" });

const isFollowing = (question: string, weight: number): boolean =>
  FOLLOWING.test(question) || PRONOUN.test(question) || weight === 0;

function readOwn(
  question: string,
  {
    names,
    words,
    slots,
  }: { readonly names: Names; readonly words: ReadonlySet<Concept>; readonly slots: Slots },
) {
  const said = new Set<Concept | Named>(words);
  const add = (named: Named, is: unknown): void => void (is !== null && is !== false && said.add(named));
  add("@actor", slots.actor ?? names.nobody);
  add("@region", slots.region);
  add("@country", slots.country);
  add("@hour", slots.hours);
  add("@period", slots.period);
  add("@finding", slots.finding);
  add("@incident", slots.incident);
  add("@severity", slots.minSeverity);
  add("@technique", slots.technique ?? slots.tactic);
  add("@action", slots.action ?? slots.service);
  add("@address", slots.address);
  // "Give me a hand" and "who" of a name are no users.
  if (/\bwhat can you\b|\bhelp\b|\bwhat (?:questions|do you)\b|\bhow do(?:es)? (?:i|this)\b/i.test(question))
    said.add("help");
  return chooseIntent(said);
}

export const NO_SLOTS: Slots = {
  period: null,
  periodText: null,
  hours: null,
  actor: null,
  region: null,
  country: null,
  minSeverity: null,
  tactic: null,
  technique: null,
  service: null,
  action: null,
  actionClass: null,
  address: null,
  finding: null,
  incident: null,
  limit: null,
};

/** "Why?", "show the second one", "more": about what was shown. */
function followPointer(question: string, { intent, slots, shown }: Context): Understood | null {
  if (MORE.test(question)) {
    const limit = Math.min(2 * (slots.limit ?? LIMIT_DEFAULT), LIMIT_MAX);
    return { kind: "question", intent, slots: { ...slots, limit }, isFollowing: true };
  }
  if (WHY.test(question)) return pointAt(shown[0], slots);
  const ordinal = question.length <= ORDINAL_QUESTION_MAX ? ORDINAL.exec(question)?.[1] : undefined;
  if (ordinal === undefined) return null;
  return pointAt(shown[toPlace(ordinal.toLowerCase(), shown.length)], slots);
}

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 50;
/** Longer questions that end with an ordinal are about something else. */
const ORDINAL_QUESTION_MAX = 60;

function toPlace(ordinal: string, length: number): number {
  if (ordinal === "last") return length - 1;
  const word = ORDINALS.indexOf(ordinal);
  return word >= 0 ? word : Number(/\d+/.exec(ordinal)?.[0] ?? 0) - 1;
}

function pointAt(one: Shown | undefined, { period, periodText }: Slots): Understood | null {
  if (one === undefined) return null;
  const kept = { ...NO_SLOTS, period, periodText };
  if (one.kind === "actor")
    return {
      kind: "question",
      intent: "actor",
      slots: { ...kept, actor: toPointed(one.id) },
      isFollowing: true,
    };
  const slots = one.kind === "finding" ? { ...NO_SLOTS, finding: one.id } : { ...NO_SLOTS, incident: one.id };
  return { kind: "question", intent: "explain", slots, isFollowing: true };
}

interface Following {
  readonly question: string;
  readonly context: Context;
  readonly slots: Slots;
  readonly own: ReturnType<typeof chooseIntent>;
  readonly concepts: ReadonlySet<Concept>;
}

/** What it says counts; what it leaves unsaid is as it was. */
function follow({ question, context, slots, own, concepts }: Following): Understood {
  const said = Object.values(slots).some((slot) => slot !== null);
  if (!said && own === null && concepts.size === 0 && !FOLLOWING.test(question))
    return { kind: "not-understood" };
  const intent = chooseFollowing({ context, slots, own, concepts });
  const merged: Slots = { ...context.slots, ...dropNull(slots) };
  // A place instead of another place, not both.
  const placed =
    slots.region !== null
      ? { ...merged, country: null }
      : slots.country !== null
        ? { ...merged, region: null }
        : merged;
  const isOther = intent !== context.intent;
  const carried = isOther
    ? {
        ...slots,
        period: placed.period,
        periodText: placed.periodText,
        actor: keepsActor(question, intent) ? placed.actor : slots.actor,
      }
    : placed;
  return { kind: "question", intent, slots: carried, isFollowing: true };
}

const keepsActor = (question: string, intent: Intent): boolean =>
  TAKES_ACTOR.includes(intent) && (PRONOUN.test(question) || FOLLOWING.test(question));

function chooseFollowing({ context, slots, own, concepts }: Omit<Following, "question">): Intent {
  const onlyNames = concepts.size === 0 || own === null || own.weight < OWN_WEIGHT_MIN;
  const narrowsClass = slots.actionClass !== null && context.intent === "findings";
  if (narrowsClass) return context.intent;
  if (!onlyNames) return own.intent;
  if (slots.actor !== null && !TAKES_ACTOR.includes(context.intent)) return "actor";
  if ((slots.region !== null || slots.country !== null) && !TAKES_PLACE.includes(context.intent))
    return "place";
  if (slots.finding !== null || slots.incident !== null) return "explain";
  return context.intent;
}

const dropNull = (slots: Slots): Partial<Slots> =>
  Object.fromEntries(Object.entries(slots).filter(([, slot]) => slot !== null));
