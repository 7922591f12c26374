import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { BEHAVIOUR_EXAMPLES_FILE, toBehaviourRecords } from "./behaviour-examples.ts";
import { EXAMPLE_RECORDS_MAX } from "./example-records.ts";
import { RULES_PORT } from "./rules-port.ts";

const DETECTOR = `title: New country
id: 0b8c1e0a-4f2a-4c5e-9a54-0f5a2b6c7d8e
description: x
level: low
tags: [attack.initial-access]
gait:
  kind: first_seen
  parameters:
    new_all: [country]
    bits_min: 1
    actor_kinds: [person]
    history: { days_min: 5 }
`;
const EXAMPLES = `fires:
- name: first time abroad
  history: [{ days: 6, hours: 9-12, every: 1h, events: [{ eventSource: s3.amazonaws.com, eventName: ListBuckets, sourceIPAddress: 88.1.2.3 }] }]
  records: [{ eventSource: s3.amazonaws.com, eventName: ListBuckets, sourceIPAddress: 133.11.0.1 }]
quiet:
- name: at home
  history: [{ days: 6, hours: 9-12, every: 1h, events: [{ eventSource: s3.amazonaws.com, eventName: ListBuckets, sourceIPAddress: 88.1.2.3 }] }]
  records: [{ eventSource: s3.amazonaws.com, eventName: ListBuckets, sourceIPAddress: 88.1.2.3 }]
`;

function makeFolder(detector: string, examples: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), "gait-test-detectors-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "new.yml"), detector);
  if (examples !== null) writeFileSync(join(folder, "new.examples.yml"), examples);
  return folder;
}
const whyOf = async (detector: string, examples: string | null) =>
  (await RULES_PORT.test(makeFolder(detector, examples))).map(({ passed, why }) => (passed ? "passed" : why));

describe("gait rules test, of a behaviour detector", () => {
  test("right examples pass, turned ones fail with what was said", async () => {
    expect(await whyOf(DETECTOR, EXAMPLES)).toEqual(["passed", "passed"]);
    const turned = EXAMPLES.replace("fires:", "x:").replace("quiet:", "fires:").replace("x:", "quiet:");
    expect(await whyOf(DETECTOR, turned)).toEqual([
      "should fire, and stayed quiet",
      expect.stringMatching(/^should stay quiet, and fired: New country: alice called s3:ListBuckets/),
    ]);
  });

  test.each([
    ["that are missing", null, /no file of examples/],
    ["with an unknown field", EXAMPLES.replaceAll("records:", "then:"), /then|records/],
    ["with hours that are none", EXAMPLES.replace("9-12", "noon"), /9-17/],
    ["with a step that is none", EXAMPLES.replace("every: 1h", "every: often"), /`every` is of the form/],
    [
      "with too many records",
      EXAMPLES.replace("days: 6", "days: 120").replace("every: 1h", "every: 1s"),
      /more than/,
    ],
    [
      "with a record that is none",
      EXAMPLES.replace("{ days: 6", "{ days: 6").replace("records: [{", "records: [{ eventTime: never,"),
      /was rejected/,
    ],
  ])("examples %s fail with the reason", async (_, examples, why) => {
    expect((await whyOf(DETECTOR, examples))[0]).toMatch(why);
  });

  test("a detector that is broken fails with line and column, and check names it", async () => {
    const broken = DETECTOR.replace("bits_min: 1", "bits_min: much");
    expect(await whyOf(broken, EXAMPLES)).toEqual([
      expect.stringMatching(/^10:15: gait.parameters.bits_min/),
    ]);
    const { rules, problems } = await RULES_PORT.check(makeFolder(broken, EXAMPLES));
    expect(rules).toBe(0);
    expect(problems).toEqual([
      expect.objectContaining({ code: "BEHAVIOUR_FIELD_INVALID", line: 10, column: 15 }),
    ]);
  });

  test("two detectors with one id are told", async () => {
    const folder = makeFolder(DETECTOR, EXAMPLES);
    writeFileSync(join(folder, "other.yml"), DETECTOR);
    const { rules, problems } = await RULES_PORT.check(folder);
    expect(rules).toBe(2);
    expect(problems).toEqual([expect.objectContaining({ code: "BEHAVIOUR_ID_TWICE", level: "error" })]);
  });

  test("list and coverage count it with its kind", async () => {
    const folder = makeFolder(DETECTOR, EXAMPLES);
    expect(await RULES_PORT.list(folder)).toEqual([
      expect.objectContaining({ title: "New country", kind: "first_seen", severity: "low", file: "new.yml" }),
    ]);
    expect((await RULES_PORT.cover(folder)).filter(({ rules }) => rules > 0)).toMatchObject([
      { tactic: "TA0001", rules: 1 },
    ]);
  });
});

describe("records of a history", () => {
  const make = (history: Readonly<Record<string, unknown>>) =>
    toBehaviourRecords(
      BEHAVIOUR_EXAMPLES_FILE.shape.fires.parse([
        {
          name: "x",
          history: [{ days: 1, hours: "9-10", every: "30m", events: [{ eventName: "A{n}" }], ...history }],
          records: [{ eventName: "Z" }],
        },
      ])[0]!,
    );

  test("stand on working days before the Monday on which the example begins, in the order of time", () => {
    expect(make({ days: 6, every: "1h" })).toMatchObject([
      { eventTime: "2025-12-26T09:00:00Z" },
      { eventTime: "2025-12-29T09:07:00Z" },
      { eventTime: "2025-12-30T09:01:00Z" },
      { eventTime: "2025-12-31T09:08:00Z" },
      { eventTime: "2026-01-01T09:02:00Z" },
      { eventTime: "2026-01-02T09:09:00Z" },
      { eventName: "Z", eventTime: "2026-01-05T10:00:00Z" },
    ]);
    expect(make({ weekend: true })).toMatchObject([{ eventTime: "2026-01-04T09:00:00Z" }, {}, {}]);
  });

  test("are numbered, take turns, and are made for each of the people", () => {
    const records = make({ people: 2, events: [{ eventName: "A{n}", as: "p{p}" }, { eventName: "B{d}" }] });
    expect(records).toMatchObject([
      { eventName: "A0", userIdentity: { userName: "p1" } },
      { eventName: "A0", userIdentity: { userName: "p2" } },
      { eventName: "B0" },
      { eventName: "B0" },
      { eventName: "Z" },
    ]);
    expect(new Set((Array.isArray(records) ? records : []).map(({ eventID }) => eventID)).size).toBe(5);
  });

  test("are made up to a limit", () => {
    const count = (people: number) => make({ people, days: 100, weekend: true, every: "1h" });
    expect(count(EXAMPLE_RECORDS_MAX / 100)).toHaveLength(EXAMPLE_RECORDS_MAX + 1);
    expect(make({ people: EXAMPLE_RECORDS_MAX / 100, days: 101, weekend: true, every: "1h" })).toMatch(
      /more than/,
    );
  });
});
