import { parse } from "csv-parse/sync";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { REPORT_FORMATS, severityRank, toEpochMs, toEventId, toFindingId } from "../domain/index.ts";
import type { Block, ReportDocument } from "./document/document.ts";
import type { AnyFacts, ReportedFinding } from "./facts.ts";
import {
  ALL_SAMPLES,
  HOSTILE,
  START,
  sampleActorFacts,
  sampleEvent,
  sampleFinding,
  sampleIncidentFacts,
  samplePeriodFacts,
  samplePostureFacts,
} from "./fixtures/sample-facts.ts";
import { REPORT_JSON } from "./json/report-json.ts";
import { RUNS_SHOWN_MAX, toRuns } from "./section/evidence.ts";
import { toReportDocument, writeReport } from "./write-report.ts";

const toText = (facts: AnyFacts): string =>
  parseHTML(writeReport(facts, "html").text).document.body.textContent.replaceAll(/\s+/g, " ");
const titlesOf = ({ sections }: ReportDocument): readonly string[] => sections.map(({ title }) => title);

describe("S1-06 S3-05 S3-18: an incident's report", () => {
  const facts = sampleIncidentFacts();
  const text = toText(facts);

  test("has everything that somebody needs who was not there", () => {
    expect(titlesOf(toReportDocument(facts))).toEqual([
      "Summary",
      "What to do now",
      "What happened",
      "Who and from where",
      "Compared with what is usual",
      "Why this was found",
      "Evidence",
      "In the words of MITRE ATT&CK",
      "Risk of the identities",
      "What would help from now on",
      "What was not looked at",
      "Appendix: records and hashes",
    ]);
  });

  test("says in words who did what, when and in which zone, from where, and how sure that is", () => {
    expect(text).toContain("Suspected theft of data: ann");
    expect(text).toContain("Beginning on 25 January 2026, 00:58 UTC, and over 11 minutes, the identity ann");
    expect(text).toContain("from addresses in Germany");
    expect(text).toContain("Nobody has judged it yet: it is a suspicion, and a person should decide.");
    expect(text).toContain("1 fixed rule and 1 detector of things never seen before agree");
  });

  test("tells the story along the tactics, numbered by time", () => {
    expect(text.indexOf("To get in (Initial Access)")).toBeLessThan(
      text.indexOf("To take data out (Exfiltration)"),
    );
    expect(text).toContain("2, 2026-01-25 00:58:18: Late at night");
  });

  test("explains with parts that add up, the usual beside the found, and what would have been quiet", () => {
    // 4.0 - 1.5 + rest 3.75 + 0.5 to begin with = 6.75
    for (const words of ["+4.0 bits", "−1.5 bits", "+3.8 bits", "+0.5 bits", "Together 6.8 bits"])
      expect(text).toContain(words);
    expect(text).toContain("never before");
    expect(text).toContain("France (FR) 100%");
    expect(text).toContain("It would have been quiet from a known network.");
    expect(text).toContain("08:00 to 10:59, 14:00");
  });

  test("tells what was usual before it began, not what was learned of it by the end of the hour", () => {
    const [one] = facts.findings.filter(({ finding }) => "profile" in finding.explanation);
    const told = (events: number, country: string): ReportedFinding => ({
      ...one!,
      finding: {
        ...one!.finding,
        explanation: {
          ...one!.finding.explanation,
          profile: { country: [{ value: country, share: 1 }] },
          history: { text: "learned", events },
        },
      },
    });
    const findings = [told(900, "DE"), told(800, "FR"), told(1000, "US")];
    expect(toText({ ...facts, findings })).toContain("France (FR) 100%");
    expect(toText({ ...facts, findings })).not.toContain("United States (US) 100%");
  });

  test("lists points of the risk that sum to it", () => {
    expect(text).toMatch(/ann: 57 of 100.*40.*17.*Together 57 points/);
  });

  test("shows how one identity led to the next, records as they came, and hashes of both", () => {
    expect(text).toContain("bob made an access key for ann (key AKIAIOSFODNN7EXAMPLE)");
    expect(text).toContain(`SHA-256 ${"cd".repeat(32)}`);
    expect(text).toContain("ab".repeat(32));
  });

  test("says what was not looked at and what was left out", () => {
    expect(text).toContain("350 of 374 detectors could look");
    expect(text).toContain("1 log file with 20 events came in after the last pass");
    expect(text).toContain("3 findings that a person judged false");
    expect(text).toContain("user-activity logs");
  });

  test.each([
    ["true-positive", "Confirmed theft of data: ann", "judged: it is real"],
    ["false-positive", "False alarm: it looked like theft of data: ann", "judged: a false alarm"],
    [
      "benign",
      "Allowed activity that looked like theft of data: ann",
      "judged: it happened, and was allowed",
    ],
  ] as const)("bears the verdict %s in its title and its state", (verdict, title, state) => {
    const judged = toText({ ...facts, verdict });
    expect(judged).toContain(title);
    expect(judged).toContain(state);
  });

  test("without events says that they are gone, and stands all the same", () => {
    const gone = toText({ ...facts, events: [], records: [], inputs: [] });
    expect(gone).toContain("The events that the findings stand on are no longer stored.");
  });
});

