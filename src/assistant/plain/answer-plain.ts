import { DAY_MS, type EpochMs } from "../../domain/index.ts";
import type { Answer } from "../answer/answer.ts";
import { Draft, listOf, type OnWords, tell, value, words } from "../answer/draft.ts";
import { cleanText } from "../clean-text.ts";
import type { ActorRef, AssistantQueries, Span } from "../port.ts";
import { answerActivity } from "./answer-activity.ts";
import {
  answerActor,
  answerBaseline,
  answerRiskyActors,
  answerTimeline,
  answerUnusualActors,
} from "./answer-actors.ts";
import { answerControls, answerPriorities, answerRemedies } from "./answer-advice.ts";
import { answerExplain, answerFindings, answerIncidents, answerTechniques } from "./answer-findings.ts";
import { answerCountries, answerPlace, answerRegions } from "./answer-places.ts";
import { answerConcerns, answerCoverage, answerPosture, answerStatistics } from "./answer-state.ts";
import { answerHours, answerTrend } from "./answer-times.ts";
import { answerTransfers, answerUploads } from "./answer-transfers.ts";
import { type Answerer, toTime } from "./asked.ts";
import { INTENT_QUESTIONS, INTENT_TITLES, type Intent } from "./intents.ts";
import { SAMPLE_QUESTIONS } from "./questions.ts";
import { listUnused } from "./takes.ts";
import { type Context, type Slots, type Understood, understand } from "./understand.ts";

/** Characters of a question. */
const QUESTION_CHARS_MAX = 2000;

const ANSWERERS: Readonly<Record<Intent, Answerer>> = {
  posture: answerPosture,
  concerns: answerConcerns,
  findings: answerFindings,
  incidents: answerIncidents,
  "risky-actors": answerRiskyActors,
  "unusual-actors": answerUnusualActors,
  actor: answerActor,
  timeline: answerTimeline,
  activity: answerActivity,
  baseline: answerBaseline,
  regions: answerRegions,
  countries: answerCountries,
  place: answerPlace,
  trend: answerTrend,
  hours: answerHours,
  transfers: answerTransfers,
  uploads: answerUploads,
  controls: answerControls,
  priorities: answerPriorities,
  remedies: answerRemedies,
  explain: answerExplain,
  coverage: answerCoverage,
  techniques: answerTechniques,
  statistics: answerStatistics,
  help: async ({ draft }) => tellAbilities(draft),
};

/** Intents that stand on findings: without a pass there is nothing to say, which is not the same as nothing found. */
const NEEDS_NO_LOOK: readonly Intent[] = [
  "help",
  "coverage",
  "statistics",
  "timeline",
  "activity",
  "baseline",
  "uploads",
];

export interface PlainAnswer {
  readonly answer: Answer;
  /** Null: it was not understood as a question. */
  readonly intent: Intent | null;
  /** For the question after this one. */
  readonly context: Context | null;
}

export interface AskOptions {
  readonly queries: AssistantQueries;
  readonly now: EpochMs;
  readonly context: Context | null;
  /** What was understood, before the data are looked at. */
  readonly onUnderstood?: (intent: Intent) => void;
  readonly onWords?: OnWords;
}

/** Answers in our own words, without any model. */
export async function answerPlainly(
  question: string,
  { queries, now, context, onUnderstood, onWords }: AskOptions,
): Promise<PlainAnswer> {
  const draft = new Draft(onWords);
  const span = await queries.readSpan();
  const { asOf, isOld } = chooseInstant(span, now);
  const understood = await understand(cleanText(question, QUESTION_CHARS_MAX), { queries, asOf, context });
  if (understood.kind !== "question") {
    tellRefusal(draft, understood);
    return { answer: draft.finish(), intent: null, context };
  }
  const { intent } = understood;
  const slots = await nameActor(queries, understood.slots);
  if (span.events === 0 && intent !== "help") {
    draft.paragraph(
      tell`Nothing is stored yet: read some logs first, with gait ingest or the page of uploads.`,
    );
    return { answer: draft.finish(), intent, context: null };
  }
  if (span.lookedAt === null && !NEEDS_NO_LOOK.includes(intent)) {
    draft.paragraph(
      tell`Nobody has looked at the ${span.events} stored events yet: run gait detect first. That is not the same as having found nothing.`,
    );
    draft.suggest("What was not looked at?", "How many events are there?");
    return { answer: draft.finish(), intent, context: null };
  }
  onUnderstood?.(intent);
  await ANSWERERS[intent]({ queries, span, asOf, slots, draft });
  const unused = listUnused(intent, slots);
  if (unused.length > 0)
    draft.note(
      `Not narrowed to ${unused.map((text) => cleanText(text, 80)).join(", ")}: this answer is about all.`,
    );
  if (isOld && span.lastAt !== null && (slots.period !== null || intent === "trend" || intent === "posture"))
    draft.note(`Times are relative to the newest event, ${toTime(span.lastAt)} UTC: the data end there.`);
  if (span.eventsWaiting > 0)
    draft.note(`${span.eventsWaiting.toLocaleString("en")} newer events were not looked at yet.`);
  const answer = draft.finish();
  return { answer, intent, context: { intent, slots, shown: answer.shown } };
}

