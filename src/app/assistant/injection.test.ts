import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, answerPlainly, toMarkdown } from "../../assistant/index.ts";
import { TOOLS } from "../../assistant/tool/index.ts";
import {
  type Event,
  type Finding,
  type RunRecord,
  SEVERITIES,
  toContentHash,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
  toIncidentId,
} from "../../domain/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { HOSTILE_TEXTS } from "./fixtures/hostile-texts.ts";
import { createStoreQueries } from "./store-queries.ts";

const START = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;
const NOW = toEpochMs(START + 400 * HOUR_MS);
const PEOPLE = 20;
const REGIONS = ["eu-west-1", "cn-north-1", "us-east-1"];
const TIMEOUT_MS = 60_000;

/** What the log says at a place: the same length of story, with words of nobody or of an attacker. */
type Write = (number: number) => string;

const actorOf = (number: number) => {
  const name = `user_${(number % PEOPLE) + 1}`;
  return { id: toEntityId(`user:${name}`), type: "user" as const, name };
};

const toEvent = (number: number, write: Write): Event => ({
  id: toEventId(`e${number}`),
  at: toEpochMs(START + number * HOUR_MS),
  receivedAt: toEpochMs(START),
  logType: "generic",
  actor: { ...actorOf(number), account: null, session: write(number), automated: false },
  accessKeyId: null,
  action: { name: "GetObject", service: "s3", class: "download", activity: "read", sensitivity: 1 },
  outcome: number % 5 === 0 ? "denied" : "success",
  errorCode: number % 5 === 0 ? write(number) : null,
  account: null,
  region: REGIONS[number % REGIONS.length]!,
  address: { kind: "public", text: "198.51.100.7", country: "DE" },
  tool: { family: "cli", name: write(number), version: null, os: null },
  device: null,
  resource: write(number),
  bytesIn: null,
  bytesOut: 1000 * number,
  links: [],
});

const toFinding = (number: number, write: Write): Finding => ({
  id: toFindingId(createHash("sha256").update(`f${number}`).digest("hex").slice(0, 32)),
  at: toEpochMs(START + number * HOUR_MS),
  until: toEpochMs(START + number * HOUR_MS),
  detector: {
    id: `d${number % 7}`,
    kind: number % 2 === 0 ? "rule" : "deviation",
    title: `Detector ${number % 7}`,
  },
  severity: SEVERITIES[number % 5]!,
  score: (number % 100) / 100,
  actor: actorOf(number),
  entity: { type: "actor", id: actorOf(number).id },
  attack: [{ tactic: "TA0010", technique: "T1530" }],
  events: [toEventId(`e${number}`)],
  incident: null,
  summary: `${actorOf(number).name} read ${write(number)}.`,
  explanation: {
    why: `It read ${write(number)}.`,
    factors: [{ dimension: "resource", value: write(number), grade: "never" }],
  },
});

