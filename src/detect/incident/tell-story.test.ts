import { describe, expect, test } from "vitest";
import type { Detected } from "../finding/evidence.ts";
import { detectSamples } from "../fixtures/detect-samples.ts";
import { toActor, toSample } from "../fixtures/sample-events.ts";
import { attack, BOB, CAROL, NO_LINKS, say } from "../fixtures/say-finding.ts";
import { buildIncidents } from "./build-incidents.ts";
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
      "alice from 198.51.100.7, 2026-01-05 10:00 UTC, over 7 minutes. " +
        "Came in: login done, and out of the ordinary: odd done. " +
        "Looked around and took credentials: secret done; list done. " +
        "Changed and covered it up: trail done; user done. Took or destroyed: copy done.",
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

  test("names the worst few deeds of a chapter as they happened, and counts the rest", () => {
    const rules = toRules([
      ["A", "low", "persistence"],
      ["B", "medium", "persistence"],
      ["C", "high", "persistence"],
      ["D", "low", "persistence"],
      ["E", "low", "persistence"],
    ]);
    expect(tell(["A", "B", "C", "D", "E"], 1, rules)).toContain(
      "Changed: a done; b done; c done; and 2 more.",
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
    expect(told(1)).toEqual([expect.stringMatching(/^alice from 198.51.100.7, then as the role a, 2026/)]);
    expect(told(4)).toEqual([
      expect.stringMatching(/, then as the role a, the role b, the role c, the role d, 2026/),
    ]);
    expect(told(5)).toEqual([expect.stringMatching(/ the role d, and 1 more, 2026/)]);
  });

  test("somebody whom the log does not name is not given a name", () => {
    const actor = toActor("unknown", { type: "unknown" });
    const { incidents, findings } = detectSamples(RULES, [toSample({ name: "Login", actor })]);
    expect(incidents[0]!.summary).toMatch(/^An identity that the log does not name from /);
    expect(findings[0]!.summary).toContain("an identity that the log does not name called Login");
  });
});

test("tactics have names for people; an unknown one keeps its id", () => {
  expect(toTacticNames(["TA0010", "TA0001", "TA9999"])).toEqual(["Exfiltration", "Initial Access", "TA9999"]);
});

describe("a story with its numbers", () => {
  const tellOf = (...detected: readonly Detected[]): string =>
    buildIncidents(detected, NO_LINKS).incidents[0]!.summary;

  test("says where from, by address and country, and how many when there are several", () => {
    expect(tellOf(say({ address: "203.0.113.7", country: "FR" }))).toMatch(
      /^alice from 203.0.113.7 \(France\), /,
    );
    const second = say({ after: 1, detector: "b", address: "203.0.113.8", country: "JP" });
    expect(tellOf(say({ address: "203.0.113.7", country: "FR" }), second)).toMatch(
      /^alice from 2 addresses \(France, Japan\), /,
    );
    expect(tellOf(say({ address: "cloudtrail.amazonaws.com" }))).toMatch(/^alice, 2026/);
  });

  test("says how many calls, how many of them were refused, and how much was taken", () => {
    expect(tellOf(say({ events: 12, refused: 5, title: "Many asked" }))).toContain(
      "Out of the ordinary: many asked (12 calls, 5 refused).",
    );
    expect(tellOf(say({ events: 3, refused: 3, title: "Tried" }))).toContain("tried (3 calls, all refused)");
    const taken = { correlation: "value_sum", fields: ["gait.bytes_out"], value: 4_427_787_603 };
    expect(tellOf(say({ events: 60, title: "Much read", explanation: taken }))).toContain(
      "much read (4.4 GB)",
    );
    const secrets = { correlation: "value_count", fields: ["requestParameters.secretId"], value: 12 };
    expect(tellOf(say({ events: 14, title: "Read", explanation: secrets }))).toContain("read (12 secrets)");
  });

  test("names what a single call was made on; names of products keep their capital", () => {
    expect(tellOf(say({ title: "CloudTrail trail deleted", resource: "main" }))).toContain(
      "CloudTrail trail deleted (main).",
    );
  });

  test("behaviour is told as what was done, not as the name of a detector", () => {
    const odd = say({
      kind: "first_seen",
      title: "New country",
      summary: "New country: alice called GetObject from Japan, which nobody here ever did.",
    });
    expect(tellOf(odd)).toContain(
      "Out of the ordinary: called GetObject from Japan, which nobody here ever did.",
    );
  });

  test("of a long sentence of behaviour the clauses that fit are told; a model's is no way in", () => {
    const long = "did 7 unusual things within an hour, the strangest being iam:CreateUser, called from";
    const odd = say({
      kind: "model",
      attack: attack("TA0001"),
      summary: `Strange hour: alice ${long} ${"a place, ".repeat(40)}.`,
    });
    expect(tellOf(odd)).toMatch(
      /Out of the ordinary: did 7 unusual things within an hour, the strangest being iam:CreateUser, called from a place.*\.$/,
    );
    expect(tellOf(odd).length).toBeLessThan(200);
  });

  test("what a rule says was done is told before that it was new to its caller", () => {
    const made = say({ title: "User made", events: ["one"], attack: attack("TA0003") });
    const fresh = say({
      after: 1,
      detector: "b",
      kind: "first_seen",
      severity: "high",
      events: ["one", "two"],
      attack: attack("TA0004"),
      summary: "New: alice called CreateUser, which it never did.",
    });
    expect(tellOf(made, fresh)).toContain("Changed: user made.");
    expect(tellOf(fresh)).toContain("Changed: called CreateUser, which it never did.");
  });

  test("what a stronger finding tells already is not told twice, nor counted", () => {
    const both = say({ severity: "high", title: "User made and raised", events: ["one", "two"] });
    const part = say({ after: 1, detector: "b", title: "User raised", events: ["two"] });
    expect(tellOf(both, part)).toMatch(/: user made and raised \(2 calls\)\.$/);
  });

  test("an address that tried many is told as itself, and who it became", () => {
    const spray = say({
      actor: BOB,
      tried: [BOB, CAROL, toActor("dora")],
      address: "203.0.113.7",
      events: 29,
      refused: 29,
      title: "Many users tried",
      attack: attack("TA0006"),
    });
    const wayIn = say({
      after: 5,
      address: "203.0.113.7",
      detector: "login",
      attack: attack("TA0001"),
      title: "Login",
    });
    expect(tellOf(spray, wayIn)).toMatch(
      /^Somebody at 203.0.113.7, then as alice, .*Came in: login\. Took credentials: many users tried \(29 calls, all refused\)\.$/,
    );
  });

  test("five sentences at the most, and names from the log are cut", () => {
    const name = "x".repeat(10_000);
    const told = tellOf(
      ...["TA0001", "TA0007", "TA0006", "TA0003", "TA0005", "TA0010", "TA0040"].map((tactic, n) =>
        say({ after: n, detector: `d${n}`, attack: attack(tactic), actor: toActor(name), resource: name }),
      ),
    );
    expect(told.split(". ").length).toBeLessThanOrEqual(5);
    expect(told.length).toBeLessThan(1000);
  });
});
