import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "../fixtures/one-actor.ts";
import { distanceKm } from "./distance.ts";
import { toJourney } from "./travel.ts";

const DETECTOR = makeDetector("travel", { actor_kinds: ["person"], history: { days_min: 3 } });
const HOME = everyDay(5, () => ({}));
const TOKYO = { country: "JP", network: "133.11.0.0/24", latitude: 35, longitude: 139, tool: "Boto3" };
const at = (hours: number, deed: Omit<Deed, "at"> = {}): Deed => ({ ...deed, at: MONDAY + hours * HOUR_MS });
const run = (...deeds: readonly Deed[]) => learn(DETECTOR, [...HOME, ...deeds]).findings;

describe("a journey", () => {
  test("is the great circle", () => {
    expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(
      20_015.1,
      0,
    );
    // Madrid and Tokyo, by hand.
    expect(
      distanceKm({ latitude: 40.4168, longitude: -3.7038 }, { latitude: 35.6762, longitude: 139.6503 }),
    ).toBeCloseTo(10_770, -2);
    expect(distanceKm({ latitude: 12, longitude: 7 }, { latitude: 12, longitude: 7 })).toBe(0);
  });

  test("is shortened by what is not known of both ends, and takes a second at least", () => {
    const from = { at: 0, latitude: 0, longitude: 0, radiusKm: 300, network: 1, address: 1, tool: 1 };
    const journey = toJourney(from, { at: 0, latitude: 0, longitude: 10, radiusKm: 200 });
    expect(journey.middlesKm - journey.km).toBeCloseTo(500, 9);
    expect(journey.elapsedMs).toBe(1000);
    expect(toJourney(from, { at: 0, latitude: 0, longitude: 1, radiusKm: 200 }).km).toBe(0);
  });
});

describe("two places too far apart", () => {
  test("are found, with what is done at the strange place as evidence", () => {
    const [finding, ...others] = run(
      at(9),
      at(9.5, TOKYO),
      at(9.6, { ...TOKYO, action: "iam:ListUsers" }),
      at(9.7),
      at(9.8, { ...TOKYO, action: "iam:CreateUser", sensitivity: 3 }),
    );
    expect(others).toEqual([]);
    expect(finding?.events).toEqual([61, 62, 64]);
    expect(finding).toMatchObject({ severity: "medium", from: MONDAY + 9.5 * HOUR_MS });
    expect(finding?.explanation["numbers"]).toMatchObject({ elapsed_ms: 30 * MINUTE_MS, radius_to_km: 50 });
  });

  test("are found when the stranger came first, with what he did", () => {
    const [finding] = run(at(3, TOKYO), at(3.1, { ...TOKYO, action: "iam:ListUsers" }), at(3.5));
    expect(finding?.events.slice(0, 2)).toEqual([60, 61]);
  });

  test("are quiet with time enough for a flight, and near each other", () => {
    expect(run(at(9), at(23, TOKYO))).toEqual([]);
    expect(run(at(9), at(9.5, { ...TOKYO, latitude: 43, longitude: -4 }))).toEqual([]);
  });

  test("are found from just over the speed, and quiet at it", () => {
    const km = toJourney(
      { at: 0, latitude: 40, longitude: -4, radiusKm: 50, network: 1, address: 1, tool: 1 },
      { at: 1, latitude: 35, longitude: 139, radiusKm: 50 },
    ).km;
    const hours = km / 900;
    expect(run(at(2), at(2 + hours + 0.01, TOKYO))).toEqual([]);
    expect(run(at(2), at(2 + hours - 0.01, TOKYO))).toHaveLength(1);
  });

  test("are quiet where the country is all that is known, and it is large", () => {
    expect(run(at(9), at(9.5, { ...TOKYO, latitude: 48, longitude: 10, radiusKm: 900 }))).toEqual([]);
  });

  test("are quiet between networks of one's own, and to where many others are", () => {
    const both = everyDay(5, (_, n) => (n < 6 ? {} : { ...TOKYO, latitude: 40, longitude: -4 }));
    expect(learn(DETECTOR, [...both, at(9), at(9.5, TOKYO)]).findings).toEqual([]);
    const others = ["b", "c", "d", "e", "f"].flatMap((actor) => everyDay(5, () => ({ ...TOKYO, actor })));
    expect(learn(DETECTOR, [...HOME, ...others, at(9), at(9.5, TOKYO)]).findings).toEqual([]);
    expect(
      learn(DETECTOR, [...HOME, ...others.filter(({ actor }) => actor !== "f"), at(9), at(9.5, TOKYO)])
        .findings,
    ).toHaveLength(1);
  });

  test("are quiet when a stranger only failed to log in", () => {
    const failed = { ...TOKYO, class: "login", outcome: "failure" } as const;
    expect(run(at(9), at(9.5, failed), at(9.6))).toEqual([]);
  });

  test("weigh less with the same tool, and as much again once something sensitive is done", () => {
    const same = { ...TOKYO, tool: "aws-cli" };
    expect(run(at(9), at(9.5, same))[0]?.severity).toBe("low");
    expect(run(at(9), at(9.5, same), at(9.6, { ...same, sensitivity: 2 }))[0]?.severity).toBe("medium");
  });

  test("are not looked for without history, nor without places", () => {
    const { findings, ends } = learn(DETECTOR, [at(9), at(9.5, TOKYO)]);
    expect(findings).toEqual([]);
    expect(ends[0]?.tallies[0]).toMatchObject({ looked: 0, notLooked: { "history-too-short": 2 } });
    const nowhere = learn(DETECTOR, [at(9, { latitude: Number.NaN })]);
    expect(nowhere.ends[0]?.tallies[0]).toMatchObject({ notLooked: { "field-missing": 1 } });
  });

  test("are not looked for in what programs do", () => {
    expect(run(at(9, { kind: 2 }), at(9.5, { ...TOKYO, kind: 2 }))).toEqual([]);
  });

  test("are the same when the pass is put away every night", () => {
    const deeds = [...HOME, at(23.8), at(23.9, TOKYO), at(24.1, TOKYO), at(24.2)];
    expect(learn(DETECTOR, deeds, true).findings).toEqual(learn(DETECTOR, deeds).findings);
    expect(learn(DETECTOR, deeds).findings[0]?.events).toHaveLength(2);
  });
});
