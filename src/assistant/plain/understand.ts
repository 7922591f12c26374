import type { EpochMs } from "../../domain/index.ts";
import type { Shown } from "../answer/answer.ts";
import type { ActorRef, AssistantQueries, Period } from "../port.ts";
import { recogniseFitting } from "./fitting.ts";
import { type Intent, NAMED, type Named } from "./intents.ts";
import { type Mentions, type Names, readNames } from "./read-names.ts";
import { readTime } from "./read-time.ts";
import { countStrange } from "./recognise.ts";
import { readConcepts, toStem, toWords } from "./words.ts";

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
  /** Two identities at once. */
  | { readonly kind: "pair"; readonly actors: readonly ActorRef[] }
  | { readonly kind: "nobody"; readonly name: string }
  | { readonly kind: "nothing"; readonly id: string }
  /** It asks to change something. */
  | { readonly kind: "command"; readonly verb: string }
  /** It may ask one or the other. */
  | { readonly kind: "unsure"; readonly intents: readonly Intent[] }
  /** It asks who did not do something. */
  | { readonly kind: "negated" }
  | { readonly kind: "not-understood" };

const FOLLOWING =
  /^(?:and|but|or|also|now|then|so|what about|how about|only|just|same|for|with|without|instead|ok(?:ay)?|(?:limit|narrow|restrict|filter)(?: (?:that|this|it|them))?(?: down)? (?:to|by|on))\b/i;
const WHY =
  /^(?:(?:but|and|so|ok|hm+) )?(?:why|how come|explain|because of what|what for)(?: (?:is|was|are|did|do))?(?: (?:that|this|it|so|the reason)(?: one)?)?(?: (?:raised|flagged|found|reported|made|there|on the list|in here))?(?: (?:so|too|this|that))?(?: (?:bad|high|grave|serious|critical|severe|risky|important|worrying|dangerous|suspicious))?\s*[?!.]*$/i;
