import { expect, test } from "vitest";
import { answerPlainly } from "../../assistant/index.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { FOURTH_QUESTIONS, SECOND_QUESTIONS, THIRD_QUESTIONS } from "./fixtures/fresh-questions.ts";
import { HELD_OUT_QUESTIONS, type HeldOutQuestion } from "./fixtures/held-out-questions.ts";
import type { SocStore } from "./fixtures/soc-store.ts";

/** What answers each of the fifteen questions, by number. */
const INTENTS: Readonly<Record<number, readonly string[]>> = {
  1: ["findings"],
  2: ["risky-actors"],
  3: ["regions"],
  4: ["posture"],
  5: ["concerns"],
  6: ["trend"],
  7: ["actor", "timeline", "baseline"],
  8: ["risky-actors"],
  9: ["unusual-actors"],
  10: ["place"],
  11: ["hours"],
  12: ["transfers"],
  13: ["controls"],
  14: ["priorities"],
  15: ["remedies"],
};

interface List {
  readonly name: string;
  readonly questions: readonly HeldOutQuestion[];
  /** Of them; the first run of each list stands in the name. */
  readonly understoodMin: number;
}

/** What failed in the second and third list was looked at after its first run; of the others it never was. */
const LISTS: readonly List[] = [
  {
    name: "S3-15: of sixty paraphrases at least nine in ten are understood, with whom, where and when they name (first run: 56)",
    questions: HELD_OUT_QUESTIONS,
    understoodMin: 56,
  },
  {
    name: "S3-15: forty more are understood (first run: 36)",
    questions: SECOND_QUESTIONS,
    understoodMin: 39,
  },
  {
    name: "S3-15: forty more again are understood (first run: 30)",
    questions: THIRD_QUESTIONS,
    understoodMin: 39,
  },
  {
    name: "S3-15: of forty-one that nobody looked at five in six are understood (first run: 35)",
    questions: FOURTH_QUESTIONS,
    understoodMin: 34,
  },
];
const TIMEOUT_MS = 60_000;

export function testHeldOut(open: () => SocStore): void {
  test.each(LISTS)(
    "$name",
    async ({ questions, understoodMin }) => {
      const { queries } = open();
      const wrong: string[] = [];
      const misnamed: string[] = [];
      for (const { answers, text } of questions) {
        const { intent, context } = await answerPlainly(text, {
          queries,
          now: SYSTEM_CLOCK.now(),
          context: null,
        });
        if (intent === null || !INTENTS[answers]!.includes(intent)) {
          wrong.push(text);
          continue;
        }
        const slots = context!.slots;
        if (answers === 1 && slots.period === null) misnamed.push(text);
        if (answers === 7 && slots.actor?.name !== "user_15") misnamed.push(text);
        if (answers === 10 && slots.region !== "cn-north-1") misnamed.push(text);
        if (answers === 11 && slots.hours?.[0] !== 3) misnamed.push(text);
      }
      expect(questions.length).toBeGreaterThanOrEqual(40);
      expect(questions.length - wrong.length - misnamed.length).toBeGreaterThanOrEqual(understoodMin);
    },
    TIMEOUT_MS,
  );
}
