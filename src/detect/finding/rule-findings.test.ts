import { describe, expect, test } from "vitest";
import { detectBatches, detectSamples, type Sample } from "../fixtures/detect-samples.ts";
import { START_AT, toActor, toSample } from "../fixtures/sample-events.ts";
import { BURST_GAP_MS, EVENTS_PER_FINDING_MAX } from "./rule-findings.ts";

const toRule = (entity: string, level = "high"): string => `
title: Trail stopped
id: 5f1b0a3e-0000-4000-8000-000000000001
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: StopLogging }
  condition: selection
level: ${level}
tags: [attack.defense-evasion, attack.t1562.008]
gait: { entity: ${entity}, response: [Start it again] }
`;
const RULE = toRule("actor");

const eventsOf = (samples: readonly Sample[], rule: string = RULE) =>
  detectSamples(rule, samples)
    .findings.toSorted((a, b) => a.at - b.at || (a.entity.id < b.entity.id ? -1 : 1))
    .map((finding) => finding.events);

describe("findings of rules", () => {
  test("one match is one finding, with who, what and where from", () => {
    const { findings } = detectSamples(RULE, [
      toSample({ resource: "main-trail" }),
      toSample({ after: 1, name: "GetTrail" }),
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      at: START_AT,
      until: START_AT,
      severity: "high",
      detector: { kind: "rule", title: "Trail stopped" },
      events: ["event-0"],
      attack: [{ tactic: "TA0005", technique: "T1685.002" }],
      summary:
        "Trail stopped: alice called StopLogging on main-trail in eu-west-1 from 198.51.100.7 with aws-cli.",
    });
    expect(findings[0]!.explanation).toMatchObject({ response: ["Start it again"] });
  });

  test("matches exactly an hour apart are one finding, a millisecond more makes two", () => {
    expect(eventsOf([toSample({ after: 0 }), toSample({ after: BURST_GAP_MS })])).toEqual([
      ["event-0", `event-${BURST_GAP_MS}`],
    ]);
    expect(eventsOf([toSample({ after: 0 }), toSample({ after: BURST_GAP_MS + 1 })])).toEqual([
      ["event-0"],
      [`event-${BURST_GAP_MS + 1}`],
    ]);
  });

  test("a burst may go on for much longer than the gap", () => {
    const samples = Array.from({ length: 10 }, (_, n) => toSample({ after: n * BURST_GAP_MS }));
    expect(eventsOf(samples)).toHaveLength(1);
  });

  test("a finding holds its maximum of events; one more begins the next, and no event is left out", () => {
    const make = (count: number) => Array.from({ length: count }, (_, n) => toSample({ after: n }));
    expect(eventsOf(make(EVENTS_PER_FINDING_MAX)).map((events) => events.length)).toEqual([
      EVENTS_PER_FINDING_MAX,
    ]);
    const two = eventsOf(make(EVENTS_PER_FINDING_MAX + 1));
    expect(two.map((events) => events.length)).toEqual([EVENTS_PER_FINDING_MAX, 1]);
    expect(new Set(two.flat()).size).toBe(EVENTS_PER_FINDING_MAX + 1);
  });

  test("entities whose matches take turns keep findings of their own", () => {
    const [alice, bob] = [toActor("alice"), toActor("bob")];
    const samples = [0, 1, 2, 3, 4, 5].map((after) =>
      toSample({ after, actor: after % 2 === 0 ? alice : bob }),
    );
    expect(eventsOf(samples)).toEqual([
      ["event-0", "event-2", "event-4"],
      ["event-1", "event-3", "event-5"],
    ]);
  });

  test("a rule about addresses groups by address, and names how many took part", () => {
    const samples = ["alice", "bob", "carol"].map((name, after) => toSample({ after, actor: toActor(name) }));
    const { findings } = detectSamples(toRule("ip"), samples);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.entity).toEqual({ type: "ip", id: "198.51.100.7" });
    expect(findings[0]!.summary).toContain("alice and 2 more made 3 such calls, first StopLogging");
  });

  test("a tool that the log does not name is not told as if it had a name", () => {
    const { findings } = detectSamples(toRule("ip"), [toSample({ tool: "absent" })]);
    expect(findings[0]!.summary).toContain("from 198.51.100.7.");
  });

  test("where there is no address or resource, the actor stands for it and is called so", () => {
    const { findings } = detectSamples(toRule("ip"), [toSample({ address: null })]);
    expect(findings[0]!.entity).toEqual({ type: "actor", id: toActor("alice").id });
  });

  test("events that come late take their place in time", () => {
    const inOrder = [0, 1, 2].map((after) => toSample({ after, resource: `trail-${after}` }));
    const expected = detectSamples(RULE, inOrder);
    expect(detectSamples(RULE, inOrder.toReversed())).toEqual(expected);
    expect(expected.findings[0]!.summary).toContain("on trail-0");
  });

  test("what explains a finding is its first event, however the input was cut into batches", () => {
    const byResource = RULE.replace("eventName: StopLogging", "resource|startswith: trail");
    const samples = [3, 1, 2, 0].map((after) =>
      toSample({ after, resource: `trail-${after}`, outcome: after === 0 ? "denied" : "success" }),
    );
    const expected = detectSamples(byResource, samples);
    expect(expected.findings[0]!.summary).toMatch(/on trail-0 \(refused\)/);
    expect(expected.findings[0]!.explanation["matched"]).toMatchObject([{ value: "trail-0" }]);
    expect(
      detectBatches(
        byResource,
        samples.map((sample) => [sample]),
      ),
    ).toEqual(expected);
    expect(detectBatches(byResource, [samples.slice(2), samples.slice(0, 2)])).toEqual(expected);
  });

  test("events of one instant are ordered by id, whatever their ids look like and whichever came first", () => {
    const ids = [
      "b-2",
      "a-1",
      "c-3",
      "00000000-0000-4000-8000-000000000001",
      "ffffffff-0000-4000-8000-000000000001",
    ];
    const samples = ids.map((id) => toSample({ id, resource: id }));
    const expected = detectSamples(RULE, samples);
    expect(expected.findings[0]!.events).toHaveLength(5);
    expect(detectSamples(RULE, samples.toReversed())).toEqual(expected);
    expect(detectBatches(RULE, samples.map((sample) => [sample]).toReversed())).toEqual(expected);
  });

  test("an event that comes twice counts once", () => {
    const sample = toSample();
    expect(detectSamples(RULE, [sample, sample])).toEqual(detectSamples(RULE, [sample]));
    expect(detectBatches(RULE, [[sample], [sample]])).toEqual(detectSamples(RULE, [sample]));
  });

  test("what a service does for itself is one step quieter, never silent", () => {
    const service = toActor("config", { type: "service" });
    const severityOf = (level: string) =>
      detectSamples(toRule("actor", level), [toSample({ actor: service })]).findings[0]!.severity;
    expect(severityOf("critical")).toBe("high");
    expect(severityOf("informational")).toBe("info");
  });

  test("ids stay the same from run to run, and differ by entity, start and rule", () => {
    const idOf = (rule: string, sample: Sample) => detectSamples(rule, [sample]).findings[0]!.id;
    const id = idOf(RULE, toSample());
    expect(idOf(RULE, toSample())).toBe(id);
    // Written down: an id that changes with a version of Gait would raise every finding again.
    expect(id).toMatchInlineSnapshot(`"8db4ddf3bfec842a98d1feecdfb6ce38"`);
    const others = [
      idOf(RULE, toSample({ actor: toActor("bob") })),
      idOf(RULE, toSample({ after: 1 })),
      idOf(toRule("ip"), toSample()),
      idOf(RULE.replace("000000000001", "000000000002"), toSample()),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });

  test("of equal severity, the one that is news comes first", () => {
    const other = RULE.replace("Trail stopped", "Trail deleted")
      .replace("000000000001", "000000000002")
      .replace("StopLogging", "DeleteTrail");
    const daily = Array.from({ length: 20 }, (_, n) => toSample({ after: n * 24 * BURST_GAP_MS }));
    const news = toSample({ after: 20 * 24 * BURST_GAP_MS, name: "DeleteTrail" });
    const { findings } = detectSamples(`${RULE}\n---\n${other}`, [
      ...daily.slice(1),
      news,
      ...daily.slice(0, 1),
    ]);
    // Of two days' news, the later one is surer: more is known of what is usual.
    expect(findings[0]!.detector.title).toBe("Trail deleted");
    expect(findings[0]!.score).toBeGreaterThan(0.74);
    // One earlier day is no habit yet; what came on the third is one.
    const days = findings.slice(1).map(({ at }) => (at - START_AT) / (24 * BURST_GAP_MS));
    expect(days).toEqual([1, 0, ...Array.from({ length: 18 }, (_, n) => n + 2)]);
    expect(findings[3]!.score).toBeLessThan(findings[2]!.score - 0.02);
    expect(findings[20]!.score).toBeGreaterThan(0.65);
  });
});
