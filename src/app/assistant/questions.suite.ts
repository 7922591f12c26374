import { expect, test } from "vitest";
import {
  type Answer,
  answerPlainly,
  type Context,
  createAssistant,
  type ModelProgress,
  readContext,
  toMarkdown,
} from "../../assistant/index.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import type { SocStore } from "./fixtures/soc-store.ts";
import { createStoreQueries } from "./store-queries.ts";

const TIMEOUT_MS = 60_000;
const CURRENT = "from finding_rows f where f.is_current";
/** Findings with the regions of their evidence, each once. */
const PLACED = `from (select distinct f.id, f.severity, f.detector_kind, c.region from finding_rows f
  join finding_events e on e.finding_key = f.finding_key join event_rows r on r.event_key = e.event_key
  join contexts c on c.context_key = r.context_key where f.is_current)`;

/** The words of an answer without marks, for finding numbers in them. */
const wordsOf = (answer: Answer): string =>
  toMarkdown(answer).replaceAll("\\", "").replaceAll("*", "").replaceAll("`", "");
const rowsOf = (answer: Answer, title: string) => answer.tables.find((table) => table.title === title)!.rows;

interface Asked {
  readonly answer: Answer;
  readonly intent: string | null;
  readonly context: Context | null;
}

export function testQuestions(open: () => SocStore): void {
  const ask = async (question: string, context: Context | null = null): Promise<Asked> =>
    answerPlainly(question, { queries: open().queries, now: SYSTEM_CLOCK.now(), context });
  const one = async (sql: string): Promise<number> => Number(Object.values((await open().ask(sql))[0]!)[0]);
  const last = "(select max(happened_at) from event_rows)";

  test(
    "S3-15 S3-03: anomalies of the last 24 hours are counted from the newest event back",
    async () => {
      const { answer, intent } = await ask("Analyze recent anomalies in the last 24 hours");
      expect(intent).toBe("findings");
      const expected = await one(
        `select count(*) ${CURRENT} and f.happened_at >= ${last} - interval 24 hour`,
      );
      expect(answer.looked.counts["findings"]).toBe(expected);
      expect(answer.notes.join(" ")).toContain("relative to the newest event");
    },
    TIMEOUT_MS,
  );

  test.each(["Who are the most suspicious users?", "Which users pose the highest risk?"])(
    "S3-15: %s lists identities by risk with as many findings as are stored",
    async (question) => {
      const { answer, intent } = await ask(question);
      expect(intent).toBe("risky-actors");
      const rows = rowsOf(answer, "Risk");
      expect(rows.map(({ cells }) => cells[1])).toEqual(
        rows.map(({ cells }) => cells[1]).toSorted((a, b) => Number(b) - Number(a)),
      );
      for (const { cells } of rows)
        expect(cells[3]).toBe(await one(`select count(*) ${CURRENT} and f.actor_name = '${cells[0]}'`));
      expect(answer.looked.counts["actors"]).toBe(await one("select count(distinct actor_id) from actors"));
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: regions by threat have the events and findings that the tables have",
    async () => {
      const { answer, intent } = await ask("What regions show the highest threat levels?");
      expect(intent).toBe("regions");
      for (const { cells } of rowsOf(answer, "Regions by threat")) {
        expect(cells[3]).toBe(await one(`select count(*) ${PLACED} where region = '${cells[0]}'`));
        expect(cells[5]).toBe(
          await one(
            `select count(*) from event_rows r join contexts c on c.context_key = r.context_key where c.region = '${cells[0]}'`,
          ),
        );
      }
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: the posture says how many events, findings and incidents there are, and what could not look",
    async () => {
      const { answer, intent } = await ask("Summarize the current security posture");
      expect(intent).toBe("posture");
      expect(answer.looked.counts).toEqual({
        events: await one("select count(*) from event_rows"),
        findings: await one(`select count(*) ${CURRENT}`),
        incidents: await one("select count(*) from incident_rows"),
      });
      expect(wordsOf(answer)).toMatch(/\d+ of \d+ detectors could look/);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: the main concerns are the gravest incidents, in their order",
    async () => {
      const { answer, intent } = await ask("What are the main security concerns right now?");
      expect(intent).toBe("concerns");
      const rows = await open().ask(
        "select id from incident_rows order by severity desc, score desc, happened_at, id limit 5",
      );
      expect(answer.shown.map(({ id }) => id)).toEqual(rows.map((row) => row["id"]));
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: the trend of a week has its findings day by day and those of the week before",
    async () => {
      const { answer, intent } = await ask("Analyze trends over the last week");
      expect(intent).toBe("trend");
      const week = await one(`select count(*) ${CURRENT} and f.happened_at > ${last} - interval 7 day`);
      const before = await one(
        `select count(*) ${CURRENT} and f.happened_at <= ${last} - interval 7 day and f.happened_at > ${last} - interval 14 day`,
      );
      expect(rowsOf(answer, "Day by day").reduce((sum, { cells }) => sum + Number(cells[1]), 0)).toBe(week);
      expect(wordsOf(answer)).toContain(`${before} finding`);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: investigating user_15 gives its events, days, bytes and findings",
    async () => {
      const { answer, intent } = await ask("Investigate user_15's recent activities");
      expect(intent).toBe("actor");
      const own =
        "from event_rows e join actors a on a.actor_key = e.actor_key where a.actor_name = 'user_15'";
      expect(answer.looked.counts).toEqual({
        events: await one(`select count(*) ${own}`),
        findings: await one(`select count(*) ${CURRENT} and f.actor_name = 'user_15'`),
      });
      expect(wordsOf(answer)).toContain(
        `on ${await one(`select count(distinct date_trunc('day', e.happened_at)) ${own}`)} days`,
      );
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: users with unusual behaviour are those of whom behaviour detectors speak",
    async () => {
      const { answer, intent } = await ask("Show me users with unusual behavior patterns");
      expect(intent).toBe("unusual-actors");
      const kinds = "f.detector_kind in ('first_seen', 'travel', 'deviation', 'model')";
      expect(answer.looked.counts["findings"]).toBe(await one(`select count(*) ${CURRENT} and ${kinds}`));
      for (const { label, value } of answer.charts[0]!.points)
        expect(value).toBe(
          await one(`select count(*) ${CURRENT} and ${kinds} and f.actor_name = '${label}'`),
        );
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: threats from cn-north-1 are those whose evidence is there",
    async () => {
      const { answer, intent } = await ask("Explain the threats from cn-north-1 region");
      expect(intent).toBe("place");
      expect(answer.looked.counts["findings"]).toBe(
        await one(`select count(*) ${PLACED} where region = 'cn-north-1'`),
      );
      expect(answer.looked.counts["findings"]).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: the spike at 3 AM is compared with the other hours, and denied where there is none",
    async () => {
      const { answer, intent } = await ask("What's causing the spike in anomalies at 3 AM?");
      expect(intent).toBe("hours");
      const counts = new Map(
        (
          await open().ask(
            `select extract(hour from f.happened_at) as hour, count(*) as findings ${CURRENT} group by 1`,
          )
        ).map((row) => [Number(row["hour"]), Number(row["findings"])]),
      );
      expect(answer.charts[0]!.points.map(({ value }) => value)).toEqual(
        Array.from({ length: 24 }, (_, hour) => counts.get(hour) ?? 0),
      );
      const usual = ([...counts.values()].reduce((sum, count) => sum + count, 0) - (counts.get(3) ?? 0)) / 23;
      expect(wordsOf(answer)).toContain(
        (counts.get(3) ?? 0) > 1.5 * usual ? "there is a spike" : "There is no spike",
      );
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: download patterns add up to the bytes in the log",
    async () => {
      const { answer, intent } = await ask("Analyze download patterns for data exfiltration");
      expect(intent).toBe("transfers");
      const rows = await open().ask(
        "select a.actor_name, cast(sum(e.bytes_out) as double) as bytes from event_rows e join actors a on a.actor_key = e.actor_key group by 1 order by 2 desc limit 5",
      );
      expect(rowsOf(answer, "Who took out most").map(({ cells }) => cells.slice(0, 2))).toEqual(
        rows.map((row) => [row["actor_name"], Number(row["bytes"])]),
      );
      expect(answer.looked.counts["findings"]).toBe(
        await one(`select count(*) ${CURRENT} and (f.attack like '%TA0010%' or f.attack like '%TA0009%')`),
      );
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15 S3-17: controls answer techniques that were found, with functions of the NIST CSF",
    async () => {
      const { answer, intent } = await ask("What security controls should we implement?");
      expect(intent).toBe("controls");
      expect(answer.looked.counts["findings"]).toBe(await one(`select count(*) ${CURRENT}`));
      for (const [, technique, count] of wordsOf(answer).matchAll(
        /(T\d{4}(?:\.\d{3})?) [^(]+\((\d+) findings?\)/g,
      ))
        expect(Number(count)).toBe(
          await one(`select count(*) ${CURRENT} and f.attack like '%"${technique}"%'`),
        );
      expect(wordsOf(answer)).toMatch(/NIST CSF (?:Protect|Detect|Respond|Recover|Identify|Govern)/);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: priorities are the open incidents, the gravest first, each with why",
    async () => {
      const { answer, intent } = await ask("Recommend investigation priorities");
      expect(intent).toBe("priorities");
      const rows = await open().ask(
        "select id from incident_rows order by severity desc, score desc, happened_at, id limit 5",
      );
      expect(answer.shown.map(({ id }) => id)).toEqual(rows.map((row) => row["id"]));
      expect(wordsOf(answer).match(/First because:/g)).toHaveLength(rows.length);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: remediation names the riskiest with what was found about them and what to do",
    async () => {
      const { answer, intent } = await ask("Suggest remediation steps for high-risk users");
      expect(intent).toBe("remedies");
      for (const [, name, count] of wordsOf(answer).matchAll(
        /^(user_\d+) \[\d+\]: risk \d+ of 100, (\d+) finding/gm,
      ))
        expect(Number(count)).toBe(await one(`select count(*) ${CURRENT} and f.actor_name = '${name}'`));
      expect(wordsOf(answer)).toMatch(/First: .+ For T\d{4}(?:\.\d{3})? .+ \(\d+ findings?\)\./);
      expect(wordsOf(answer)).toContain("Then: ");
    },
    TIMEOUT_MS,
  );

  test(
    "S3-15: counts come from queries: none of the fifteen questions goes through all events",
    async () => {
      const { store } = open();
      const queries = createStoreQueries({
        ...store,
        events: {
          ...store.events,
          streamEvents: () => {
            throw new Error("events are streamed");
          },
        },
      });
      const assistant = createAssistant({ queries, clock: SYSTEM_CLOCK, readModel: async () => null });
      for (const { questions } of await assistant.listSamples())
        for (const question of questions)
          expect(
            (await answerPlainly(question, { queries, now: SYSTEM_CLOCK.now(), context: null })).intent,
          ).not.toBeNull();
    },
    TIMEOUT_MS,
  );

  test(
    "S3-03: without a model an answer comes in pieces too: what is looked at, then its words as they stand",
    async () => {
      const assistant = createAssistant({
        queries: createStoreQueries(open().store),
        clock: SYSTEM_CLOCK,
        readModel: async () => null,
      });
      const heard: ModelProgress[] = [];
      const { answer } = await assistant.ask(
        { question: "Investigate user_15", mode: "auto", model: null, context: null, before: [] },
        { onProgress: (progress) => heard.push(progress) },
      );
      expect(heard[0]).toEqual({ kind: "looking", tool: "actor", title: "One identity" });
      const pieces = heard.flatMap((one) => (one.kind === "words" ? [one] : []));
      expect(pieces.length).toBeGreaterThan(3);
      for (const [index, { blocks }] of pieces.entries())
        expect(blocks).toEqual(answer.blocks.slice(0, index + 1));
      expect(pieces.at(-1)!.blocks).toEqual(answer.blocks);
      expect(pieces.at(-1)!.citations).toEqual(answer.citations);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-03: what follows keeps what was spoken of",
    async () => {
      const first = await ask("Investigate user_15");
      const week = await ask("and last week?", readContext(JSON.parse(JSON.stringify(first.context))));
      expect([week.intent, week.context?.slots.actor?.name]).toEqual(["actor", "user_15"]);
      const other = await ask("what about user_3?", week.context);
      expect([other.intent, other.context?.slots.actor?.name]).toEqual(["actor", "user_3"]);
      const did = await ask("what did he do yesterday?", other.context);
      expect([did.intent, did.context?.slots.actor?.name]).toEqual(["timeline", "user_3"]);
      const listed = await ask("Show all findings");
      const second = await ask("show the second one", listed.context);
      expect(second.answer.shown[0]).toEqual(listed.answer.shown[1]);
      const why = await ask("why?", listed.context);
      expect([why.intent, why.answer.shown[0]]).toEqual(["explain", listed.answer.shown[0]]);
      const downloads = await ask("only downloads", listed.context);
      expect([downloads.intent, downloads.context?.slots.actionClass]).toEqual(["findings", "download"]);
      expect(downloads.answer.looked.counts["findings"]).toBe(
        await one(`select count(distinct f.id) from finding_rows f join finding_events e on e.finding_key = f.finding_key
        join event_rows r on r.event_key = e.event_key join actions n on n.action_key = r.action_key
        where f.is_current and n.action_class = 'download'`),
      );
    },
    TIMEOUT_MS,
  );

  test(
    "what cannot be answered is said to be so",
    async () => {
      for (const question of ["What is the weather?", "Write me a poem", "asdf qwer"]) {
        const { answer, intent } = await ask(question);
        expect([question, intent]).toEqual([question, null]);
        expect(wordsOf(answer)).toContain("I can't answer that");
      }
      expect(wordsOf((await ask("Delete all findings")).answer)).toContain("I only read");
      expect(wordsOf((await ask("Investigate user_99")).answer)).toContain(
        "No identity in the data is called user_99",
      );
      expect(wordsOf((await ask("Explain the threats from eu-south-2")).answer)).toContain(
        "No event comes from eu-south-2",
      );
      expect(wordsOf((await ask("explain deadbeef1234")).answer)).toContain(
        "There is no finding and no incident",
      );
    },
    TIMEOUT_MS,
  );

  test("a context that somebody made up is none", () => {
    expect(readContext({ intent: "drop-tables", slots: {}, shown: [] })).toBeNull();
    expect(readContext("'; drop table events")).toBeNull();
    expect(readContext(null)).toBeNull();
  });
}
