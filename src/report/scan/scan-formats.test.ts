import { parse } from "csv-parse/sync";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import {
  type Finding,
  type Incident,
  type RunRecord,
  SEVERITIES,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
  toIncidentId,
} from "../../domain/index.ts";
import {
  FINDING_JSON,
  INCIDENT_JSON,
  renderScanPage,
  toFindingJson,
  toFindingsCsv,
  toIncidentJson,
  toIsoTime,
  toRunRecordJson,
} from "../index.ts";
import { PAGE_FINDINGS_MAX } from "./scan-page.ts";

const AT = Date.UTC(2026, 0, 5, 10);

function makeFinding(rest: Partial<Finding> = {}): Finding {
  return {
    id: toFindingId("f1"),
    at: toEpochMs(AT),
    until: toEpochMs(AT + 500),
    detector: { id: "d1", kind: "rule", title: "Trail stopped" },
    severity: "high",
    score: 0.123456,
    actor: { id: toEntityId("arn:alice"), type: "user", name: "alice" },
    entity: { type: "actor", id: toEntityId("arn:alice") },
    attack: [
      { tactic: "TA0112", technique: "T1685.002" },
      { tactic: "TA0005", technique: null },
    ],
    events: [toEventId("e1"), toEventId("e2")],
    incident: toIncidentId("i1"),
    summary: "Trail stopped: alice.",
    explanation: {
      why: "Because.",
      matched: [{ field: "eventName", value: "StopLogging" }],
      response: ["Look"],
    },
    ...rest,
  };
}
const INCIDENT: Incident = {
  id: toIncidentId("i1"),
  at: toEpochMs(AT),
  until: toEpochMs(AT),
  severity: "high",
  score: 1 / 3,
  actors: [toEntityId("arn:alice")],
  tactics: ["TA0112"],
  findings: [toFindingId("f1")],
  events: [toEventId("e1")],
  summary: "alice. Covered it up: Trail stopped.",
};
const RECORD: RunRecord = {
  startedAt: toEpochMs(AT),
  seconds: 0.5,
  threads: 0,
  files: 1,
  bytes: 10,
  skippedCount: 0,
  skipped: [],
  problems: [],
  records: 4,
  events: 2,
  duplicates: 1,
  rejected: 1,
  outside: 0,
  rejectedByCode: { SOURCE_JSON_INVALID: 1 },
  rejects: [{ origin: { file: "a", position: 3 }, code: "SOURCE_JSON_INVALID", reason: "no", excerpt: null }],
  logTypes: { "aws-cloudtrail": 3 },
  firstAt: toEpochMs(AT),
  lastAt: null,
  detectors: 2,
  looked: 1,
  notLooked: [{ detector: "d2", title: "Uploads", why: "source-gap", needs: "upload logs" }],
  findings: { info: 0, low: 0, medium: 0, high: 1, critical: 0 },
  incidents: 1,
  notes: [],
};

describe("JSON", () => {
  test("a finding has the documented shape: a technique that is not known is left out, scores are rounded", () => {
    const json = toFindingJson(makeFinding());
    expect(FINDING_JSON.parse(json)).toEqual(json);
    expect(json).toMatchObject({
      time: "2026-01-05T10:00:00Z",
      until: "2026-01-05T10:00:00.500Z",
      score: 0.1235,
      attack: [{ tactic: "TA0112", technique: "T1685.002" }, { tactic: "TA0005" }],
    });
  });

  test("an incident too", () => {
    const json = toIncidentJson(INCIDENT);
    expect(INCIDENT_JSON.parse(json)).toEqual(json);
    expect(json).toMatchObject({ incident: "i1", score: 0.3333 });
  });

  test("a run's record names what was read, rejected, looked at and not", () => {
    expect(toRunRecordJson(RECORD)).toMatchObject({
      version: 1,
      first_event: "2026-01-05T10:00:00Z",
      last_event: null,
      events_per_second: 4,
      rejects: [{ file: "a", position: 3, code: "SOURCE_JSON_INVALID" }],
      not_looked: [{ detector: "d2", why: "source-gap", needs: "upload logs" }],
    });
    expect(toRunRecordJson({ ...RECORD, seconds: 0, events: 0 })["events_per_second"]).toBe(0);
  });

  test("times have milliseconds only where there are some", () => {
    expect(toIsoTime(toEpochMs(AT))).toBe("2026-01-05T10:00:00Z");
    expect(toIsoTime(toEpochMs(AT + 7))).toBe("2026-01-05T10:00:00.007Z");
  });
});

