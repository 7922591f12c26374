import { beforeEach, expect, it } from "vitest";
import { DAY_MS, type Event, HOUR_MS, toDay, toEpochMs } from "../../../domain/index.ts";
import type { PortsUnderTest } from "../../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleInput } from "../../sample-event.ts";
import { SAMPLE_DAY, sampleFinding } from "../../sample-finding.ts";
import { HUNTED_EVENTS } from "../hunt/hunted-events.ts";

const FROM = toEpochMs(SAMPLE_START);
const DAYS = 7;
const EVENTS = { subject: "events" } as const;
const FINDINGS = { subject: "findings" } as const;

/** Orders of measures, and what each goes by. */
const RESOURCE_ORDERS = [
  ["events", "events"],
  ["actors", "actors"],
  ["failures", "failures"],
  ["bytes_in", "bytesIn"],
  ["bytes_out", "bytesOut"],
] as const;

const countOf = (test: (event: Event) => boolean): number => HUNTED_EVENTS.filter(test).length;
const sumOf = (events: readonly Event[], value: (event: Event) => number | null): number =>
  events.reduce((sum, event) => sum + (value(event) ?? 0), 0);

export function describeStatistics({ store }: Pick<PortsUnderTest, "store">): void {
  beforeEach(async () => {
    const session = store().events.startIngest();
    await session.add(sampleInput("counted"), sampleBatches(HUNTED_EVENTS));
    await session.commit();
    const findings = HUNTED_EVENTS.slice(0, 4).map((event, n) =>
      sampleFinding(n, {
        at: event.at,
        severity: n === 0 ? "critical" : "low",
        score: n / 4,
        actor: { id: event.actor.id, type: event.actor.type, name: event.actor.name },
        attack: [{ tactic: "TA0010", technique: n === 0 ? "T1537" : null }],
        events: [event.id, HUNTED_EVENTS[n + 2]!.id],
      }),
    );
    await store().findings.replace(
      { lens: "rules", partition: null, fromDay: SAMPLE_DAY, toDay: null },
      findings.map((finding) => ({ finding, accessKeyId: null, day: SAMPLE_DAY })),
    );
  });
  describeHistograms(store);
  describeMeasures(store);
  describeEmptiness(store);
}

type StoreOf = PortsUnderTest["store"];

function describeHistograms(store: StoreOf): void {
  const asked = { from: FROM, stepMs: DAY_MS, buckets: DAYS, seriesMax: 2 };

  it("count events by time, whatever falls out of the period is left out", async () => {
    const found = await store().statistics.readHistogram({ ...asked, filter: EVENTS, by: null, buckets: 3 });
    const wanted = [0, 1, 2].map((day) => countOf(({ at }) => toDay(at) === SAMPLE_DAY + day));
    expect(found.total).toEqual(wanted);
    expect(found.series.map(({ counts }) => counts)).toEqual([wanted]);
  });

  it("stack by a field: the most frequent values, and one series for the rest", async () => {
    const { series, total } = await store().statistics.readHistogram({
      ...asked,
      filter: EVENTS,
      by: "action",
    });
    expect(series).toHaveLength(3);
    expect(series.map(({ isOthers }) => isOthers)).toEqual([false, false, true]);
    const names = HUNTED_EVENTS.map(({ action }) => action.name);
    for (const { value, count } of series.slice(0, 2))
      expect(names.filter((name) => name === value)).toHaveLength(count);
    expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(HUNTED_EVENTS.length);
    expect(total.map((_, day) => series.reduce((sum, { counts }) => sum + counts[day]!, 0))).toEqual(total);
  });

  it("stack by names that stand in the rows, and what has none is a series, too", async () => {
    const { series, total } = await store().statistics.readHistogram({
      ...asked,
      filter: EVENTS,
      by: "resource",
    });
    const without = series.find(({ value, isOthers }) => value === null && !isOthers);
    expect(without?.count).toBe(countOf(({ resource }) => resource === null));
    expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(HUNTED_EVENTS.length);
    expect(total.map((_, day) => series.reduce((sum, { counts }) => sum + counts[day]!, 0))).toEqual(total);
  });

  it("count findings by what they are and by what they stand on", async () => {
    const by = async (field: string) =>
      (await store().statistics.readTopValues({ filter: FINDINGS, field, limit: 10, containing: null }))
        .values;
    expect(await by("severity")).toMatchObject([
      { value: "low", count: 3 },
      { value: "critical", count: 1 },
    ]);
    expect(await by("tactic")).toEqual([{ value: "TA0010", label: "Exfiltration", count: 4 }]);
    expect(await by("technique")).toMatchObject([{ value: "T1537", count: 1 }]);
    // A finding counts once for each country among its events, however many there are of it.
    const countries = await by("country");
    const wanted = (country: string): number =>
      [0, 1, 2, 3].filter((n) =>
        [n, n + 2].some((index) => HUNTED_EVENTS[index]!.address.country === country),
      ).length;
    for (const { value, count } of countries) expect(count).toBe(wanted(value!));
    expect(countries.length).toBeGreaterThan(1);
  });

  it("values are found by part of their name, and said by id", async () => {
    const { values, distinct } = await store().statistics.readTopValues({
      filter: EVENTS,
      field: "user",
      limit: 5,
      containing: "o'h",
    });
    expect(values).toMatchObject([{ value: "user:Ben O'Hara", label: "Ben O'Hara", count: 10 }]);
    expect(distinct).toBe(1);
    expect(
      await store().statistics.readTopValues({ filter: EVENTS, field: "user", limit: 5, containing: "%" }),
    ).toMatchObject({ values: [{ label: "çelik_%x" }] });
  });
}