/** Said after what is asked. */
const POLITE = /[, ]+(?:please|pls|plz|thanks|thx|then|now|though)(?=\s*[?!.]*$)/i;
const ORDINAL =
  /(?:(?:^|\b(?:the|that|and|about|show|explain|open|why|investigate) )(?=[a-z])|(?=\b\d|\bn|#))(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)|(?:number|no\.?|#) ?\d{1,2})(?: (?:one|of (?:them|these|those)|user|finding|incident|account|person|anomaly|in the list))?\s*[?!.]*$/i;
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
  /\b(?:he|she|him|his|her|hers|(?:that|this|the same) (?:user|account|person|identity|actor|one|employee|role))\b/i;
/** Of somebody spoken of before, or of the people that the question itself speaks of. */
const PLURAL_PRONOUN = /\b(?:they|them|their)\b/i;
const MORE = /^(?:show |give |tell )?(?:me )?(?:some )?more(?: of (?:them|these|that))?\s*[?!.]*$/i;
const COMMAND =
  /^(?:(?:please|now|can you|could you|would you|will you|go and|you should|i want you to)[, ]+)*(delete|remove|close|block|disable|mute|acknowledge|suspend|lock|reset|kill|revoke|quarantine|dismiss|assign|escalate|email|send|train|retrain|run|execute|drop|update|insert|create|add|ignore|forget)\b(?! (?:(?:an?|the|some|another|me) ){0,2}(?:\w+ )?(?:investigation|check|analysis|search|query|report|summary|comparison|review|overview|list)\b)/i;
/** Who did not do something: what was not done stands in no log. */
const NEGATED =
  /\b(?:who|which (?:of (?:them|these|us) )?(?:users?|people|persons?|accounts?|identit(?:y|ies)|employees?|roles?)|(?:any|every|some)(?:one|body)|(?:list|show|all|any|the) (?:me )?(?:all |the )?(?:users|people|accounts|identities))\b[^.?!,]*?\b(?:did(?:n['’]?t| not)|do(?:es)?(?:n['’]?t| not)|ha(?:s|ve|d)(?:n['’]?t| not)|(?:is|are|was|were)(?:n['’]?t| not) (?:using|logging|signing)|never|without|lacks?|lacking|with no)\b/i;
/** Said with a not, and asking for what is unusual or not looked at. */
const NEGATED_ANSWERED =
  /\b(?:before|usual(?:ly)?|normal(?:ly)?|typical(?:ly)?|expect(?:ed)?|ordinar(?:y|ily)|fit|looks?|looked|behav\w+|belong|match|seem|know|understand|trust|like|should|supposed|allowed|have (?:any )?business|add up|make sense|verdict|permission|hesitation|doubt)\b/i;
/** Intents that a name, said after them, narrows. */
const TAKES_ACTOR: readonly Intent[] = [
  "findings",
  "incidents",
  "transfers",
  "timeline",
  "activity",
  "baseline",
  "actor",
  "remedies",
  "controls",
  "techniques",
  "statistics",
];
const TAKES_PLACE: readonly Intent[] = ["findings", "place", "activity"];
/** From this share on it is answered; below, whoever asks is asked back. */
const SURE_SHARE_MIN = 0.4;
/** So much more for each of the first words that are not known: the question may be about just that. */
const SURE_SHARE_OF_STRANGE = 0.15;
const STRANGE_COUNTED_MAX = 2;
/** From this part of the likeliest one's share on a second one may be meant as well. */
const NEARLY_AS_LIKELY = 0.6;
/** From this share on what follows is a question of its own. */
const OWN_SHARE_MIN = 0.5;
/** Intents named when it is asked back. */
const UNSURE_TOLD_MAX = 3;

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
    const pointed = followPointer(question.replace(POLITE, ""), context);
    if (pointed !== null) return pointed;
  }
  const names = await readNames(question, queries);
  const time = readTime(names.rest, asOf);
  const { period, text: periodText, hours } = time;
  const points = pointsBack(question, time.rest);
  const own = { ...names.mentions, period, periodText, hours };
  const slots = points ? meanActor(own, context) : own;
  const asked = read(time.rest, names, slots);
  if (NEGATED.test(question) && !NEGATED_ANSWERED.test(question)) return { kind: "negated" };
  if (names.other !== null && slots.actor !== null && asked.intent !== null)
    return { kind: "pair", actors: [slots.actor, names.other] };
  if (names.actors.length > 0) return { kind: "several", actors: names.actors };
  if (names.nothing !== null) return { kind: "nothing", id: names.nothing };
  if (names.nobody !== null && names.mentions.region === null) return { kind: "nobody", name: names.nobody };
  const isFollowing = points || asked.fragment >= OWN_SHARE_MIN || FOLLOWING.test(question);
  if (context !== null && isFollowing) return follow({ question, context, slots, asked });
  const bare = asked.fragment >= OWN_SHARE_MIN || time.rest.trim() === "" ? meanByName(slots) : null;
  if (bare !== null) return { kind: "question", intent: bare, slots, isFollowing: false };
  if (asked.intent === null) return { kind: "not-understood" };
  if (!isSure(asked, countStrange(time.rest))) return { kind: "unsure", intents: asked.likely };
  return { kind: "question", intent: asked.intent, slots, isFollowing: false };
}

/** What a name alone asks for, without any question before it; null: it names nothing that stands for a question. */
function meanByName({ actor, period, address, action, service, ...slots }: Slots): Intent | null {
  if (actor !== null) return period === null ? "actor" : "timeline";
  if (address !== null || action !== null || service !== null) return "activity";
  if (slots.region !== null || slots.country !== null) return "place";
  return slots.technique !== null || slots.tactic !== null || slots.minSeverity !== null ? "findings" : null;
}

/** Whether it is clear enough to be answered: a wrong answer is worse than asking back. */
function isSure({ share, second }: Read, strange: number): boolean {
  const needed = SURE_SHARE_MIN + SURE_SHARE_OF_STRANGE * Math.min(strange, STRANGE_COUNTED_MAX);
  return share >= needed && second < NEARLY_AS_LIKELY * share;
}