describe("CSV", () => {
  const rowsOf = (findings: readonly Finding[]): Record<string, string>[] =>
    parse(toFindingsCsv(findings), { columns: true });

  test("one row a finding, with a head even where there is none", () => {
    expect(rowsOf([makeFinding()])).toEqual([
      expect.objectContaining({
        severity: "high",
        tactics: "TA0112 TA0005",
        techniques: "T1685.002",
        event_count: "2",
        events: "e1 e2",
      }),
    ]);
    expect(toFindingsCsv([]).split("\n")[0]).toMatch(/^time,until,severity,score/);
  });

  test.each(["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x"])(
    "%j is text to a spreadsheet, not a formula",
    (name) => {
      const [row] = rowsOf([
        makeFinding({
          summary: name,
          entity: { type: "resource", id: toEntityId(name) },
          events: [toEventId(name)],
        }),
      ]);
      for (const cell of [row!["summary"], row!["entity"], row!["events"]]) expect(cell).toBe(`'${name}`);
    },
  );

  test("quotes, commas and line ends stay inside their cell", () => {
    const summary = 'a "quoted", cell\nof two lines';
    expect(rowsOf([makeFinding({ summary })])[0]!["summary"]).toBe(summary);
  });
});

describe("the page", () => {
  const open = async (
    findings: readonly Finding[],
    incidents: readonly Incident[] = [INCIDENT],
    record = RECORD,
  ) => {
    const text = await renderScanPage({ findings, incidents, record });
    return { text, document: parseHTML(text).document };
  };

  test("tells incidents, findings with their evidence, and what was not looked at", async () => {
    const { document } = await open([makeFinding()]);
    expect(document.querySelector("h1")?.textContent).toBe("1 incident, the worst high");
    const body = document.body.textContent ?? "";
    for (const words of [
      "Covered it up: Trail stopped",
      "Because.",
      "eventName",
      "2 events",
      "e1 e2",
      "Look",
      "Uploads: no upload logs",
      "SOURCE_JSON_INVALID",
    ]) {
      expect(body).toContain(words);
    }
  });

  test("loads nothing from anywhere and runs nothing", async () => {
    const { text, document } = await open([makeFinding()]);
    expect(document.querySelectorAll("script, link, iframe, object, embed, img").length).toBe(0);
    expect(text).not.toMatch(/(src|href)\s*=\s*["']?(https?:)?\/\//);
    expect(text).toContain("default-src 'none'");
  });

  test("text from logs is text, wherever it stands", async () => {
    const evil = `</title><script>alert(1)</script><img src=x onerror="x">\u202e'"`;
    const { document, text } = await open(
      [
        makeFinding({
          summary: evil,
          actor: { id: toEntityId(evil), type: "user", name: evil },
          entity: { type: "resource", id: toEntityId(evil) },
          detector: { id: evil, kind: "rule", title: evil },
          attack: [{ tactic: evil, technique: evil }],
          events: [toEventId(evil)],
          explanation: {
            why: evil,
            matched: [{ field: evil, value: { [evil]: evil } }],
            response: [evil],
            false_positives: [evil, 7],
          },
        }),
      ],
      [{ ...INCIDENT, summary: evil, tactics: [evil] }],
      {
        ...RECORD,
        rejectedByCode: { [evil]: 1 },
        problems: [{ code: evil, status: 1, text: evil, remedy: evil }],
        notLooked: [{ detector: evil, title: evil, why: "source-gap", needs: evil }],
      },
    );
    expect(document.querySelectorAll("script, img").length).toBe(0);
    expect(text).not.toContain("\u202e");
    expect(document.querySelector("title")?.textContent).toBe("Gait: what is wrong in these logs");
  });

  test("10,000 characters without a space are all there, and may break", async () => {
    const long = "x".repeat(10_000);
    const { text } = await open([makeFinding({ summary: long })], [{ ...INCIDENT, summary: long }]);
    expect(text.split(long)).toHaveLength(3);
    expect(text).toMatch(/p \{[^}]*overflow-wrap: anywhere/);
  });

  test("lists findings up to its limit and says how many more there are", async () => {
    const make = (count: number) =>
      Array.from({ length: count }, (_, n) => makeFinding({ id: toFindingId(`f${n}`) }));
    const atLimit = await open(make(PAGE_FINDINGS_MAX));
    expect(atLimit.text.split('<details class="finding">')).toHaveLength(PAGE_FINDINGS_MAX + 1);
    expect(atLimit.text).not.toContain("more finding");
    const over = await open(make(PAGE_FINDINGS_MAX + 1));
    expect(over.text).toContain("… and 1 more finding;");
  });

  test("nothing found is said, beside what was looked at", async () => {
    const { document } = await open([], [], { ...RECORD, notLooked: [], rejectedByCode: {} });
    expect(document.querySelector("h1")?.textContent).toBe("Nothing found");
    expect(document.body.textContent).toContain("Every detector looked.");
    expect(document.querySelectorAll("svg").length).toBe(0);
  });

  test("findings of every severity have their mark as well as their colour", async () => {
    const { document } = await open(SEVERITIES.map((severity) => makeFinding({ severity })));
    const marks = [...document.querySelectorAll("summary .mark span")].map((mark) => mark.textContent);
    expect(new Set(marks).size).toBe(SEVERITIES.length);
  });
});
