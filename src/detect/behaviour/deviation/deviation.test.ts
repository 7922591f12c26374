import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "../fixtures/one-actor.ts";
import { toHourHabit } from "./hour-habit.ts";
import { medianOf, toAmount, toDeviation, toLogScale } from "./robust.ts";

const MB = 2 ** 20;
const PEOPLE = { actor_kinds: ["person", "automation"], history: { days_min: 7, events_min: 20 } };
const make = (parameters: Readonly<Record<string, unknown>>) =>
  makeDetector("deviation", { z_min: 4, times_min: 4, ...PEOPLE, ...parameters });
const at = (hours: number, deed: Omit<Deed, "at"> = {}): Deed => ({ ...deed, at: MONDAY + hours * HOUR_MS });
const get = (bytesOut: number): Omit<Deed, "at"> => ({ action: "s3:GetObject", bytesOut });
/** Ten days with 60 MB each. */
const USUAL = everyDay(10, () => get(5 * MB));
const load = (count: number, bytesOut: number, from = 10): Deed[] =>
  Array.from({ length: count }, (_, n) => at(from + n * 0.05, get(bytesOut)));

describe("robust numbers", () => {
  test("are the median, and the spread of logarithms with a floor", () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
    expect(toLogScale([7, 7, 7, 7], 0.35)).toEqual({ median: Math.log(8), spread: 0.35 });
    // ln(1+x) of 0, e-1, e^2-1 are 0, 1, 2: the median deviation is 1.
    expect(toLogScale([0, Math.E - 1, Math.E ** 2 - 1], 0.1).spread).toBeCloseTo(1.4826, 9);
  });

  test("one wild day moves neither", () => {
    const calm = toLogScale([10, 11, 12, 13, 14], 0.1);
    const wild = toLogScale([10, 11, 12, 13, 1e12], 0.1);
    expect(wild.median).toBe(calm.median);
    expect(wild.spread).toBeCloseTo(calm.spread, 1);
  });

  test("an amount and its deviation are each other's inverse", () => {
    const scale = { median: 3, spread: 0.5 };
    expect(toDeviation(toAmount(2.5, scale), scale)).toBeCloseTo(2.5, 9);
  });
});

describe("a day's bytes", () => {
  const detector = make({ metric: "bytes_out", window: "day", at_least: 10 * MB });
  const run = (deeds: readonly Deed[], resumes = false) => learn(detector, [...USUAL, ...deeds], resumes);

  test("far above all past days are found, with every number to be checked", () => {
    const [finding, ...others] = run(load(30, 20 * MB)).findings;
    expect(others).toEqual([]);
    expect(finding?.severity).toBe("medium");
    const numbers = finding?.explanation["numbers"] as Readonly<Record<string, unknown>>;
    expect(numbers).toMatchObject({ past_days: 10, largest_day: 60 * MB, past: Array(10).fill(60 * MB) });
    // Recomputed from the events themselves.
    const told = load(30, 20 * MB).filter((deed) => deed.at <= Date.parse(String(numbers["at"])));
    expect(numbers["amount"]).toBe(told.length * 20 * MB);
    expect(numbers["from"]).toBe("2026-01-05T00:00:00.000Z");
    expect(numbers["median"]).toBeCloseTo(60 * MB, 0);
    // The day's events so far, the last five per cent perhaps not yet told.
    expect(numbers["amount"]).toBeGreaterThan(570 * MB);
    expect(finding?.explanation["counterfactual"]).toMatch(/at most 240 MB/);
  });

  test("leave the day out of its own baseline: yesterday's flood does not hide, today's is not measured by itself", () => {
    const numbers = run(load(30, 20 * MB)).findings[0]?.explanation["numbers"];
    expect(numbers).not.toMatchObject({ largest_day: 600 * MB });
  });

  test("are found from just over the limit, and quiet at it", () => {
    // Four times the median of 60 MB; the median comes back from its logarithm with a few bytes lost.
    expect(run(load(12, 20 * MB)).findings).toEqual([]);
    expect(run([...load(12, 20 * MB), at(20, get(2000))]).findings).toHaveLength(1);
  });

  test("have the whole day's events as evidence, from an hour before they were too many", () => {
    const [finding] = run(load(30, 20 * MB)).findings;
    expect(finding?.events).toHaveLength(30);
    const slow = Array.from({ length: 10 }, (_, n) => at(2 + 2 * n, get(60 * MB)));
    expect(run(slow).findings[0]?.events).toHaveLength(6);
  });

  test("of two days are two findings", () => {
    expect(run([...load(30, 20 * MB), ...load(60, 40 * MB, 34)]).findings).toHaveLength(2);
  });

  test("like a weekly load that came before are quiet", () => {
    const weekly = everyDay(10, (day, n) => get(day === 3 && n === 0 ? 600 * MB : 5 * MB));
    expect(learn(detector, [...weekly, ...load(30, 20 * MB)]).findings).toEqual([]);
  });

  test("are not looked at without history, nor where the log does not say bytes", () => {
    const young = learn(detector, [...everyDay(6, () => get(5 * MB)), ...load(30, 20 * MB)]);
    expect(young.findings).toEqual([]);
    expect(young.ends.at(-1)?.tallies[0]).toMatchObject({
      looked: 0,
      notLooked: { "history-too-short": 30 },
    });
    const silent = learn(
      detector,
      everyDay(8, () => ({})),
    );
    expect(silent.ends.at(-1)?.tallies[0]).toMatchObject({ looked: 0, notLooked: { "field-missing": 12 } });
  });

  test("of programs weigh less", () => {
    const robot = [...USUAL, ...load(30, 20 * MB)].map((deed) => ({ ...deed, kind: 2 }));
    expect(learn(detector, robot).findings[0]?.severity).toBe("low");
  });

  test("are the same when the pass is put away every night", () => {
    expect(run(load(30, 20 * MB), true).findings).toEqual(run(load(30, 20 * MB)).findings);
  });
});

