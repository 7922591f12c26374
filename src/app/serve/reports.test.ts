import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { REPORT_FORMATS, SYSTEM_CLOCK } from "../../domain/index.ts";
import { REPORT_JSON } from "../../report/index.ts";
import { openStore } from "../../store/index.ts";
import { fillFindings, ingestStory } from "../findings/fixtures/told-story.ts";
import { readIncidentFacts } from "../report/read-incident.ts";
import { REPORT_PORT } from "../report/report-command.ts";
import { ServedPlace } from "./fixtures/served-place.ts";

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

const PATHS = ["incidents/incident-0", "actors/ann", "period", "posture"];

test("before anything was looked at there is no report, and it says so", async () => {
  const { status, json } = await place.ask("/api/v1/reports/posture");
  expect([status, json["code"]]).toEqual([409, "FINDINGS_NOT_LOOKED"]);
});

describe("S1-06 S3-05 S3-18: reports over HTTP", () => {
  beforeAll(async () => {
    await ingestStory(place.store);
    await fillFindings(place.store);
  });

  test.each(PATHS)(
    "%s is a page that may run nothing, load nothing, and be framed by ourselves alone",
    async (path) => {
      const { status, headers, text } = await place.ask(`/api/v1/reports/${path}`);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; .*frame-ancestors 'self'; sandbox$/,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toContain("no-store");
      expect(parseHTML(text).document.querySelectorAll("h2").length).toBeGreaterThan(4);
      expect(text).not.toContain("\u202e");
    },
  );

  test.each(PATHS)(
    "%s comes in every format, to be saved under a name that says what it is",
    async (path) => {
      for (const format of REPORT_FORMATS) {
        const { status, headers, text } = await place.ask(
          `/api/v1/reports/${path}?format=${format}&download=true`,
        );
        expect(status, format).toBe(200);
        expect(headers.get("content-disposition")).toMatch(
          /^attachment; filename="gait-[\w.-]+\.(?:html|md|json|csv)"$/,
        );
        expect(text.length).toBeGreaterThan(20);
        if (format === "json") REPORT_JSON.parse(JSON.parse(text));
      }
    },
  );

  test("S1-06: an explanation is written as a report, the same by the API and by the command", async () => {
    const served = (await place.ask("/api/v1/reports/incidents/incident-0?format=md")).text;
    const toSection = (text: string, title: string): string =>
      (text.split("\n## ").find((section) => section.startsWith(title)) ?? "").replaceAll("\\", "");
    const why = toSection(served, "Why this was found");
    for (const words of [
      "at 03:00, an hour in which it never acts",
      "+4.0 bits",
      "Together 5.8 bits",
      "More than usual.",
      "It would have been quiet under 4 bits.",
      "learned from 9 days, 800 events",
      "New duties",
      "never before",
      "rare: 1 of 8",
    ])
      expect(why).toContain(words);
    const usual = toSection(served, "Compared with what is usual");
    expect(usual).toContain("Germany (DE) 90%, France (FR) 10%");
    expect(toSection(served, "What to do now")).toContain("Ask the person behind each identity");

    const folder = await mkdtemp(join(tmpdir(), "gait-report-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const store = await openStore({ folder, databaseUrl: null, purpose: "test" });
    await ingestStory(store);
    await fillFindings(store);
    await store.close();
    const file = join(folder, "report.md");
    const told = await REPORT_PORT.write({
      place: { data: folder, database: null },
      subject: { kind: "incident", id: "incident-0" },
      format: "md",
      out: file,
    });
    expect(told).toMatchObject({ file });
    const written = await readFile(file, "utf8");
    for (const title of ["Summary", "What to do now", "Why this was found", "Compared with what is usual"])
      expect(toSection(written, title)).toBe(toSection(served, title));
  });

  test("tells of events whose records are gone without their records", async () => {
    const facts = await readIncidentFacts(place.store, "incident-0", {
      now: SYSTEM_CLOCK.now(),
      version: "0.0.0",
      eventsMax: 10,
    });
    expect(facts.events.map(({ event }) => event.id)).toEqual(["e1", "e2"]);
    expect(facts.leftOut).toEqual([
      "1 record could not be read from the archive.",
      "1 event of the evidence is no longer stored.",
    ]);
  });

  test("reads no more events than asked for, those of each finding first, and says so", async () => {
    const options = { now: SYSTEM_CLOCK.now(), version: "0.0.0" };
    const whole = await readIncidentFacts(place.store, "incident-0", { ...options, eventsMax: 3 });
    expect(whole.eventCount).toBe(3);
    expect(whole.leftOut.join(" ")).not.toContain("were read for this report");
    const part = await readIncidentFacts(place.store, "incident-0", { ...options, eventsMax: 2 });
    expect(part.leftOut).toContain("Of 3 events that are evidence the first 2 were read for this report.");
  });

  test("a period tells only of what lies in it", async () => {
    const { json } = await place.ask(
      "/api/v1/reports/period?format=json&from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z",
    );
    expect([json["incident_count"], json["findings"]]).toEqual([0, []]);
  });

  test.each([
    ["incidents/no-such-incident", 404, "FINDINGS_INCIDENT_UNKNOWN"],
    ["actors/nobody", 404, "FINDINGS_ACTOR_UNKNOWN"],
    ["period?format=exe", 400, "API_INPUT"],
    ["period?from=yesterday", 400, "API_INPUT"],
    ["nothing", 404, "API_ROUTE_UNKNOWN"],
  ])("%s is refused", async (path, status, code) => {
    const answer = await place.ask(`/api/v1/reports/${path}`);
    expect([answer.status, answer.json["code"]]).toEqual([status, code]);
  });

  test("without a key there is none", async () => {
    expect((await place.ask("/api/v1/reports/posture", { key: null })).status).toBe(401);
  });
});
