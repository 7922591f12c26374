import { describe, expect, it } from "vitest";
import { eventsOf, RULES, run, sent, toCorrelation } from "../fixtures/try-correlation.ts";
import { compileWhole } from "../fixtures/try-rule.ts";
import { createCorrelator } from "../index.ts";

describe("limits", () => {
  const count = compileWhole(
    RULES +
      toCorrelation("type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {gte: 3}"),
  );

  it("of groups: the quietest is closed and forgotten, and that is counted", () => {
    const correlator = createCorrelator(count, { groupsMax: 2 });
    const push = (group: string, at: number): void =>
      correlator.push({ correlation: 0, rule: 0, group, value: null, at, event: at });
    for (const at of [0, 1, 2]) push("x", at);
    push("y", 3);
    expect(correlator.losses).toEqual({ groups: 0, events: 0 });
    push("z", 4);
    expect(correlator.losses.groups).toBe(1);
    expect(eventsOf(correlator.drain())).toEqual([[0, 1, 2]]);
  });

  it("of events in a group: folded events still count", () => {
    const times = Array.from({ length: 30 }, (_, i) => i);
    const [match] = run(count, sent("a", times), { groupEventsMax: 6 });
    expect(match).toMatchObject({ value: 30 });
    expect(match!.events).toHaveLength(30);
    const sums = compileWhole(
      RULES +
        toCorrelation(
          "type: value_sum\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: v, gte: 290}",
        ),
    );
    expect(run(sums, sent("a", times, { v: 10 }), { groupEventsMax: 2 })).toMatchObject([{ value: 300 }]);
    const average = compileWhole(
      RULES +
        toCorrelation(
          "type: value_avg\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: v, gte: 10}",
        ),
    );
    expect(run(average, sent("a", times, { v: 10 }), { groupEventsMax: 2 })).toMatchObject([{ value: 10 }]);
  });

  it("of events in a group: a correlation that waits for many gets room for them", () => {
    const many = compileWhole(
      RULES +
        toCorrelation(
          "type: value_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: t, gte: 50}",
        ),
    );
    expect(
      run(
        many,
        sent(
          "a",
          Array.from({ length: 50 }, (_, i) => i),
        ),
        { groupEventsMax: 5 },
      ),
    ).toHaveLength(1);
  });

  it("of a temporal window: a flood of one kind leaves the other in", () => {
    const both = compileWhole(
      RULES + toCorrelation("type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [user]\ntimespan: 1h"),
    );
    const records = [
      ...sent("a", [0]),
      ...sent(
        "b",
        Array.from({ length: 2000 }, (_, i) => i / 10),
      ),
      ...sent("c", [300]),
    ];
    expect(run(both, records, { temporalEventsMax: 10 })).toHaveLength(1);
  });

  it("of events in a group: what is folded or dropped is counted", () => {
    const correlator = createCorrelator(count, { groupEventsMax: 6 });
    const push = (at: number): void =>
      correlator.push({ correlation: 0, rule: 0, group: "g", value: null, at, event: at });
    for (let at = 0; at < 6; at++) push(at);
    expect(correlator.losses.events).toBe(0);
    push(6);
    expect(correlator.losses.events).toBe(1);
  });

  it("of events in all windows", () => {
    const correlator = createCorrelator(count, { eventsMax: 3 });
    for (let i = 0; i < 10; i++)
      correlator.push({ correlation: 0, rule: 0, group: `g${i}`, value: null, at: i, event: i });
    expect(correlator.losses.groups).toBe(7);
  });

  it("of events listed in a match: the rest is counted", () => {
    const [match] = run(
      count,
      sent(
        "a",
        Array.from({ length: 20 }, (_, i) => i),
      ),
      { matchEventsMax: 5 },
    );
    expect(match).toMatchObject({ events: [0, 1, 2, 3, 4], unlisted: 15 });
  });
});
