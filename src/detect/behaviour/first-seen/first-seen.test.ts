import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, isJsonObject, MINUTE_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "../fixtures/one-actor.ts";
import { HABIT_DAYS, NewDays } from "./new-days.ts";

const PEOPLE = { actor_kinds: ["person"], history: { days_min: 5, events_min: 50 } };
const HOME = everyDay(10, () => ({}));
const PEERS = ["b", "c", "d", "e", "f", "g"].flatMap((actor, n) =>
  everyDay(10, () => ({ actor, network: `88.${n}.0.0/24` }), 4),
);
const at = (hours: number, deed: Omit<Deed, "at"> = {}): Deed => ({ ...deed, at: MONDAY + hours * HOUR_MS });
const make = (parameters: Readonly<Record<string, unknown>>, level?: string) =>
  makeDetector("first_seen", { ...PEOPLE, ...parameters }, level);

describe("an action that is new", () => {
  const detector = make(
    { new_all: ["action"], bits_min: 5, sensitivity_min: 2, raise_at_sensitivity: 3 },
    "low",
  );
  const run = (...deeds: readonly Deed[]) => learn(detector, [...HOME, ...PEERS, ...deeds]).findings;
  const created = { action: "iam:CreateUser", sensitivity: 2 };

  test("is found, with the factor and how unusual it is for whom", () => {
    const [finding] = run(at(10, created));
    expect(finding).toMatchObject({ severity: "low", events: [HOME.length + PEERS.length] });
    expect(finding?.predicate).toContain("iam:CreateUser");
    expect(finding?.explanation["factors"]).toEqual([
      expect.objectContaining({
        dimension: "action",
        value: "iam:CreateUser",
        grade: "never",
        self: { count: 0, first_at: null },
        peers: { grade: "never", actors: 0, of: 6, share: 0 },
        tenant: { grade: "never", actors: 0, of: 6, share: 0 },
      }),
    ]);
    expect(finding?.explanation["history"]).toMatchObject({ days: 10, events: 120, maturity: 1 });
  });

  test("is quiet the second time, and when it is harmless", () => {
    expect(run(at(10, created), at(12, created))).toHaveLength(1);
    expect(run(at(10, { action: "iam:GetUser", sensitivity: 1 }))).toEqual([]);
  });

  test("is quiet when more than the allowed share of the peers does it", () => {
    const done = (actor: string): Deed => ({ ...created, actor, at: MONDAY - 2 * DAY_MS + 10 * HOUR_MS });
    expect(run(done("b"), at(10, created))).toHaveLength(1);
    expect(run(done("b"), done("c"), at(10, created)).filter(({ from }) => from >= MONDAY)).toEqual([]);
  });

  test("weighs more from a place or at an hour that are new as well", () => {
    const grave = { ...created, sensitivity: 3 };
    expect(run(at(10, grave))[0]?.severity).toBe("low");
    expect(run(at(26, grave))[0]?.severity).toBe("medium");
    expect(run(at(10, { ...grave, network: "5.6.7.0/24" }))[0]?.severity).toBe("medium");
    expect(run(at(26, { ...grave, outcome: "denied" }))[0]?.severity).toBe("low");
  });

  test("weighs less when a deployment tool did it", () => {
    expect(run(at(10, { ...created, toolFamily: 3 }))[0]?.severity).toBe("info");
  });

  test("is not looked for in a newcomer, at the exact limit of history it is", () => {
    const days = (count: number) => learn(detector, [...everyDay(count, () => ({})), at(10, created)]);
    expect(days(4).findings).toEqual([]);
    expect(days(4).ends.at(-1)?.tallies[0]?.notLooked).toEqual({ "history-too-short": 1 });
    expect(days(5).findings).toHaveLength(1);
  });

  test("is quiet in whoever does new things by habit", () => {
    const daily = everyDay(10, (day, n) => (n === 0 ? { action: `iam:New${day}`, sensitivity: 2 } : {}));
    const { findings } = learn(detector, [...daily, ...PEERS, at(10, created)]);
    expect(findings.filter(({ from }) => from >= MONDAY)).toEqual([]);
  });

  test("a record that came twice is one, and events of one millisecond are taken in their order", () => {
    const twice = run(at(10, { ...created, event: 7 }), at(10, { ...created, event: 7 }));
    expect(twice.map(({ events }) => events)).toEqual([[7]]);
    const tied = run(at(10, created), at(10, { action: "iam:CreateAccessKey", sensitivity: 2 }));
    expect(tied).toHaveLength(1);
    expect(tied[0]?.events).toHaveLength(2);
  });
});