describe("S1-06: reports of an identity, a period and the posture", () => {
  test("an identity: what it is, its risk, when it is active, what it uses", () => {
    const text = toText(sampleActorFacts());
    expect(text).toContain("ann is a user account with a password or keys of its own");
    expect(text).toContain("Its risk is 57 of 100");
    expect(text).toContain("Germany (DE) (5)");
  });

  test("an identity about which nothing was found is said to be so", () => {
    const none = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
    const quiet = {
      ...sampleActorFacts(),
      findings: [],
      findingCounts: none,
      incidents: [],
      incidentCount: 0,
      records: [],
    };
    expect(toText(quiet)).toContain("Gait looked at what it did and found nothing out of the ordinary.");
    expect(titlesOf(toReportDocument(quiet))).not.toContain("Why this was found");
  });

  test("a period: how much of what, compared with the time before, and said where there is none", () => {
    expect(toText(samplePeriodFacts())).toContain("1,000, before 800 (25% more)");
    expect(toText(samplePeriodFacts())).toContain("2, none before");
    expect(toText({ ...samplePeriodFacts(), before: null })).toContain(
      "The logs do not reach back far enough",
    );
  });

  test("the posture: what can be seen, what was judged, advice by function of the NIST framework", () => {
    const text = toText(samplePostureFacts());
    expect(text).toContain("People have judged 6 findings of 46: 1 real, 3 allowed, 2 false.");
    expect(text).toContain("Take data out");
    expect(text).toContain("Govern");
  });
});

describe("lists are bounded, and say so", () => {
  const facts = sampleIncidentFacts();
  const toEvents = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const { event, origin } = sampleEvent(index);
      return { event: { ...event, action: { ...event.action, name: `Call${index}` } }, origin };
    });
  const rowsOf = (events: ReturnType<typeof toEvents>): Extract<Block, { kind: "table" }> => {
    const section = toReportDocument({ ...facts, events, eventCount: events.length }).sections.find(
      ({ id }) => id === "evidence",
    );
    return section!.blocks.find((block) => block.kind === "table")!;
  };

  test("lines of evidence, at the limit and one past it", () => {
    expect(rowsOf(toEvents(RUNS_SHOWN_MAX))).toMatchObject({ leftOut: null });
    expect(rowsOf(toEvents(RUNS_SHOWN_MAX)).rows).toHaveLength(RUNS_SHOWN_MAX);
    expect(rowsOf(toEvents(RUNS_SHOWN_MAX + 1)).rows).toHaveLength(RUNS_SHOWN_MAX);
    expect(rowsOf(toEvents(RUNS_SHOWN_MAX + 1)).leftOut).toContain("1 more lines are not shown");
  });

  test("calls of one kind are one line up to a pause of a quarter of an hour", () => {
    const at = (index: number, minutes: number) => {
      const { event, origin } = sampleEvent(0);
      return {
        event: { ...event, id: toEventId(`e${index}`), at: toEpochMs(START + minutes * 60_000) },
        origin,
      };
    };
    expect(toRuns([at(0, 0), at(1, 15), at(2, 30)]).map(({ count }) => count)).toEqual([3]);
    expect(toRuns([at(0, 0), at(1, 15), at(2, 30.1)]).map(({ count }) => count)).toEqual([2, 1]);
    expect(toRuns([at(0, 0), at(1, 15)])[0]).toMatchObject({ bytesOut: 2_000_000 });
  });

  test("of sixty findings the worst are explained, the others named", () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({
      finding: sampleFinding(index, {
        id: toFindingId(`many-${index}`),
        severity: index === 59 ? "critical" : "low",
      }),
      verdict: null,
      exception: null,
    }));
    const text = toText({ ...facts, findings });
    expect(text).toContain("50 more findings, of less weight");
    expect(text.indexOf("60. Network where")).toBeLessThan(
      text.indexOf("1. Network where", text.indexOf("Why this was found")),
    );
  });
});

describe.each(ALL_SAMPLES)("files of %o", (makeFacts) => {
  test.each(REPORT_FORMATS)("%s can be written of the most hostile text, under a harmless name", (format) => {
    const { fileName, text } = writeReport(makeFacts(HOSTILE), format);
    expect(fileName).toMatch(/^gait-[\w.-]+$/);
    expect(text.length).toBeGreaterThan(50);
    if (format !== "html" && format !== "md" && format !== "csv")
      expect(() => JSON.parse(text)).not.toThrow();
  });

  test("JSON follows its schema, and its contributions sum to the score", () => {
    const report = REPORT_JSON.parse(JSON.parse(writeReport(makeFacts(HOSTILE), "json").text));
    for (const { risk } of report.actors)
      expect(risk?.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(risk?.score);
    expect(report.summary.join(" ")).not.toBe("");
    expect(report.findings.every(({ severity }) => severityRank(severity) >= 0)).toBe(true);
  });

  test("CSV has the findings beside each event, and no cell that a spreadsheet would run", () => {
    const rows: string[][] = parse(writeReport(makeFacts("=1+1"), "csv").text);
    expect(rows.map((row) => row.length)).toEqual(Array(3).fill(rows[0]!.length));
    expect(rows[1]?.[rows[0]!.indexOf("finding_ids")]).toBe("finding-0 finding-1");
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@-]/);
    const { event, origin } = sampleEvent(0);
    const formula = { event: { ...event, resource: "=HYPERLINK(1)" }, origin };
    expect(writeReport({ ...makeFacts(), events: [formula] }, "csv").text).toContain("'=HYPERLINK(1)");
  });
});
