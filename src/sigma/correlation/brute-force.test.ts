import fc from "fast-check";
import { expect, it } from "vitest";
import { eventsOf, RULES, run, type Sent, toCorrelation } from "../fixtures/try-correlation.ts";
import { compileWhole } from "../fixtures/try-rule.ts";

/** The definition, straight: at every event of a group look at all events of the last minute. */
function bruteForce(records: readonly Sent[], holds: (window: readonly Sent[]) => boolean): number[][] {
  const found: number[][] = [];
  for (const user of new Set(records.map((record) => record["user"]))) {
    const group = records.flatMap((record, event) => (record["user"] === user ? [{ record, event }] : []));
    let open: number[] | null = null;
    for (const [i, { record, event }] of group.entries()) {
      const window = group.slice(0, i + 1).filter((other) => other.record.t > record.t - 60);
      if (open !== null && window.length === 1) {
        found.push(open);
        open = null;
      }
      if (!holds(window.map((other) => other.record))) {
        if (open !== null) found.push(open);
        open = null;
      } else if (open === null) open = window.map((other) => other.event);
      else open.push(event);
    }
    if (open !== null) found.push(open);
  }
  return found.sort((x, y) => x[0]! - y[0]! || x.length - y.length);
}

const streams = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 1, 10, 29, 30, 31, 59, 60, 61),
      kind: fc.constantFrom("a", "b", "c"),
      user: fc.constantFrom("u", "v"),
      v: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map((gaps) => {
    let t = 0;
    return gaps.map(({ gap, ...rest }): Sent => {
      t += gap;
      return { ...rest, t };
    });
  });
const distinct = (window: readonly Sent[], field: string): number =>
  new Set(window.map((record) => record[field])).size;
const total = (window: readonly Sent[]): number =>
  window.reduce((sum, record) => sum + Number(record["v"]), 0);
const median = (window: readonly Sent[]): number => {
  const sorted = window.map((record) => Number(record["v"])).sort((x, y) => x - y);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};
const isOrdered = (window: readonly Sent[]): boolean =>
  window.some(
    (a) =>
      a.kind === "a" &&
      window.some((b) => b.kind === "b" && b.t >= a.t && window.some((c) => c.kind === "c" && c.t >= b.t)),
  );

it.each<[string, string, (window: readonly Sent[]) => boolean]>([
  ["event_count", "{gte: 3}", (window) => window.length >= 3],
  ["event_count", "{eq: 2}", (window) => window.length === 2],
  ["event_count", "{gt: 1, neq: 3}", (window) => window.length > 1 && window.length !== 3],
  ["value_count", "{field: v, gte: 3}", (window) => distinct(window, "v") >= 3],
  ["value_sum", "{field: v, gt: 7}", (window) => total(window) > 7],
  ["value_avg", "{field: v, lt: 2}", (window) => total(window) / window.length < 2],
  ["value_percentile", "{field: v, gte: 3}", (window) => median(window) >= 3],
  ["temporal", "{gte: 3}", (window) => distinct(window, "kind") >= 3],
  [
    "temporal",
    "a and not b",
    (window) => window.some(({ kind }) => kind === "a") && !window.some(({ kind }) => kind === "b"),
  ],
  ["temporal_ordered", "{gte: 3}", isOrdered],
])("%s %s equals a brute-force computation on random streams", (type, condition, holds) => {
  const rules = condition.startsWith("{") ? "rules: [a, b, c]\n" : "";
  const kinds = condition.startsWith("{") ? ["a", "b", "c"] : ["a", "b"];
  const ruleSet = compileWhole(
    RULES + toCorrelation(`type: ${type}\n${rules}group-by: [user]\ntimespan: 1m\ncondition: ${condition}`),
  );
  fc.assert(
    fc.property(streams, (stream) => {
      const records = stream.filter((record) => kinds.includes(record.kind));
      const found = eventsOf(run(ruleSet, records)).sort((x, y) => x[0]! - y[0]! || x.length - y.length);
      expect(found).toEqual(bruteForce(records, holds));
    }),
    { numRuns: 150 },
  );
});
