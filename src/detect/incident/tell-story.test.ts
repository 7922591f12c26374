import { describe, expect, test } from "vitest";
import { detectSamples } from "../fixtures/detect-samples.ts";
import { toActor, toSample } from "../fixtures/sample-events.ts";
import { toTacticNames } from "./tell-story.ts";

const toRules = (rules: readonly (readonly [name: string, level: string, tag: string])[]): string =>
  rules
    .map(
      ([name, level, tag], n) => `
title: ${name} done
id: 5f1b0a3e-0000-4000-8000-0000000001${String(n).padStart(2, "0")}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${name} }, condition: selection }
level: ${level}
${tag === "" ? "" : `tags: [attack.${tag}]`}
`,
    )
    .join("\n---\n");

const RULES = toRules([
  ["Login", "medium", "initial-access"],
  ["List", "low", "discovery"],
  ["Secret", "medium", "credential-access"],
  ["User", "high", "persistence"],
  ["Trail", "medium", "defense-impairment"],
  ["Copy", "high", "exfiltration"],
  ["Odd", "medium", ""],
  ["Note", "informational", "collection"],
]);

const tell = (names: readonly string[], minutesApart = 1, rules = RULES): string => {
  const samples = names.map((name, n) => toSample({ after: n * minutesApart * 60_000, name }));
  return detectSamples(rules, samples).incidents[0]!.summary;
};

describe("a story", () => {
  test("is told as attackers work, whatever came first", () => {
    expect(tell(["Copy", "Trail", "User", "Secret", "List", "Login", "Odd", "Note"])).toBe(
      "alice, 2026-01-05 10:00 UTC, over 7 minutes. Came in: Login done. Looked around: List done. " +
        "Took credentials: Secret done. Changed: User done. Covered it up: Trail done. " +
        "Took or destroyed: Copy done. Also: Odd done.",
    );
  });

  test.each([
    [0, " UTC. "],
    [1, ", over 1 minute. "],
    [2, ", over 2 minutes. "],
    [119, ", over 119 minutes. "],
    [120, ", over 2 hours. "],
  ])("that lasts %i min says so: %s", (minutes, words) => {
    expect(tell(["Login", "User"], minutes)).toContain(words);
  });

  test("names a few titles of a chapter, worst first, and counts the rest", () => {
    const rules = toRules([
      ["A", "low", "persistence"],
      ["B", "medium", "persistence"],
      ["C", "high", "persistence"],
      ["D", "low", "persistence"],
      ["E", "low", "persistence"],
    ]);
    expect(tell(["A", "B", "C", "D", "E"], 1, rules)).toContain(
      "Changed: C done; B done; A done; and 2 more.",
    );
  });

  test("begins with the identity that it began with, and names up to four that were used", () => {
    const roles = ["a", "b", "c", "d", "e"].map((name) => toActor(name, { type: "role" }));
    const take = roles.map(({ name }, n) =>
      toSample({
        name: "AssumeRole",
        id: `take-${n}`,
        links: [{ kind: "issued-key", accessKeyId: `ASIA${name}`, target: null }],
      }),
    );
    const use = roles.map((actor, n) =>
      toSample({ after: n, name: "Login", actor, accessKeyId: `ASIA${actor.name}` }),
    );
    const told = (count: number) =>
      detectSamples(RULES, [...take, ...use.slice(0, count)]).incidents.map((incident) => incident.summary);
    expect(told(1)).toEqual([expect.stringMatching(/^alice \(as a\), 2026/)]);
    expect(told(4)).toEqual([expect.stringMatching(/^alice \(as a, b, c, d\), /)]);
    expect(told(5)).toEqual([expect.stringMatching(/^alice \(as a, b, c, d, …\), /)]);
  });

  test("somebody whom the log does not name is not given a name", () => {
    const actor = toActor("unknown", { type: "unknown" });
    const { incidents, findings } = detectSamples(RULES, [toSample({ name: "Login", actor })]);
    expect(incidents[0]!.summary).toMatch(/^An identity that the log does not name, /);
    expect(findings[0]!.summary).toContain("an identity that the log does not name called Login");
  });
});

test("tactics have names for people; an unknown one keeps its id", () => {
  expect(toTacticNames(["TA0010", "TA0001", "TA9999"])).toEqual(["Exfiltration", "Initial Access", "TA9999"]);
});