async function openWritten(write: Write): Promise<{ readonly store: Store; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "gait-injection-"));
  const store = await openStore({ folder, databaseUrl: null, purpose: "test" });
  const numbers = HOSTILE_TEXTS.map((_, number) => number + 1);
  const hash = toContentHash(createHash("sha256").update(write(1)).digest("hex"));
  await store.events.commitInput(
    { hash, name: "log", sizeBytes: 1, format: "auto" },
    (async function* () {
      yield {
        events: numbers.map((number, position) => ({ event: toEvent(number, write), position })),
        rejects: [],
        skipped: 0,
      };
    })(),
  );
  const run = await store.passes.startRun("detect");
  await store.passes.configure({ lens: "actor", configuration: "v1" });
  await store.passes.admitInputs("actor");
  const findings = numbers.map((number) => toFinding(number, write));
  await store.findings.replace(
    { lens: "actor", partition: 0, fromDay: 0, toDay: null },
    findings.map((finding) => ({ finding, accessKeyId: null, day: Math.floor(finding.at / 86_400_000) })),
  );
  await store.incidents.replace(
    { from: null },
    {
      incidents: Array.from({ length: 10 }, (_, index) => {
        const some = findings.slice(index * 20, index * 20 + 20);
        return {
          id: toIncidentId(`incident-${index}`),
          at: some[0]!.at,
          until: some.at(-1)!.until,
          severity: SEVERITIES[index % 5]!,
          score: index / 10,
          actors: [some[0]!.actor.id],
          tactics: ["TA0010"],
          findings: some.map(({ id }) => id),
          events: some.flatMap(({ events }) => events),
          summary: `Somebody read ${write(index)}.`,
        };
      }),
      scores: new Map(),
    },
  );
  await store.passes.finishRun(run.id, {
    detectors: 7,
    looked: 7,
    notLooked: [],
    notes: [],
  } as unknown as RunRecord);
  return {
    store,
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const QUESTIONS: readonly string[] = [
  "Analyze recent anomalies in the last 24 hours",
  "Who are the most suspicious users?",
  "What regions show the highest threat levels?",
  "Summarize the current security posture",
  "What are the main security concerns right now?",
  "Analyze trends over the last week",
  "Investigate user_15's recent activities",
  "Which users pose the highest risk?",
  "Show me users with unusual behavior patterns",
  "Explain the threats from cn-north-1 region",
  "What's causing the spike in anomalies at 3 AM?",
  "Analyze download patterns for data exfiltration",
  "What security controls should we implement?",
  "Recommend investigation priorities",
  "Suggest remediation steps for high-risk users",
  "What did user_15 do?",
  "Compare user_15 with the usual",
  "Who downloaded something?",
  "Show all findings",
];

/** Everything in an answer that is a fact and no word of a log. */
const toFacts = ({ citations, charts, tables, looked, shown, suggestions }: Answer) => ({
  cited: citations.map(({ kind, id, link }) => [kind, id, link]),
  charts: charts.map(({ points, marked }) => [points, marked]),
  numbers: tables.map(({ rows }) =>
    rows.map(({ cells, link }) => [cells.filter((cell) => typeof cell === "number"), link]),
  ),
  looked,
  shown,
  suggestions,
});

let calm: Awaited<ReturnType<typeof openWritten>>;
let hostile: Awaited<ReturnType<typeof openWritten>>;
beforeAll(async () => {
  calm = await openWritten((number) => `object ${number}`);
  hostile = await openWritten(
    (number) => HOSTILE_TEXTS[(number + HOSTILE_TEXTS.length - 1) % HOSTILE_TEXTS.length]!,
  );
}, TIMEOUT_MS);
afterAll(async () => {
  await calm?.close();
  await hostile?.close();
});

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const REMOTE = /[a-z][a-z0-9+.-]*:\/\/|!\[|\]\(|javascript:\S/i;

test(
  "two hundred hostile texts in a log change no fact of any answer, and nothing in it leads anywhere",
  async () => {
    expect(new Set(HOSTILE_TEXTS).size).toBe(200);
    for (const question of QUESTIONS) {
      const ask = ({ store }: { readonly store: Store }) =>
        answerPlainly(question, { queries: createStoreQueries(store), now: NOW, context: null });
      const [quiet, loud] = [await ask(calm), await ask(hostile)];
      expect([question, loud.intent]).toEqual([question, quiet.intent]);
      expect(toFacts(loud.answer), question).toEqual(toFacts(quiet.answer));
      for (const text of allTexts(loud.answer)) {
        expect(UNSAFE.test(text), text).toBe(false);
        expect(REMOTE.test(text), text).toBe(false);
      }
      const outsideCode = toMarkdown(loud.answer).replace(/`[^`]*`/g, "");
      expect(outsideCode, question).not.toMatch(/https?:\/\/|(?<!\\)<(?:script|img)/);
    }
  },
  TIMEOUT_MS,
);

test(
  "tools hand hostile texts on as short, visible data",
  async () => {
    const queries = createStoreQueries(hostile.store);
    for (const name of ["search_findings", "search_incidents", "top_risks"]) {
      const { data } = await TOOLS.find((tool) => tool.name === name)!.call(queries, { limit: 50 });
      for (const text of allTexts(data)) {
        expect(text.length).toBeLessThanOrEqual(240);
        expect(UNSAFE.test(text) || REMOTE.test(text), text).toBe(false);
      }
    }
  },
  TIMEOUT_MS,
);

function allTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(allTexts);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(allTexts) : [];
}
