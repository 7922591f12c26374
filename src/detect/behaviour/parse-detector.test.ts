import { describe, expect, test } from "vitest";
import { DETECTOR_FILE_CHARS_MAX, isBehaviourText, parseBehaviourDetector } from "./parse-detector.ts";

const TEXT = `title: Two places
id: 0B8C1E0A-4F2A-4C5E-9A54-0F5A2B6C7D8E
description: Says so.
level: medium
tags:
- attack.initial-access
- attack.t1078.004
falsepositives:
- Journeys
gait:
  kind: travel
  parameters:
    actor_kinds: [person]
    history: { days_min: 3 }
  response:
  - Ask.
`;
const parse = (text: string) => parseBehaviourDetector(text, "rules/two.yml");
const problemsOf = (text: string) =>
  parse(text).problems.map(({ code, line, column, text: said }) => ({ code, line, column, said }));

describe("a behaviour detector", () => {
  test("is read with its envelope, and what is left out has its default", () => {
    const { detector, problems } = parse(TEXT);
    expect(problems).toEqual([]);
    expect(detector).toMatchObject({
      kind: "travel",
      lens: "actor",
      detector: {
        ref: { id: "0b8c1e0a-4f2a-4c5e-9a54-0f5a2b6c7d8e", kind: "travel", title: "Two places" },
        severity: "medium",
        attack: [{ tactic: "TA0001", technique: "T1078.004" }],
        falsePositives: ["Journeys"],
        response: ["Ask."],
      },
      parameters: { speed_kmh_min: 900, distance_km_min: 500, egress_actors_min: 5 },
    });
  });

  test("is plain data, so that it can be sent to threads", () => {
    const { detector } = parse(TEXT);
    expect(structuredClone(detector)).toEqual(detector);
  });

  test.each([
    ["a field that there is not", TEXT.replace("level:", "leveL: low\nlevel:"), 1, /leveL/],
    [
      "a parameter of another kind",
      TEXT.replace("actor_kinds:", "bits_min: 3\n    actor_kinds:"),
      13,
      /bits_min/,
    ],
    [
      "a kind of actor that there is not",
      TEXT.replace("[person]", "[person, ghost]"),
      13,
      /gait.parameters.actor_kinds.1/,
    ],
    ["a number out of range", TEXT.replace("days_min: 3", "days_min: -1"), 14, /days_min/],
    [
      "no parameters at all",
      TEXT.replace(/ {2}parameters:[\s\S]*days_min: 3 \}\n/, ""),
      11,
      /gait.parameters/,
    ],
    ["an id that is none", TEXT.replace(/id: .*/, "id: two"), 2, /id/],
    ["another kind", TEXT.replace("travel", "teleport"), 11, /gait.kind/],
    ["nothing", "", 1, /the file/],
  ])("with %s is a problem with its line", (_, text, line, said) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({
      code: "BEHAVIOUR_FIELD_INVALID",
      line,
      said: expect.stringMatching(said),
    });
  });

  test.each([
    ["brackets that never end", `title: ${"[".repeat(10_000)}`],
    ["a tab where none may be", TEXT.replace("  kind", "\tkind")],
    [
      "aliases that multiply",
      `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? "a" : `b${i - 1}`}, *${i === 0 ? "a" : `b${i - 1}`}]`).join("\n")}`,
    ],
  ])("of %s is a problem and no crash", (_, text) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining({ line: expect.any(Number) })]);
  });

  test("may have so many characters and no more", () => {
    const fill = (length: number) => `${TEXT}#${"x".repeat(length - TEXT.length - 1)}`;
    expect(problemsOf(fill(DETECTOR_FILE_CHARS_MAX))).toEqual([]);
    expect(problemsOf(fill(DETECTOR_FILE_CHARS_MAX + 1))[0]?.code).toBe("BEHAVIOUR_FILE_TOO_LARGE");
  });

  test("does not let prototype keys through", () => {
    const [problem] = problemsOf(TEXT.replace("history:", "__proto__: { x: 1 }\n    history:"));
    expect(problem?.said).toMatch(/__proto__|parameters/);
  });
});

test("hours of the week are a deviation with parameters of its own", () => {
  const text = TEXT.replace("kind: travel", "kind: deviation").replace(
    "actor_kinds:",
    "metric: hour_of_week\n    share_max: 0.01\n    actor_kinds:",
  );
  expect(parse(text).detector).toMatchObject({ kind: "habit", detector: { ref: { kind: "deviation" } } });
});

test("a Sigma rule is told from a behaviour detector", () => {
  expect(isBehaviourText(TEXT)).toBe(true);
  expect(isBehaviourText("title: x\ndetection:\n  kind: travel\ngait:\n  entity: actor\n")).toBe(false);
  expect(isBehaviourText("title: x\ncorrelation:\n  type: event_count\ngait:\n  kind: travel\n")).toBe(false);
  expect(isBehaviourText("")).toBe(false);
});