function describeMeasures(store: StoreOf): void {
  it("measure by day, in the order of days", async () => {
    const { values } = await store().statistics.readMeasures({
      events: {},
      findings: {},
      by: "day",
      order: "value",
      limit: 100,
    });
    const days = [...new Set(HUNTED_EVENTS.map(({ at }) => toDay(at)))];
    expect(values.map(({ value }) => Number(value))).toEqual(days);
    const first = HUNTED_EVENTS.filter(({ at }) => toDay(at) === SAMPLE_DAY);
    expect(values[0]).toMatchObject({
      events: first.length,
      actors: new Set(first.map(({ actor }) => actor.id)).size,
      failures: first.filter(({ outcome }) => outcome !== "success").length,
      bytesIn: sumOf(first, ({ bytesIn }) => bytesIn),
      bytesOut: sumOf(first, ({ bytesOut }) => bytesOut),
      findings: 4,
    });
  });

  it("give first what has the most findings, with all of its events", async () => {
    const { values } = await store().statistics.readMeasures({
      events: {},
      findings: {},
      by: "address",
      order: "findings",
      limit: 3,
    });
    expect(values.map(({ findings }) => findings)).toEqual(
      values.map(({ findings }) => findings).toSorted((a, b) => b - a),
    );
    for (const { value, events } of values)
      expect(events).toBe(countOf(({ address }) => address.text === value));
  });

  it("give first the resources with the most of what is asked for, with all that was done to them", async () => {
    const limit = 2;
    const byResource = Map.groupBy(HUNTED_EVENTS, ({ resource }) => resource);
    byResource.delete(null);
    const counted = [...byResource].map(([value, events]) => ({
      value: value!,
      events: events.length,
      actors: new Set(events.map(({ actor }) => actor.id)).size,
      failures: events.filter(({ outcome }) => outcome !== "success").length,
      bytesIn: sumOf(events, ({ bytesIn }) => bytesIn),
      bytesOut: sumOf(events, ({ bytesOut }) => bytesOut),
    }));
    expect(counted.length).toBeGreaterThan(limit);
    for (const [order, number] of RESOURCE_ORDERS) {
      const expected = counted.toSorted((a, b) => b[number] - a[number] || (a.value < b.value ? -1 : 1));
      const request = { events: {}, findings: null, by: "resource", order, limit };
      const found = await store().statistics.readMeasures(request);
      expect(found.distinct, order).toBe(counted.length);
      expect(found.values, order).toMatchObject(expected.slice(0, limit));
    }
  });

  it("count by hour of the week, by place and by score", async () => {
    const week = await store().statistics.readWeek(EVENTS);
    expect(week).toHaveLength(168);
    expect(week[5]).toBe(countOf(({ at }) => Math.floor((at - SAMPLE_START) / HOUR_MS) % 168 === 5));
    expect(week.reduce((sum, count) => sum + count, 0)).toBe(HUNTED_EVENTS.length);
    const places = await store().statistics.readPlaces("country", { events: {}, findings: {} });
    for (const { place, events } of places)
      expect(events).toBe(countOf(({ address }) => address.country === place));
    expect(places.find(({ place }) => place === "DE")?.bySeverity[4]).toBe(1);
    const scores = await store().statistics.readScores({}, 4);
    expect([...scores.values()].flat().reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(await store().statistics.readScoreBands({})).toMatchObject([
      { severity: "low", findings: 3, lowest: 0.25, highest: 0.75 },
      { severity: "critical", findings: 1, lowest: 0 },
    ]);
  });

  it("count a finding once for each place, with its score, however many of its events are there", async () => {
    const [first, second, ...rest] = HUNTED_EVENTS.filter(({ address }) => address.country === "US");
    const finding = sampleFinding(9, {
      at: first!.at,
      severity: "high",
      score: 0.7,
      events: [first!.id, second!.id, rest[0]!.id],
    });
    await store().findings.replace({ lens: "actor", partition: null, fromDay: SAMPLE_DAY, toDay: null }, [
      { finding, accessKeyId: null, day: SAMPLE_DAY },
    ]);
    const places = await store().statistics.readPlaces("country", { events: {}, findings: {} });
    const found = places.find(({ place }) => place === "US")!;
    expect([found.bySeverity[3], found.scores[3]]).toEqual([1, 0.7]);
  });

  it("tell how the measures of actors' days go together", async () => {
    const { days, measures, matrix } = await store().statistics.readCorrelations({});
    const all = new Set(HUNTED_EVENTS.map(({ actor, at }) => `${toDay(at)} ${actor.id}`));
    expect(days).toBe(all.size);
    for (const [i, row] of matrix.entries()) {
      expect(row[i]).toBe(1);
      for (const [j, value] of row.entries()) expect(value).toBe(matrix[j]![i]);
    }
    const at = (name: (typeof measures)[number]): number => measures.indexOf(name);
    expect(matrix[at("events")]![at("active_hours")]).toBeGreaterThan(0.99);
    const habits = await store().statistics.readHabits({}, 100);
    expect(habits.reduce((sum, { events }) => sum + events, 0)).toBe(HUNTED_EVENTS.length);
    expect(habits[0]!.perDay.events).toBeCloseTo(habits[0]!.events / habits[0]!.days, 9);
  });

  it("count tactics with their techniques, totals, and what an account was silent for", async () => {
    expect(await store().statistics.readAttackCounts({})).toEqual([
      { tactic: "TA0010", findings: 4, techniques: [{ technique: "T1537", findings: 1 }] },
    ]);
    expect(await store().statistics.readTotals({})).toMatchObject({
      events: HUNTED_EVENTS.length,
      actors: new Set(HUNTED_EVENTS.map(({ actor }) => actor.id)).size,
      failures: countOf(({ outcome }) => outcome !== "success"),
    });
    const before = { to: toEpochMs(SAMPLE_START + 10 * HOUR_MS) };
    expect(await store().statistics.readGaps(before)).toEqual([]);
    const part = {
      kind: "text" as const,
      field: "action",
      patterns: [[{ kind: "text" as const, text: "getobject" }]],
    };
    const [gap] = await store().statistics.readGaps({ where: part });
    expect(gap === undefined || gap.to - gap.from >= 3 * HOUR_MS).toBe(true);
  });
}

function describeEmptiness(store: StoreOf): void {
  it("count nothing where there is nothing", async () => {
    const nobody = { where: { kind: "not" as const, part: { kind: "always" as const } } };
    const { statistics } = store();
    const filter = { ...EVENTS, ...nobody };
    expect(await statistics.readTotals(nobody)).toMatchObject({ events: 0, actors: 0, bytesIn: 0 });
    expect(await statistics.readGaps(nobody)).toEqual([]);
    expect(await statistics.readHabits(nobody, 5)).toEqual([]);
    expect((await statistics.readCorrelations(nobody)).days).toBe(0);
    expect(
      await statistics.readHistogram({
        filter,
        from: FROM,
        stepMs: DAY_MS,
        buckets: 2,
        by: "user",
        seriesMax: 3,
      }),
    ).toMatchObject({ total: [0, 0], series: [] });
    expect(await statistics.readTopValues({ filter, field: "action", limit: 3, containing: null })).toEqual({
      values: [],
      distinct: 0,
      total: 0,
    });
  });
}