/** Now, or the newest event where data are older than a day. */
export function chooseInstant(
  { lastAt }: Span,
  now: EpochMs,
): { readonly asOf: EpochMs; readonly isOld: boolean } {
  if (lastAt === null) return { asOf: now, isOld: false };
  return now - lastAt > DAY_MS || lastAt > now ? { asOf: lastAt, isOld: true } : { asOf: now, isOld: false };
}

/** What was pointed at is known by its id alone. */
async function nameActor(queries: AssistantQueries, slots: Slots): Promise<Slots> {
  if (slots.actor === null || slots.actor.name !== slots.actor.id) return slots;
  const [known] = await queries.searchActors(slots.actor.id, 1);
  return known === undefined ? slots : { ...slots, actor: known };
}

function tellRefusal(draft: Draft, understood: Exclude<Understood, { kind: "question" }>): void {
  switch (understood.kind) {
    case "several":
      draft.paragraph([
        words("Several identities are called so. Which one? "),
        ...listOf(understood.actors.map(({ id, name }) => [value(name), draft.cite("actor", id, name)])),
        words("."),
      ]);
      draft.suggest(...understood.actors.map(({ name }) => `Investigate ${name}`));
      draft.show("actor", understood.actors);
      return;
    case "pair":
      tellPair(draft, understood.actors);
      return;
    case "negated":
      draft.paragraph(
        tell`I can't tell who did not do something: logs say what was done. I can tell who did it, and what was found.`,
      );
      draft.suggest("Which users pose the highest risk?", "What was not looked at?", "Show all findings");
      return;
    case "nobody":
      draft.paragraph(tell`No identity in the data is called ${value(understood.name)}.`);
      draft.suggest(
        "Which users pose the highest risk?",
        "Show me users with unusual behavior patterns",
        "How many users are there?",
      );
      return;
    case "nothing":
      draft.paragraph(
        tell`There is no finding and no incident ${value(understood.id)}, or more than one whose id begins so.`,
      );
      draft.suggest("What are the main security concerns right now?", "Show the findings of all time");
      return;
    case "command":
      draft.paragraph(
        tell`I only read: I can't ${understood.verb} anything. I can show what there is to decide on.`,
      );
      draft.suggest("Recommend investigation priorities", "Suggest remediation steps for high-risk users");
      return;
    case "unsure":
      draft.paragraph(tell`I am not sure what you ask. Do you mean one of these?`);
      draft.points(
        understood.intents.map((intent) => tell`${INTENT_TITLES[intent]}: “${INTENT_QUESTIONS[intent]}”`),
      );
      draft.suggest(...understood.intents.map((intent) => INTENT_QUESTIONS[intent]));
      return;
    case "not-understood":
      draft.paragraph(
        tell`I can't answer that. I answer questions about what these logs say and what was found in them:`,
      );
      tellAbilities(draft);
  }
}

/** One identity at a time. */
function tellPair(draft: Draft, actors: readonly ActorRef[]): void {
  draft.paragraph([
    words("You name two identities, and I tell of one at a time: "),
    ...listOf(actors.map(({ id, name }) => [value(name), draft.cite("actor", id, name)])),
    words(". Which one? Who has the higher risk stands in the list of all."),
  ]);
  draft.suggest(...actors.map(({ name }) => `Investigate ${name}`), "Which users pose the highest risk?");
  draft.show("actor", actors);
}

const ABILITIES: readonly string[] = [
  "what was found, in any period, by severity, identity, region, country, action or technique, and why",
  "who has the highest risk, who moves differently from before, and what one identity did",
  "who called an action or a service, logged in, deleted something or came from an address",
  "which regions and countries are behind threats, and at which hours",
  "how the trend is, and how things stand as a whole",
  "who took out how much, and whether it looks like theft",
  "which controls, priorities and remediation steps follow from what was found",
  "what was not looked at, and why",
];

function tellAbilities(draft: Draft): void {
  draft.points(ABILITIES.map((ability) => tell`${ability}`));
  draft.suggest(...SAMPLE_QUESTIONS.map(({ questions }) => questions[0]!));
}