describe("an hour's refusals", () => {
  const detector = make({ metric: "denied", window: "hour", at_least: 10 });
  const deny = (n: number, action: string): Deed => at(10 + n * 0.01, { action, outcome: "denied" });
  const run = (count: number, toAction: (n: number) => string) =>
    learn(detector, [
      ...everyDay(10, () => ({})),
      ...Array.from({ length: count }, (_, n) => deny(n, toAction(n))),
    ]).findings;

  test("are found from the eleventh on, the tenth is quiet", () => {
    expect(run(10, (n) => `x:A${n}`)).toEqual([]);
    const [finding] = run(11, (n) => `x:A${n}`);
    expect(finding).toMatchObject({ severity: "medium" });
    expect(finding?.events).toHaveLength(11);
  });

  test("of one kind of call are a client that is broken", () => {
    expect(run(40, () => "x:Same")[0]?.severity).toBe("low");
  });

  test("over the hour's edge are one burst", () => {
    const deeds = Array.from({ length: 20 }, (_, n) =>
      at(10.95 + n * 0.005, { action: `x:A${n}`, outcome: "denied" }),
    );
    expect(learn(detector, [...everyDay(10, () => ({})), ...deeds]).findings).toHaveLength(1);
  });
});

describe("days that drift", () => {
  const detector = make({
    metric: "bytes_out",
    window: "drift",
    z_min: 6,
    times_min: 1.5,
    at_least: 100 * MB,
    history: { days_min: 8 },
  });
  const drift = (days: number, bytes: number): Deed[] =>
    Array.from({ length: days * 6 }, (_, i) => at(Math.floor(i / 6) * 24 + 10 + (i % 6), get(bytes)));
  const findingsOf = (deeds: readonly Deed[], resumes = false) =>
    learn(detector, [...USUAL, ...deeds], resumes).findings;

  test("are found within five days though no day is far out, with the events of all of them", () => {
    const [finding] = findingsOf(drift(5, 30 * MB));
    expect(finding).toBeDefined();
    expect(finding!.until - finding!.from).toBeGreaterThan(2 * DAY_MS);
    expect(finding!.until).toBeLessThan(MONDAY + 5 * DAY_MS);
    expect(finding!.events.length).toBeGreaterThan(15);
    // The usual days are no evidence.
    expect(finding!.from).toBeGreaterThanOrEqual(MONDAY);
    expect(findingsOf(drift(5, 30 * MB), true)).toEqual(findingsOf(drift(5, 30 * MB)));
  });

  test("are quiet when one or two days are high, and when all are as ever", () => {
    expect(findingsOf(drift(2, 60 * MB))).toEqual([]);
    expect(findingsOf(drift(6, 10 * MB))).toEqual([]);
  });

  test("are not looked at before eight usual days", () => {
    const { findings, ends } = learn(detector, [...everyDay(7, () => get(5 * MB)), ...drift(1, 30 * MB)]);
    expect(findings).toEqual([]);
    expect(ends.at(-1)?.tallies[0]).toMatchObject({ looked: 0, notLooked: { "history-too-short": 6 } });
  });
});

describe("hours of the week", () => {
  const detector = make({
    metric: "hour_of_week",
    share_max: 0.005,
    z_min: undefined,
    times_min: undefined,
    sensitivity_min: 1,
  });
  const deed = { sensitivity: 1 };

  test("that an actor never uses are told, an hour of silence ends the finding", () => {
    const { findings } = learn(detector, [
      ...everyDay(14, () => deed),
      at(26, deed),
      at(26.5, deed),
      at(28, deed),
    ]);
    expect(findings.map(({ events }) => events.length)).toEqual([2, 1]);
  });

  test("are the actor's own: nine in Madrid is quiet for Madrid and told of Sydney", () => {
    const sydney = everyDay(14, () => deed).map((one) => ({ ...one, at: one.at - 10 * HOUR_MS }));
    expect(learn(detector, [...everyDay(14, () => deed), at(11, deed)]).findings).toEqual([]);
    expect(learn(detector, [...sydney, at(11, deed)]).findings).toHaveLength(1);
    expect(learn(detector, [...sydney, at(1, deed)]).findings).toEqual([]);
  });

  test("are counted with their neighbours, around midnight too, and weekends apart", () => {
    const hours = new Float32Array(168);
    hours[23] = 10;
    hours[5 * 24] = 30;
    expect(toHourHabit(hours, 24)).toEqual({ share: 0.25, dayShare: 0.25, events: 40 });
    expect(toHourHabit(hours, 26).share).toBe(0);
    expect(toHourHabit(hours, 6 * 24 + 1).share).toBe(0.75);
    expect(toHourHabit(new Float32Array(168), 3)).toEqual({ share: 0, dayShare: 0, events: 0 });
  });
});
