import { expect, test } from "vitest";
import { answerPlainly, type PlainAnswer, toMarkdown } from "../../assistant/index.ts";
import { HOUR_MS, SYSTEM_CLOCK } from "../../domain/index.ts";
import {
  BEYOND_QUESTIONS,
  BLIND_QUESTIONS,
  FOLLOW_UPS,
  MORE_BLIND_QUESTIONS,
} from "./fixtures/blind-questions.ts";
import { FIRST_SIGHT_QUESTIONS, HELD_BACK_QUESTIONS } from "./fixtures/first-sight-questions.ts";
import { FOURTH_QUESTIONS, SECOND_QUESTIONS, THIRD_QUESTIONS } from "./fixtures/fresh-questions.ts";
import { HELD_OUT_QUESTIONS } from "./fixtures/held-out-questions.ts";
import type { ListedQuestion } from "./fixtures/listed-question.ts";
import { toFacts } from "./fixtures/question-facts.ts";
import type { SocStore } from "./fixtures/soc-store.ts";

interface List {
  readonly name: string;
  readonly questions: readonly ListedQuestion[];
  readonly rightMin: number;
  /** Answered as something else: worse than asking back. */
  readonly wrongMax: number;
}

/** The first run of each list stands in its name. What failed in it was looked at afterwards, where it says nothing else. */
const LISTS: readonly List[] = [
  {
    name: "S3-15: of sixty paraphrases at least nine in ten are understood, with whom, where and when they name (first run: 56; never looked at)",
    questions: HELD_OUT_QUESTIONS,
    rightMin: 56,
    wrongMax: 3,
  },
  { name: "S3-15: forty more are (first run: 36)", questions: SECOND_QUESTIONS, rightMin: 39, wrongMax: 1 },
  {
    name: "S3-15: forty more again are (first run: 30)",
    questions: THIRD_QUESTIONS,
    rightMin: 38,
    wrongMax: 1,
  },
  {
    name: "S3-15: of forty-one that nobody looked at five in six are (first run: 35)",
    questions: FOURTH_QUESTIONS,
    rightMin: 34,
    wrongMax: 4,
  },
  {
    name: "S3-15: sixty questions kept apart are, with all that they name (first run: 34)",
    questions: BLIND_QUESTIONS,
    rightMin: 56,
    wrongMax: 3,
  },
  {
    name: "S3-15: another forty are, with facts as the tables have them (first run: 31)",
    questions: MORE_BLIND_QUESTIONS,
    rightMin: 38,
    wrongMax: 2,
  },
  {
    name: "S3-15: sixty of people in a hurry are (first run: 48, 6 asked back, 6 wrong)",
    questions: FIRST_SIGHT_QUESTIONS,
    rightMin: 55,
    wrongMax: 1,
  },
  {
    name: "S3-15: of sixty more of them two in three are, and asked back is more often than wrong (first run: 43, 8 asked back, 9 wrong; only how sure an answer must be was set by it)",
    questions: HELD_BACK_QUESTIONS,
    rightMin: 41,
    wrongMax: 7,
  },
];
const TIMEOUT_MS = 60_000;

/** What it was taken to name otherwise than it does; empty: all is right. */
function listMisread(question: ListedQuestion, { context }: PlainAnswer, newest: number): readonly string[] {
  const { actor, region, country, severity, hour, hoursBack, days, limit } = question;
  const { address, technique, tactic, actionClass, isTimed, first } = question;
  const slots = context!.slots;
  const from = days === undefined ? null : Date.parse(days[0]);
  return [
    ...((slots.actor?.name ?? undefined) === actor || (first !== undefined && actor === undefined)
      ? []
      : ["actor"]),
    ...((slots.region ?? undefined) === region ? [] : ["region"]),
    ...((slots.country ?? undefined) === country ? [] : ["country"]),
    ...(address === undefined || slots.address === address ? [] : ["address"]),
    ...(technique === undefined || slots.technique === technique ? [] : ["technique"]),
    ...(tactic === undefined || slots.tactic === tactic ? [] : ["tactic"]),
    ...(actionClass === undefined || slots.actionClass === actionClass ? [] : ["kind of action"]),
    ...(isTimed !== true || slots.period !== null ? [] : ["time"]),
    ...(severity === undefined || slots.minSeverity === severity ? [] : ["severity"]),
    ...(hour === undefined || slots.hours?.[0] === hour ? [] : ["hour"]),
    ...(limit === undefined || slots.limit === limit ? [] : ["limit"]),
    ...(hoursBack === undefined || slots.period?.from === newest - hoursBack * HOUR_MS ? [] : ["hours back"]),
    ...(from === null || slots.period?.from === from ? [] : ["from"]),
    ...(days === undefined || days[1] === "" || slots.period?.to === Date.parse(days[1]) ? [] : ["to"]),
  ];
}

type Verdict = "right" | "asked back" | "wrong";

