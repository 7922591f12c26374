import { describe, expect, test } from "vitest";
import { detectBatches, detectSamples } from "../fixtures/detect-samples.ts";
import { START_AT, toActor, toSample } from "../fixtures/sample-events.ts";
import { EVIDENCE_HORIZON_MS } from "./evidence-log.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const BASE = `
title: Refused
name: refused
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: [GetObject, StopLogging] }
  condition: selection
`;
const toCorrelation = (body: string, entity = "actor"): string => `${BASE}
---
title: Many calls
id: 5f1b0a3e-0000-4000-8000-00000000000c
correlation:
  rules: [refused]
  ${body}
level: medium
tags: [attack.discovery]
gait: { entity: ${entity} }
`;
const COUNT = toCorrelation(`type: event_count
  group-by: [actor]
  timespan: 10m
  condition: { gte: 3 }`);

const calls = (count: number, stepMs: number) =>
  Array.from({ length: count }, (_, n) => toSample({ after: n * stepMs, name: "GetObject" }));

describe("findings of correlations", () => {
  test("count: quiet below the condition, one finding at it, told with its events in order", () => {
    expect(detectSamples(COUNT, calls(2, MINUTE_MS)).findings).toEqual([]);
    const { findings } = detectSamples(COUNT, calls(3, MINUTE_MS));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      at: START_AT,
      until: START_AT + 2 * MINUTE_MS,
      severity: "medium",
      detector: { kind: "correlation" },
      entity: { type: "actor", id: toActor("alice").id },
      events: ["event-0", "event-60000", "event-120000"],
      incident: expect.any(String),
      summary:
        "Many calls: alice made 3 such calls in 2 minutes, beginning with GetObject in eu-west-1 from 198.51.100.7 with aws-cli.",
    });
    expect(findings[0]!.explanation).toMatchObject({
      correlation: "event_count",
      events: 3,
    });
  });

  test("one is told in the singular", () => {
    const one = COUNT.replace("gte: 3", "gte: 1");
    expect(detectSamples(one, calls(1, 0)).findings[0]!.summary).toContain(
      "alice made 1 such call in 1 minute,",
    );
  });

  test("distinct values say which field they are of", () => {
    const rule = toCorrelation(`type: value_count
  group-by: [actor]
  timespan: 10m
  condition: { field: resource, gte: 2 }`);
    const samples = ["a", "b", "c"].map((resource, n) => toSample({ after: n, name: "GetObject", resource }));
    expect(detectSamples(rule, samples).findings[0]!.summary).toContain(
      "reached 3 different values of resource in 1 minute",
    );
  });

  test("groups stay apart however their events take turns", () => {
    const samples = Array.from({ length: 6 }, (_, n) =>
      toSample({ after: n * MINUTE_MS, name: "GetObject", actor: toActor(n % 2 === 0 ? "alice" : "bob") }),
    );
    const { findings } = detectSamples(COUNT, samples);
    expect(findings.map((finding) => finding.actor.name).toSorted()).toEqual(["alice", "bob"]);
    expect(findings.every((finding) => finding.events.length === 3)).toBe(true);
  });

  test("a rule that only feeds a correlation gives no findings of its own", () => {
    expect(detectSamples(COUNT, calls(1, 0)).findings).toEqual([]);
  });

  test("about an address, when the log has none, the actor stands for it and is called so", () => {
    const rule = COUNT.replace("entity: actor", "entity: ip");
    const samples = [0, 1, 2].map((after) => toSample({ after, name: "GetObject", address: null }));
    expect(detectSamples(rule, samples).findings[0]!.entity).toEqual({
      type: "actor",
      id: toActor("alice").id,
    });
    expect(detectSamples(rule, calls(3, 1)).findings[0]!.entity).toEqual({ type: "ip", id: "198.51.100.7" });
  });

  test("order of arrival and cuts between batches change nothing, not even the words", () => {
    const samples = Array.from({ length: 40 }, (_, n) =>
      toSample({
        after: n * 7 * MINUTE_MS,
        name: n % 3 === 0 ? "StopLogging" : "GetObject",
        resource: `r${n}`,
      }),
    );
    const rule = COUNT.replace("10m", "30m");
    const expected = detectSamples(rule, samples);
    expect(expected.findings.length).toBeGreaterThan(0);
    expect(detectSamples(rule, samples.toReversed())).toEqual(expected);
    expect(detectBatches(rule, samples.map((sample) => [sample]).toReversed())).toEqual(expected);
    expect(detectBatches(rule, [samples.slice(25), samples.slice(0, 25)])).toEqual(expected);
  });

  test("what is said of the beginning is of an event of the evidence", () => {
    // The hour's first call is StopLogging; the burst that counts comes half an hour later.
    const samples = [
      toSample({ after: 0, name: "StopLogging" }),
      ...[40, 41, 42].map((minute) => toSample({ after: minute * MINUTE_MS, name: "GetObject" })),
    ];
    const { findings } = detectSamples(COUNT, samples);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.events).toHaveLength(3);
    expect(findings[0]!.summary).toContain("beginning with GetObject");
  });

  test("a burst that goes on beyond the horizon keeps its evidence from the first event on", () => {
    const days = 6;
    const slow = Array.from({ length: days * 24 * 60 }, (_, n) =>
      toSample({ after: n * MINUTE_MS, name: "GetObject", id: `s${n}` }),
    );
    // So much else that the beginning is forgotten, were it not needed.
    const others = Array.from({ length: 3 << 14 }, (_, n) =>
      toSample({
        after: Math.floor((n * days * 24 * 60 * MINUTE_MS) / (3 << 14)),
        name: "GetObject",
        id: `o${n}`,
        actor: toActor(`other-${n % 5000}`),
      }),
    );
    const { findings } = detectSamples(COUNT, [...slow, ...others]);
    const long = findings.find(({ actor }) => actor.id === toActor("alice").id)!;
    expect(days * 24 * 3_600_000).toBeGreaterThan(2 * EVIDENCE_HORIZON_MS);
    expect(long.events.slice(0, 2)).toEqual(["s0", "s1"]);
    expect(long.events).toHaveLength(slow.length);
  });

  test("temporal: two kinds of calls within the window", () => {
    const rule = `
title: Stopped
name: stopped
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
---
title: Deleted
name: deleted
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: DeleteTrail }, condition: selection }
---
title: Stopped, then deleted
correlation: { type: temporal_ordered, rules: [stopped, deleted], group-by: [actor], timespan: 1h }
level: critical
`;
    const pair = (gapMs: number, turned = false) =>
      detectSamples(rule, [
        toSample({ after: 0, name: turned ? "DeleteTrail" : "StopLogging" }),
        toSample({ after: gapMs, name: turned ? "StopLogging" : "DeleteTrail" }),
      ]).findings;
    expect(pair(HOUR_MS - 1).map((finding) => finding.severity)).toEqual(["critical"]);
    expect(pair(HOUR_MS + 1)).toEqual([]);
    expect(pair(1000, true)).toEqual([]);
    expect(pair(1000)[0]!.summary).toContain("did 2 things that together are suspicious");
  });
});
