import { expect, test } from "vitest";
import { answerPlainly, type PlainAnswer, toMarkdown } from "../../assistant/index.ts";
import { HOUR_MS, SYSTEM_CLOCK } from "../../domain/index.ts";
import {
  BEYOND_QUESTIONS,
  BLIND_QUESTIONS,
  type BlindQuestion,
  FOLLOW_UPS,
  MORE_BLIND_QUESTIONS,
} from "./fixtures/blind-questions.ts";
import type { SocStore } from "./fixtures/soc-store.ts";

interface List {
  readonly name: string;
  readonly questions: readonly BlindQuestion[];
  readonly understoodMin: number;
}

const LISTS: readonly List[] = [
  {
    name: "S3-15: sixty questions kept apart are understood with all that they name (first run: 39, with all they name 34)",
    questions: BLIND_QUESTIONS,
    understoodMin: 56,
  },
  {
    name: "S3-15: forty more are, with facts as the tables have them (first run: 33, with all they name 31)",
    questions: MORE_BLIND_QUESTIONS,
    understoodMin: 38,
  },
];
const TIMEOUT_MS = 60_000;
const BEHAVIOUR = "f.detector_kind in ('first_seen', 'travel', 'deviation', 'model')";
const SEVERITIES = ["info", "low", "medium", "high", "critical"];

/** The count that a right answer says, and the question about it that is asked of the tables alone. */
type Fact = readonly [counted: string, sql: string];

const findings = (where: string): string =>
  `select count(distinct f.id) from finding_rows f left join finding_events e on e.finding_key = f.finding_key
   left join event_rows r on r.event_key = e.event_key left join contexts c on c.context_key = r.context_key
   left join addresses p on p.address_key = r.address_key
   where f.is_current${where}`;
const incidents = (question: BlindQuestion): string =>
  `select count(*) from incident_rows i where true${within(question, "i.happened_at")}`;
const events = (where: string): string =>
  `select count(*) from event_rows r join actors a on a.actor_key = r.actor_key where true${where}`;

/** What the question says of whom, where and when, for a table's column of time. */
function within(question: BlindQuestion, time: string): string {
  const { hoursBack, days } = question;
  const [from, to] = days ?? ["", ""];
  return [
    ...(hoursBack === undefined
      ? []
      : [`${time} >= (select max(happened_at) from event_rows) - interval ${hoursBack} hour`]),
    ...(from === "" ? [] : [`${time} >= timestamp '${from}'`]),
    ...(to === "" ? [] : [`${time} < timestamp '${to}'`]),
  ]
    .map((condition) => ` and ${condition}`)
    .join("");
}

function toFacts(question: BlindQuestion, intent: string): readonly Fact[] {
  const { actor, region, country, address, severity } = question;
  const when = within(question, "f.happened_at");
  const whose = actor === undefined ? "" : ` and f.actor_name = '${actor}'`;
  const grave = severity === undefined ? "" : ` and f.severity >= ${SEVERITIES.indexOf(severity)}`;
  const from = address === undefined ? "" : ` and p.address = '${address}'`;
  const done = `${actor === undefined ? "" : ` and a.actor_name = '${actor}'`}${within(question, "r.happened_at")}`;
  switch (intent) {
    case "findings":
      return [["findings", findings(`${whose}${grave}${from}${when}`)]];
    case "place":
      return [
        [
          "findings",
          findings(
            `${when}${region === undefined ? ` and p.country = '${country}'` : ` and c.region = '${region}'`}`,
          ),
        ],
      ];
    case "risky-actors":
      return [["actors", "select count(distinct actor_id) from actors"]];
    case "unusual-actors":
      return [["findings", findings(` and ${BEHAVIOUR}${when}`)]];
    case "actor":
      return [
        ["events", events(done)],
        ["findings", findings(`${whose}${when}`)],
      ];
    case "posture":
    case "statistics":
      return [
        ["events", events(done)],
        ["findings", findings(when)],
        ["incidents", incidents(question)],
      ];
    case "trend":
    case "hours":
    case "regions":
    case "countries":
    case "controls":
    case "techniques":
      return [["findings", findings(when)]];
    case "transfers":
      return [
        ["findings", findings(`${whose}${when} and (f.attack like '%TA0010%' or f.attack like '%TA0009%')`)],
      ];
    case "concerns":
    case "priorities":
      return [["incidents", incidents(question)]];
    default:
      return [];
  }
}

/** What it was taken to name otherwise than it does; empty: all is right. */
function listMisread(question: BlindQuestion, { context }: PlainAnswer, newest: number): readonly string[] {
  const { actor, region, country, severity, hour, hoursBack, days, limit } = question;
  const slots = context!.slots;
  const from = days === undefined ? null : Date.parse(days[0]);
  return [
    ...((slots.actor?.name ?? undefined) === actor ? [] : ["actor"]),
    ...((slots.region ?? undefined) === region ? [] : ["region"]),
    ...((slots.country ?? undefined) === country ? [] : ["country"]),
    ...(severity === undefined || slots.minSeverity === severity ? [] : ["severity"]),
    ...(hour === undefined || slots.hours?.[0] === hour ? [] : ["hour"]),
    ...(limit === undefined || slots.limit === limit ? [] : ["limit"]),
    ...(hoursBack === undefined || slots.period?.from === newest - hoursBack * HOUR_MS ? [] : ["hours back"]),
    ...(from === null || slots.period?.from === from ? [] : ["from"]),
    ...(days === undefined || days[1] === "" || slots.period?.to === Date.parse(days[1]) ? [] : ["to"]),
  ];
}

export function testBlind(open: () => SocStore): void {
  const ask = async (text: string, context: PlainAnswer["context"] = null): Promise<PlainAnswer> =>
    answerPlainly(text, {
      queries: open().queries,
      now: SYSTEM_CLOCK.now(),
      context,
    });

  test.each(LISTS)(
    "$name",
    async ({ questions, understoodMin }) => {
      const newest = Number((await open().store.events.readStats()).lastAt);
      const misread: string[] = [];
      for (const question of questions) {
        const given = await ask(question.text);
        const { intent, answer } = given;
        if (question.asks.length === 0) {
          if (intent !== null) misread.push(question.text);
          continue;
        }
        if (
          intent === null ||
          !question.asks.includes(intent) ||
          listMisread(question, given, newest).length > 0
        ) {
          misread.push(question.text);
          continue;
        }
        for (const [counted, sql] of toFacts(question, intent)) {
          const [row] = await open().ask(sql);
          const expected = Number(Object.values(row!)[0]);
          if (intent === "place" && expected === 0) {
            // Nothing from there: told with all places that there are.
            expect(toMarkdown(answer)).toContain("there is no threat to explain");
            continue;
          }
          expect([question.text, counted, answer.looked.counts[counted]]).toEqual([
            question.text,
            counted,
            expected,
          ]);
        }
      }
      expect(misread.length, misread.join("\n")).toBeLessThanOrEqual(questions.length - understoodMin);
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
}