describe("several new actions within an hour", () => {
  const detector = make({ new_all: ["action"], bits_min: 1, events_min: 3 });
  const run = (...minutes: readonly number[]) =>
    learn(detector, [...HOME, ...PEERS, ...minutes.map((m, n) => at(10 + m / 60, { action: `x:New${n}` }))])
      .findings;

  test("are one finding that grows, from the number wanted on", () => {
    expect(run(0, 5)).toEqual([]);
    expect(run(0, 5, 10)[0]?.events).toHaveLength(3);
    expect(run(0, 5, 10, 15, 20)[0]?.events).toHaveLength(5);
  });

  test("must lie within the hour, its end included", () => {
    expect(run(0, 30, 60)).toHaveLength(1);
    expect(run(0, 30, 61)).toEqual([]);
  });
});

describe("a stranger at work", () => {
  const detector = make({ scope: "session", new_all: ["network"], bits_min: 18, raise_at_sensitivity: 2 });
  const learnFrom = (deeds: readonly Deed[], resumes = false) =>
    learn(detector, [...HOME, ...PEERS, ...deeds], resumes);
  const away = { network: "133.11.0.0/24", country: "JP" };
  const theft: readonly Deed[] = [
    "sts:GetCallerIdentity",
    "iam:ListUsers",
    "iam:CreateUser",
    "iam:CreateAccessKey",
  ].map((action, n) => ({
    ...away,
    tool: "Boto3",
    action,
    sensitivity: n,
    at: MONDAY + 10 * HOUR_MS + n * MINUTE_MS,
  }));

  test("is found by place, tool and deeds together, with the whole session as evidence", () => {
    const [finding, ...others] = learnFrom(theft).findings;
    expect(others).toEqual([]);
    expect(finding?.events).toHaveLength(theft.length);
    expect(finding?.severity).toBe("high");
    const factors = finding?.explanation["factors"];
    const dimensions = (Array.isArray(factors) ? factors : []).map(
      (one) => isJsonObject(one) && one["dimension"],
    );
    expect([...new Set(dimensions)]).toEqual(["country", "network", "tool", "action"]);
  });

  test("is not the same person on a journey, nor at home with new deeds", () => {
    expect(learnFrom([at(10, away), at(10.5, away), at(11, away)]).findings).toEqual([]);
    expect(
      learnFrom(theft.map((deed) => ({ ...deed, network: "88.1.2.0/24", country: "ES" }))).findings,
    ).toEqual([]);
  });

  test("is still a stranger after a pause and for a week, quieter while nothing new is done", () => {
    const later = (hours: number, action = "iam:CreateUser") => {
      const again = { ...theft[3]!, action, at: theft[0]!.at + hours * HOUR_MS };
      return learnFrom([...theft, again]).findings.map(({ events, severity }) => [events.length, severity]);
    };
    expect(later(0.9)).toEqual([[5, "high"]]);
    expect(later(5)).toEqual([
      [4, "high"],
      [1, "low"],
    ]);
    expect(later(5, "iam:PutUserPolicy")[1]).toEqual([1, "high"]);
    expect(later(7 * 24)).toHaveLength(2);
    expect(later(7 * 24 + 0.1)).toHaveLength(1);
  });

  test("that was not told of is a stranger for a day", () => {
    const look = (hours: number) =>
      learnFrom([at(10, away), ...theft.map((deed) => ({ ...deed, at: deed.at + hours * HOUR_MS }))]);
    expect(look(23.9).findings).toHaveLength(1);
    expect(look(24.1).findings).toEqual([]);
  });

  test("weighs less when everything was refused", () => {
    const refused = theft.map((deed) => ({ ...deed, outcome: "denied" as const }));
    expect(learnFrom(refused).findings[0]?.severity).toBe("low");
  });

  test("is the same when the pass is put away every night, over midnight too", () => {
    const night = theft.map((deed, n) => ({ ...deed, at: MONDAY + DAY_MS + (n - 2) * 10 * MINUTE_MS }));
    expect(learnFrom(night, true).findings).toEqual(learnFrom(night).findings);
    expect(learnFrom(night).findings[0]?.events).toHaveLength(4);
  });
});

test("a habit of newness needs some days within a fortnight, today not counted", () => {
  const days = new NewDays();
  for (let day = 1; day <= HABIT_DAYS; day++) days.note(7, day);
  expect(days.isHabit(7, HABIT_DAYS)).toBe(false);
  expect(days.isHabit(7, HABIT_DAYS + 1)).toBe(true);
  expect(days.isHabit(7, 15)).toBe(true);
  expect(days.isHabit(7, 16)).toBe(false);
  expect(days.isHabit(8, 4)).toBe(false);
  days.prune(HABIT_DAYS + 15);
  expect(days.toJson()).toEqual([]);
});
