import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Event,
  type FieldValue,
  type Finding,
  matchesCondition,
  parseQuery,
  type QueryRow,
  type QuerySubject,
  TACTICS,
  toEntityId,
  toEpochMs,
  toEventId,
} from "../../../domain/index.ts";
import type { PortsUnderTest } from "../../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleInput, sampleUuid } from "../../sample-event.ts";
import { SAMPLE_DAY, sampleFinding } from "../../sample-finding.ts";
import {
  ACTIONS,
  ADDRESSES,
  COUNTRIES,
  HUNTED_EVENTS,
  known,
  NAMES,
  pick,
  RESOURCES,
  SERVICES,
  toEventRow,
} from "./hunted-events.ts";

const NOW = toEpochMs(SAMPLE_START + 3 * 86_400_000);
const RUNS = 150;

/** Texts that were there, parts of them, and others; some with what SQL, LIKE or the language itself would read. */
const words = (values: readonly (string | null)[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(
        ...values.filter((value) => value !== null),
        "x",
        "'; drop table event_rows --",
        "%",
        "_",
        "\\",
      ),
      fc.constantFrom(
        "whole" as const,
        "start" as const,
        "middle" as const,
        "upper" as const,
        "one" as const,
      ),
    )
    .map(([text, how]) => {
      const quoted = (part: string): string => part.replace(/[\\*?"(),\s]/g, "\\$&");
      const inQuotes = (whole: string): string => `"${whole.replace(/["\\]/g, "\\$&")}"`;
      const written = {
        whole: inQuotes(text),
        start: `${quoted(text.slice(0, 2))}*`,
        middle: `*${quoted(text.slice(1, 4))}*`,
        upper: inQuotes(text.toUpperCase()),
        one: `?${quoted(text.slice(1))}*`,
      };
      return written[how];
    });

const order = fc.constantFrom(":", ">", ">=", "<", "<=", "!=");
const compare = (field: string, values: fc.Arbitrary<string>, how = order): fc.Arbitrary<string> =>
  fc.tuple(how, values).map(([operator, value]) => `${field} ${operator} ${value}`);
const among = (field: string, values: readonly (string | null)[]): fc.Arbitrary<string> =>
  fc.oneof(
    words(values).map((word) => `${field}:${word}`),
    fc.array(words(values), { minLength: 1, maxLength: 3 }).map((some) => `${field}:(${some.join(" or ")})`),
    fc.constant(`${field}:*`),
  );

const EVENT_LEAVES: readonly fc.Arbitrary<string>[] = [
  among("user", NAMES),
  among("user.name", NAMES),
  among("event.action", ACTIONS),
  among("service", SERVICES),
  among("country", COUNTRIES),
  among("address", ADDRESSES),
  among("resource", RESOURCES),
  among("error", ["AccessDenied"]),
  among("session", ["Deploy"]),
  among("tool", ["aws-cli", "Boto3"]),
  among("id", ["id-1", sampleUuid(3)]),
  fc.constantFrom("address:198.51.100.0/23", "address:10.0.0.0/8", "address:198.51.100.7/32"),
  fc.constantFrom(
    "automated:true",
    "automated:no",
    "outcome:d*",
    "class:download",
    "device:mobile",
    "-device:*",
  ),
  compare("weekday", fc.constantFrom("monday", "wednesday", "sunday")),
  compare("hour", fc.integer({ min: 0, max: 23 }).map(String)),
  compare("bytes", fc.constantFrom("0", "100mb", "1.5gb", "1000000", "10mb..1gb")).filter(
    (text) => !text.includes("..") || text.includes(" : "),
  ),
  compare("bytes_out", fc.constantFrom("0", "300mb")),
  compare("sensitivity", fc.constantFrom("1", "2", "3")),
  compare(
    "time",
    fc.constantFrom("2026-01-05", "2026-01-06T08", "today", "yesterday", "now-30h", "last-week"),
  ).filter((text) => !text.endsWith("T08")),
  words([...NAMES, ...ACTIONS, ...RESOURCES, "DE", sampleUuid(3), "AKIA"]).filter((word) => word !== '""'),
];

const queries = (leaves: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { depthSize: "small" },
      fc.oneof(...leaves),
      tie("query").map((one) => `not (${one})`),
      fc
        .tuple(tie("query"), fc.constantFrom("and", "or", ""), tie("query"))
        .map(([a, how, b]) => `(${a}) ${how} (${b})`),
    ),
  })).query;

const parse = (text: string, subject: QuerySubject) => parseQuery(text, { subject, now: NOW });

