import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EvaluateRequest, QualityReport } from "../../cli/evaluate-port.ts";
import { formatQuality } from "../../cli/evaluate-print.ts";
import type { Event } from "../../domain/index.ts";
import { generateCloudTrail, writeS3Layout } from "../../generate/index.ts";
import { DETECT_PORT } from "../detect/detect-command.ts";
import { INGEST_PORT } from "../ingest/ingest-command.ts";
import { EVALUATE_PORT } from "./evaluate-command.ts";
import { createEventTable } from "./event-table.ts";
import { toQualityMarkdown } from "./quality-markdown.ts";

const home = mkdtempSync(join(tmpdir(), "gait-test-evaluate-"));
afterAll(() => rmSync(home, { recursive: true }));

const evaluate = (rest: Partial<EvaluateRequest> = {}): Promise<QualityReport> =>
  EVALUATE_PORT.evaluate(
    {
      paths: [join(home, "AWSLogs")],
      labels: join(home, "labels.csv"),
      decoys: null,
      seed: 1,
      draws: 20,
      isThorough: true,
      place: { data: null, database: null },
      ...rest,
    },
    () => {},
  );

describe("an evaluation of generated logs", () => {
  let report: QualityReport;
  beforeAll(async () => {
    const days = generateCloudTrail({
      seed: 3,
      people: 12,
      days: 6,
      startAt: Date.UTC(2026, 0, 5),
      stories: ["log-tampering", "persistence"],
    });
    await writeS3Layout(days, {
      folder: home,
      seed: 3,
      minutesPerFile: 240,
      recordsMax: null,
      onProgress: () => {},
    });
    report = await evaluate();
  }, 120_000);

  test("every event and every label is looked at, decoys beside the labels too", () => {
    const labels = readFileSync(join(home, "labels.csv"), "utf8").trim().split("\n").length - 1;
    expect(report).toMatchObject({ attackEvents: labels, missingLabels: 0 });
    expect(report.events).toBeGreaterThan(10_000);
    expect(report.stories.map(({ name }) => name).toSorted()).toEqual(["log-tampering", "persistence"]);
    expect(report.decoys.map(({ name }) => name)).toContain("mass-deployment");
  });

  test("two loud attacks are told, with tactics' detectors named, better than at random", () => {
    for (const story of report.stories) {
      expect(story.rank, story.name).toBeLessThanOrEqual(10);
      expect(story.detectors.length, story.name).toBeGreaterThan(1);
    }
    const random = report.baselines.find(({ name }) => name === "random")!;
    expect(report.ranking.averagePrecision!).toBeGreaterThan(10 * random.ranking.averagePrecision!);
    expect(report.baselines.map(({ name }) => name)).toEqual(["do-nothing", "random", "reference-forest"]);
  });

  test("without rules nothing is left of what rules alone found", () => {
    const rule = report.without.find(({ family }) => family === "rule")!;
    expect(rule.findings).toBeGreaterThan(0);
    expect(report.without).toHaveLength(6);
  });

  test("the same logs and labels give the same report", { timeout: 60_000 }, async () => {
    expect(await evaluate()).toEqual(report);
  });

  test("what ingest and detect keep is rated as a scan of the same logs is", {
    timeout: 60_000,
  }, async () => {
    const place = { data: join(home, "data"), database: null };
    const paths = [join(home, "AWSLogs")];
    await INGEST_PORT.ingest({ paths, place, as: null, mapping: null }, () => {});
    await DETECT_PORT.detect(
      { place, moreRules: [], onlyRules: null, withModels: true, threads: 0 },
      () => {},
    );
    const kept = await evaluate({ paths: [], place, isThorough: false });
    const scanned = await evaluate({ isThorough: false });
    expect(kept).toEqual(scanned);
  });

  test("it can be read, as tables and as Markdown", () => {
    const text = formatQuality(report);
    expect(text).toContain("2 of 2 attacks are told by an incident");
    expect(text).toMatch(/log-tampering +\d/);
    const markdown = toQualityMarkdown([
      { seed: 3, report },
      { seed: 4, report },
    ]);
    expect(markdown).toContain("| attacks told by an incident | 2 of 2 | 2 of 2 |");
    for (const line of markdown.split("\n").filter((one) => one.startsWith("|"))) {
      expect(line.split("|").length, line).toBeGreaterThanOrEqual(5);
    }
  });
});

describe("labels", () => {
  const write = (name: string, text: string): string => {
    const file = join(home, name);
    writeFileSync(file, text);
    return file;
  };

  test("of other logs are refused, not rated as if all had been missed", { timeout: 60_000 }, async () => {
    const labels = write("foreign.csv", "event_id,story\n00000000-aaaa,theft\n");
    await expect(evaluate({ labels })).rejects.toMatchObject({ report: { code: "EVALUATE_LABELS_FOREIGN" } });
  });

  test.each([
    ["without a needed column", "event_id,name\n1,theft\n", "EVALUATE_LABELS_COLUMN"],
    ["with decoys without a needed column", "event_id,story\n", "EVALUATE_LABELS_COLUMN"],
  ])("%s are refused", async (_, text, code) => {
    const labels = write("broken.csv", text);
    const decoys = write("broken-decoys.csv", "event_id\n1\n");
    await expect(evaluate({ labels, decoys })).rejects.toMatchObject({ report: { code } });
  });

  test("that are not there are said to be not there", async () => {
    await expect(evaluate({ labels: join(home, "none.csv") })).rejects.toMatchObject({
      report: { code: "EVALUATE_LABELS_UNREADABLE" },
    });
  });
});

test("a table of events takes as many as its limit, the same one twice as one, and not one more", () => {
  const toEvent = (id: string): Event =>
    ({
      id,
      at: 0,
      actor: { id: "a" },
      action: { service: "s3", name: "GetObject" },
      bytesIn: null,
      bytesOut: 5,
      region: null,
      address: { text: null },
      device: null,
      tool: { name: "aws-cli" },
    }) as unknown as Event;
  const table = createEventTable(2);
  for (const id of ["1", "2", "1", "2"]) table.add(toEvent(id));
  expect(() => table.add(toEvent("3"))).toThrow(
    expect.objectContaining({ report: expect.objectContaining({ code: "EVALUATE_TOO_LARGE" }) }),
  );
  expect(table.close()).toMatchObject({ rows: 2, actors: ["a"] });
});