/** Asking back is right where there is no answer, and no mistake where there is one. */
function judge(question: ListedQuestion, given: PlainAnswer, newest: number): Verdict {
  if (given.intent === null) return question.asks.includes("none") ? "right" : "asked back";
  const isRight = question.asks.includes(given.intent) && listMisread(question, given, newest).length === 0;
  return isRight ? "right" : "wrong";
}

export function testLists(open: () => SocStore): void {
  const ask = async (text: string, context: PlainAnswer["context"] = null): Promise<PlainAnswer> =>
    answerPlainly(text, { queries: open().queries, now: SYSTEM_CLOCK.now(), context });
  const counted = new Map<string, Promise<number>>();
  const count = async (sql: string): Promise<number> => {
    const [row] = await open().ask(sql);
    return Number(Object.values(row!)[0]);
  };

  test.each(LISTS)(
    "$name",
    async ({ questions, rightMin, wrongMax }) => {
      const newest = Number((await open().store.events.readStats()).lastAt);
      const others: Record<Exclude<Verdict, "right">, string[]> = { "asked back": [], wrong: [] };
      for (const question of questions) {
        const before = question.first === undefined ? null : (await ask(question.first)).context;
        const given = await ask(question.text, before);
        const verdict = judge(question, given, newest);
        if (verdict !== "right") {
          others[verdict].push(`${verdict}: ${question.text}`);
          continue;
        }
        for (const [what, sql] of given.intent === null
          ? []
          : toFacts({ ...question, period: given.context!.slots.period }, given.intent)) {
          if (!counted.has(sql)) counted.set(sql, count(sql));
          const expected = await counted.get(sql)!;
          if (given.intent === "place" && expected === 0) {
            // Nothing from there: told with all places that there are.
            expect(toMarkdown(given.answer)).toContain("there is no threat to explain");
            continue;
          }
          expect([question.text, what, given.answer.looked.counts[what]]).toEqual([
            question.text,
            what,
            expected,
          ]);
        }
      }
      const missed = [...others.wrong, ...others["asked back"]].join("\n");
      expect(questions.length).toBeGreaterThanOrEqual(40);
      expect(missed.length === 0 ? 0 : missed.split("\n").length, missed).toBeLessThanOrEqual(
        questions.length - rightMin,
      );
      expect(others.wrong.length, missed).toBeLessThanOrEqual(wrongMax);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-03 S3-15: what follows a question keeps what was spoken of, or asks something of its own (first run: 22 of 26)",
    async () => {
      for (const { first, then, asks, slots } of FOLLOW_UPS) {
        const before = await ask(first);
        const { intent, context } = await ask(then, before.context);
        const got = { ...context!.slots, actor: context!.slots.actor?.name ?? null };
        expect([then, intent, asks === null ? {} : got]).toMatchObject([then, asks, slots]);
      }
    },
    TIMEOUT_MS,
  );

  test("S3-15: what has nothing to do with the logs is refused, with what can be asked (first run: 22 of 24)", async () => {
    const answered: string[] = [];
    for (const text of BEYOND_QUESTIONS) {
      const { intent, answer } = await ask(text);
      if (intent !== null) answered.push(text);
      else expect([text, answer.suggestions.length > 0]).toEqual([text, true]);
    }
    expect(answered.length, answered.join("\n")).toBeLessThanOrEqual(2);
  });

  test(
    "S3-15: what can't be told is not told as something else: who did not, two at once, what is not narrowed",
    async () => {
      const say = async (text: string): Promise<string> =>
        toMarkdown((await ask(text)).answer).replaceAll(/[\\*`]/g, "");
      expect(await say("who did not use MFA")).toContain("who did not do something");
      expect(await say("compare user_2 with user_8")).toContain("You name two identities");
      expect(await say("what are the critical concerns in us-east-1")).toContain("Not narrowed to critical");
      expect(await say("what should I look at first on 2020-01-01")).toContain(
        "No incident began on 2020-01-01.",
      );
      expect(await say("what should I look at first on 2020-01-01")).toContain("First because:");
      expect(await say("biggest security concerns of 2020-01-01")).toContain("The gravest 5");
      expect(await say("anything from russia?")).toContain("Russia (RU)");
      expect(await say("who deleted something on 2020-01-01")).toContain("No deletion on 2020-01-01");
    },
    TIMEOUT_MS,
  );

  test.each([
    ["user_7", "actor", { actor: "user_7" }],
    ["user_7 last 3 days", "timeline", { actor: "user_7" }],
    ["73.37.2.47", "activity", { address: "73.37.2.47" }],
    ["is 73.37.2.47 bad?", "activity", { address: "73.37.2.47" }],
    ["crit alerts", "findings", { minSeverity: "critical" }],
    ["what comes from the us", "place", { country: "US" }],
  ])("S3-15: in a hurry: %s", async (text, asks, slots) => {
    const { intent, context } = await ask(text);
    const got = { ...context?.slots, actor: context?.slots.actor?.name ?? null };
    expect([intent, got]).toMatchObject([asks, slots]);
  });
}