/** Whether it speaks of somebody without saying who. */
function pointsBack(question: string, rest: string): boolean {
  if (PRONOUN.test(question)) return true;
  if (!PLURAL_PRONOUN.test(question)) return false;
  const concepts = readConcepts(rest, toWords(rest).map(toStem));
  return !concepts.has("user") && !concepts.has("who");
}

/** "What did he do?": whoever was spoken of last. */
function meanActor(slots: Slots, context: Context | null): Slots {
  if (context === null || slots.actor !== null) return slots;
  const shown = context.shown.find(({ kind }) => kind === "actor")?.id;
  const actor = context.slots.actor ?? (shown === undefined ? null : toPointed(shown));
  return actor === null ? slots : { ...slots, actor };
}

/** Known by its id alone; its name is looked up before the answer. */
const toPointed = (id: string): ActorRef => ({ id, name: id, type: "unknown" });

/** What a question asks by itself. */
interface Read {
  /** Null: nothing that can be answered. */
  readonly intent: Intent | null;
  /** Of all that can be asked by itself; 0 to 1. */
  readonly share: number;
  /** Of what comes next. */
  readonly second: number;
  readonly likely: readonly Intent[];
  /** Whether it has words that say what is asked, besides what it names. */
  readonly saysWhat: boolean;
  /** How much it looks like a part of what was asked before; 0 to 1. */
  readonly fragment: number;
}

function read(rest: string, names: Names, slots: Slots): Read {
  const is: Readonly<Record<Named, boolean>> = {
    "@actor": slots.actor !== null || names.nobody !== null,
    "@region": slots.region !== null,
    "@country": slots.country !== null,
    "@hour": slots.hours !== null,
    "@period": slots.period !== null,
    "@finding": slots.finding !== null,
    "@incident": slots.incident !== null,
    "@severity": slots.minSeverity !== null,
    "@technique": slots.technique !== null || slots.tactic !== null,
    "@action": slots.action !== null || slots.service !== null,
    "@address": slots.address !== null,
    "@class": slots.actionClass !== null,
    "@limit": slots.limit !== null,
  };
  const shares = recogniseFitting(
    rest,
    NAMED.filter((one) => is[one]),
  );
  const fragment = shares.find(({ kind }) => kind === "fragment")!.share;
  const alone = shares.filter(({ kind }) => kind !== "fragment");
  const [first] = alone;
  const likely = alone.flatMap(({ kind }) => (kind === "none" || kind === "fragment" ? [] : [kind]));
  return {
    intent: first!.kind === "none" ? null : likely[0]!,
    share: first!.share / (1 - fragment),
    second: (alone[1]?.share ?? 0) / (1 - fragment),
    likely: likely.slice(0, UNSURE_TOLD_MAX),
    saysWhat: readConcepts(rest, toWords(rest).map(toStem)).size > 0,
    fragment,
  };
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
  readonly asked: Read;
}

/** What it says counts; what it leaves unsaid is as it was. */
function follow({ question, context, slots, asked }: Following): Understood {
  const said = Object.values(slots).some((slot) => slot !== null);
  if (!said && asked.intent === null) return { kind: "not-understood" };
  const intent = chooseFollowing({ context, slots, asked });
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

function chooseFollowing({ context, slots, asked }: Omit<Following, "question">): Intent {
  const narrowsClass = slots.actionClass !== null && context.intent === "findings";
  if (narrowsClass) return context.intent;
  const isOwn = asked.saysWhat && asked.share >= OWN_SHARE_MIN && asked.fragment < OWN_SHARE_MIN;
  if (asked.intent !== null && isOwn) return asked.intent;
  if (slots.actor !== null && !TAKES_ACTOR.includes(context.intent)) return "actor";
  if ((slots.region !== null || slots.country !== null) && !TAKES_PLACE.includes(context.intent))
    return "place";
  if (slots.finding !== null || slots.incident !== null) return "explain";
  return context.intent;
}

const dropNull = (slots: Slots): Partial<Slots> =>
  Object.fromEntries(Object.entries(slots).filter(([, slot]) => slot !== null));
