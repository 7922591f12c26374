import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, isJsonObject, type JsonObject, MINUTE_MS, toDay } from "../../domain/index.ts";
import type { BehaviourFinding } from "../pass/behaviour-finding.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "./fixtures/one-actor.ts";
import { makeLensDetector, runLens } from "./fixtures/one-lens.ts";

const MB = 2 ** 20;
const HISTORY = { actor_kinds: ["person"], history: { days_min: 5, events_min: 20 } };
const DETECTORS = {
  "an amount of an hour": ["deviation", { metric: "events", window: "hour", z_min: 3, at_least: 5 }],
  "an amount of a day": ["deviation", { metric: "bytes_out", window: "day", z_min: 3, at_least: 10 * MB }],
  "new values of an hour": ["first_seen", { new_all: ["action"], bits_min: 5, events_min: 4 }],
  "a strange place": ["first_seen", { scope: "session", new_all: ["network"], bits_min: 20, events_min: 8 }],
  "a journey": ["travel", {}],
} as const;

/** Twelve days of work at home, with a week in France among them. */
const USUAL = everyDay(12, (day, n) => ({
  action: n % 3 === 0 ? "s3:GetObject" : "ec2:DescribeInstances",
  country: day < 4 ? "FR" : "ES",
  network: day < 4 ? "90.1.2.0/24" : "88.1.2.0/24",
  region: n % 4 === 0 ? "eu-west-3" : "eu-west-1",
  tool: n % 5 === 0 ? "Firefox" : "aws-cli",
  container: "reports",
  bytesOut: MB,
}));
/** Nearly an hour of somebody else in Japan; every fourth deed looks like the actor's own. */
const attackFrom = (from: number): Deed[] =>
  Array.from({ length: 30 }, (_, n) => ({
    at: from + n * 1.9 * MINUTE_MS,
    action: n % 4 === 0 ? "ec2:DescribeInstances" : `kms:Take${n}`,
    country: "JP",
    network: "133.1.2.0/24",
    latitude: 35,
    longitude: 139,
    region: "ap-northeast-1",
    tool: "Boto3",
    sensitivity: 3,
    container: "payroll",
    bytesOut: 20 * MB,
  }));
const OF_ATTACK = /JP|133\.1|kms|ap-northeast|Boto3/;

/** The day's own work in the morning, and at two minutes before the attack: somebody travels. */
const morningOf = (at: number): Deed[] =>
  Array.from({ length: 4 }, (_, n) => ({ at: at - (2 + 31 * n) * MINUTE_MS, tool: "Chrome" }));

/** What was usual before a day, from the events alone: events with each value, halved every 30 days. */
function recompute(deeds: readonly Deed[], before: number): JsonObject {
  const past = deeds.filter(({ at }) => at < before);
  const shares = (toValue: (deed: Deed) => string): JsonObject[] => {
    const counts = new Map<string, number>();
    for (const deed of past) {
      const weight = 2 ** ((toDay(deed.at) - toDay(before)) / 30);
      counts.set(toValue(deed), (counts.get(toValue(deed)) ?? 0) + weight);
    }
    const all = [...counts.values()].reduce((a, b) => a + b, 0);
    return [...counts]
      .map(([value, count]) => ({ value, share: count / all }))
      .sort((a, b) => b.share - a.share)
      .map(({ value, share }) => ({ value, share: expect.closeTo(share, 9) }));
  };
  return {
    country: shares(({ country }) => country ?? "ES"),
    network: shares(({ network }) => network ?? "88.1.2.0/24"),
    tool: shares(({ tool }) => tool ?? "aws-cli"),
    service: shares(({ action }) => (action ?? "ec2:DescribeInstances").split(":")[0]!),
    region: shares(({ region }) => region ?? "eu-west-1"),
  };
}

const latestOf = (findings: readonly BehaviourFinding[]): BehaviourFinding => {
  const found = findings.findLast(({ until }) => until >= MONDAY);
  if (found === undefined) throw new Error("nothing was found");
  return found;
};

describe.each(Object.entries(DETECTORS))("%s", (_name, [kind, parameters]) => {
  const detector = makeDetector(kind, { ...HISTORY, ...parameters });

  test("is compared with what was usual before its day, recomputed from the events", () => {
    const start = MONDAY + 13 * HOUR_MS;
    const deeds = [...USUAL, ...morningOf(start), ...attackFrom(start)];
    const usual = recompute(USUAL, MONDAY);
    for (const resumes of [false, true]) {
      const { explanation } = latestOf(learn(detector, deeds, resumes).findings);
      expect(explanation["profile"]).toMatchObject(usual);
      expect(explanation["history"]).toMatchObject({ days: 12, events: USUAL.length });
      expect(JSON.stringify(explanation["comparison"])).not.toMatch(/usually in .*JP/);
    }
  });

  test("of an attack over midnight, nothing is usual on the second day", () => {
    const start = MONDAY + 23.5 * HOUR_MS;
    const deeds = [...USUAL, ...morningOf(start), ...attackFrom(start)];
    const { explanation } = latestOf(learn(detector, deeds, true).findings);
    expect(JSON.stringify(explanation["profile"])).not.toMatch(OF_ATTACK);
    expect(JSON.stringify(explanation["comparison"])).not.toMatch(/usually in .*JP/);
  });
});

test("those who usually touch a thing are those who did before its busy hour", () => {
  const detector = makeLensDetector("resource", "deviation", {
    metric: "events",
    window: "hour",
    z_min: 3,
    at_least: 10,
    ...HISTORY,
  });
  const touched = USUAL.map((deed, n) => ({
    ...deed,
    container: "payroll",
    actor: n % 4 === 0 ? "bob" : "alice",
  }));
  const raid = attackFrom(MONDAY + 13 * HOUR_MS).map((deed) => ({ ...deed, actor: "mallory" }));
  const { explanation } = latestOf(runLens(detector, [...touched, ...raid]).findings);
  expect(explanation["profile"]).toEqual({
    users_of_the_resource: [
      { value: "alice", share: expect.closeTo(0.75, 9) },
      { value: "bob", share: expect.closeTo(0.25, 9) },
    ],
  });
  expect(explanation["history"]).toMatchObject({ days: 12, events: USUAL.length });
});

test("a slow drift is compared with the values that were known before its first day", () => {
  const detector = makeDetector("deviation", {
    metric: "bytes_out",
    window: "drift",
    z_min: 4,
    at_least: MB,
    ...HISTORY,
  });
  const slow = Array.from({ length: 5 * 12 }, (_, n) => ({
    at: MONDAY + Math.floor(n / 12) * DAY_MS + (9 + (n % 12) * 0.5) * HOUR_MS,
    tool: "Boto3",
    container: "payroll",
    bytesOut: 5 * MB,
  }));
  const { explanation } = latestOf(learn(detector, [...USUAL, ...slow]).findings);
  const profile = explanation["profile"];
  expect(isJsonObject(profile) && JSON.stringify(profile["tool"])).not.toMatch(OF_ATTACK);
});