export function describeQueries({ store }: Pick<PortsUnderTest, "store">): void {
  const ingest = async (): Promise<void> => {
    const session = store().events.startIngest();
    await session.add(sampleInput("hunted"), sampleBatches(HUNTED_EVENTS));
    await session.commit();
  };

  it("give of events exactly those that they mean, whatever is asked", { timeout: 120_000 }, async () => {
    await ingest();
    const rows = HUNTED_EVENTS.map((event) => ({ id: event.id, row: toEventRow(event) }));
    await fc.assert(
      fc.asyncProperty(queries(EVENT_LEAVES), async (text) => {
        const where = parse(text, "events");
        const page = await store().events.readEvents({ where, limit: 100, order: "oldest-first" });
        const wanted = rows.filter(({ row }) => matchesCondition(where, row)).map(({ id }) => id);
        expect(
          page.events.map(({ event }) => event.id),
          text,
        ).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
    expect(await store().events.countEvents({})).toBe(HUNTED_EVENTS.length);
  });

  it("give of findings exactly those that they mean", { timeout: 120_000 }, async () => {
    await ingest();
    const findings = HUNTED_EVENTS.slice(0, 30).map((event, n) => toFinding(event, n));
    await store().findings.replace(
      { lens: "rules", partition: null, fromDay: SAMPLE_DAY, toDay: null },
      findings.map((finding) => ({ finding, accessKeyId: null, day: SAMPLE_DAY })),
    );
    const rows = findings.map((finding) => ({ id: finding.id, row: toFindingRow(finding) }));
    await fc.assert(
      fc.asyncProperty(queries(FINDING_LEAVES), async (text) => {
        const where = parse(text, "findings");
        const page = await store().findings.read({ where, limit: 100, order: "oldest-first" });
        const wanted = rows.filter(({ row }) => matchesCondition(where, row)).map(({ id }) => id);
        expect(page.findings.map(({ finding }) => finding.id).toSorted(), text).toEqual(wanted.toSorted());
      }),
      { numRuns: RUNS },
    );
  });
}

function toFinding(event: Event, n: number): Finding {
  return sampleFinding(n, {
    at: event.at,
    until: event.at,
    severity: pick(["info", "low", "medium", "high", "critical"] as const, n),
    score: (n % 10) / 10,
    actor: { id: event.actor.id, type: event.actor.type, name: event.actor.name },
    entity: {
      type: n % 2 === 0 ? "actor" : "resource",
      id: toEntityId(n % 2 === 0 ? event.actor.id : "bucket"),
    },
    detector: { id: `d-${n % 3}`, kind: n % 3 === 0 ? "rule" : "model", title: `Title ${n % 3}: 100%` },
    attack: [
      { tactic: pick(TACTICS, n).id, technique: n % 2 === 0 ? "T1078.004" : null },
      { tactic: "TA0010", technique: "T1537" },
    ].slice(0, (n % 3) + 1 > 2 ? 2 : n % 3),
    events: [event.id, HUNTED_EVENTS[n + 30]!.id].map(toEventId),
    summary: `What ${event.actor.name} did`,
  });
}

function toFindingRow(finding: Finding): QueryRow {
  const evidence = HUNTED_EVENTS.filter(({ id }) => finding.events.includes(id)).map(toEventRow);
  const fields: Readonly<Record<string, readonly FieldValue[]>> = {
    time: [finding.at],
    severity: [finding.severity],
    score: [finding.score],
    verdict: ["none"],
    state: ["new"],
    assignee: [],
    tag: [],
    summary: [finding.summary],
    user: [finding.actor.name, finding.actor.id],
    user_type: [finding.actor.type],
    detector: [finding.detector.title, finding.detector.id],
    kind: [finding.detector.kind],
    tactic: finding.attack.flatMap(({ tactic }) => {
      const found = TACTICS.find(({ id }) => id === tactic)!;
      return [found.id, found.slug, found.name];
    }),
    technique: known(...finding.attack.map(({ technique }) => technique)),
    entity: [finding.entity.id],
    entity_type: [finding.entity.type],
    excepted: [false],
    incident: [],
    id: [finding.id],
  };
  const texts = ["summary", "detector", "user", "entity", "id"];
  return {
    valuesOf: (field) => fields[field] ?? evidence.flatMap((row) => row.valuesOf(field)),
    texts: texts.flatMap((field) => fields[field]!.map(String)),
  };
}

const FINDING_LEAVES: readonly fc.Arbitrary<string>[] = [
  among("user", NAMES),
  among("detector", ["Title 1: 100%", "d-2"]),
  among("technique", ["T1078.004", "T1537"]),
  fc.constantFrom(
    "tactic:exfiltration",
    "tactic:ta0010",
    'tactic:"Initial Access"',
    "tactic:*",
    "tactic:x",
    "tactic:i*",
  ),
  fc.constantFrom(
    "excepted:false",
    "verdict:none",
    "state:new",
    "assignee:*",
    "tag:x",
    "kind:model",
    "entity_type:actor",
    "incident:*",
  ),
  compare("severity", fc.constantFrom("info", "medium", "critical")),
  compare("score", fc.constantFrom("0", "0.5", "0.9")),
  among("entity", ["bucket", "user:ann"]),
  among("country", COUNTRIES),
  among("action", ACTIONS),
  among("resource", RESOURCES),
  among("region", ["eu-central-1"]),
  words([...NAMES, "Title", "did", "bucket"]).filter((word) => word !== '""'),
];
