import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, MONDAY } from "../fixtures/one-actor.ts";
import { makeLensDetector, runLens } from "../fixtures/one-lens.ts";

const MB = 2 ** 20;
const at = (minutes: number, deed: Omit<Deed, "at">): Deed => ({
  ...deed,
  at: MONDAY + 10 * HOUR_MS + minutes * MINUTE_MS,
});
const USERS = makeLensDetector("ip", "deviation", {
  metric: "actors",
  window: "hour",
  z_min: 3,
  at_least: 5,
  history: { days_min: 5 },
});
const LOGINS = makeLensDetector("ip", "deviation", {
  metric: "failed_logins",
  window: "hour",
  z_min: 3,
  at_least: 10,
  tenant_times_min: 3,
  history: { days_min: 0 },
});
const BYTES = makeLensDetector("resource", "deviation", {
  metric: "bytes_out",
  window: "day",
  z_min: 4,
  at_least: 500 * MB,
  history: { days_min: 5 },
});
const OFFICES = ["88.1.2.0/24", "88.1.3.0/24", "88.1.4.0/24", "88.1.5.0/24", "88.1.6.0/24"];
/** At each office two people at work. */
const WORK = OFFICES.flatMap((network, o) =>
  everyDay(8, (_, n) => ({ actor: `p${o}-${n % 2}`, network, container: "bucket", bytesOut: MB })),
);
const crowd = (count: number, network = OFFICES[0]!): Deed[] =>
  Array.from({ length: count }, (_, n) => at(n * 2, { actor: `u${n}`, network }));
const knocks = (count: number, network: string): Deed[] =>
  Array.from({ length: count }, (_, n) =>
    at(n, { actor: `u${n % 9}`, network, class: "login", outcome: "failure", action: "signin:ConsoleLogin" }),
  );

describe("identities of an address", () => {
  test("S2-01: far more than ever are one finding that grows, with its numbers", () => {
    const { findings } = runLens(USERS, [...WORK, ...crowd(12)]);
    expect(findings).toHaveLength(1);
    const [found] = findings;
    expect(found).toMatchObject({ entity: { type: "ip" }, severity: "medium" });
    expect(found!.events).toHaveLength(12);
    expect(found!.predicate).toBe("was used by 12 identities within an hour, where 2 identities are usual");
    expect(found!.explanation).toMatchObject({
      numbers: { amount: 12, past: [2, 2, 2, 2, 2, 2, 2, 2], largest: 2, others_q95: expect.any(Number) },
      history: { days: 8, events: 96 },
      comparison: "12 identities in an hour against a median of 2 identities, 6 times as much.",
      counterfactual: expect.stringMatching(/^It would have been quiet up to /),
    });
  });

  test("as many as it takes, and one fewer", () => {
    // Two deviations of at least 0.35 over ln(1+2) are 5.04 identities, three times the median are 6.
    expect(runLens(USERS, [...WORK, ...crowd(7)]).findings).toHaveLength(1);
    expect(runLens(USERS, [...WORK, ...crowd(6)]).findings).toHaveLength(0);
  });

  test("what could not be looked at is told", () => {
    const { findings, tallies } = runLens(USERS, [...WORK, ...crowd(12, "88.9.9.0/24")]);
    expect(findings).toEqual([]);
    expect(tallies.at(-1)!.notLooked).toEqual({ "history-too-short": 12 });
  });
});

describe("failed logins of an address", () => {
  test("an address that was never seen is judged by the others", () => {
    const { findings } = runLens(LOGINS, [...WORK, ...knocks(30, "62.4.5.0/24")]);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.events).toHaveLength(30);
    expect(findings[0]!.predicate).toMatch(
      /^saw 30 failed logins within an hour, where 0 failed logins are much at others$/,
    );
    expect(findings[0]!.explanation["identities"]).toHaveLength(9);
  });

  test("without any other it is not judged", () => {
    const { findings, tallies } = runLens(LOGINS, knocks(30, "62.4.5.0/24"));
    expect(findings).toEqual([]);
    expect(tallies[0]!.notLooked).toEqual({ "history-too-short": 21 });
  });

  test("where the others have as many it is quiet", () => {
    const noise = OFFICES.flatMap((network) =>
      Array.from({ length: 8 }, (_, day) =>
        knocks(30, network).map((deed) => ({ ...deed, at: deed.at - (day + 1) * DAY_MS })),
      ).flat(),
    );
    expect(runLens(LOGINS, [...noise, ...knocks(30, "62.4.5.0/24")]).findings).toEqual([]);
  });
});

describe("data out of a resource", () => {
  const load = (count: number): Deed[] =>
    Array.from({ length: count }, (_, n) =>
      at(n * 15, { actor: `thief${n}`, container: "bucket", bytesOut: 100 * MB }),
    );

  test("many hands empty a bucket", () => {
    const { findings } = runLens(BYTES, [...WORK, ...load(20)]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ entity: { type: "resource" } });
    expect(findings[0]!.predicate).toBe("gave out 1.95 GB within a day, where 60 MB are usual");
  });

  test("a log that tells no bytes is not looked at", () => {
    const silent = everyDay(8, () => ({ container: "bucket" }));
    expect(runLens(BYTES, silent).tallies[0]!.notLooked).toEqual({ "field-missing": 12 });
  });
});

test("any number of passes finds the same, and a pass that is put away every night goes on as if it had not been", () => {
  for (const [detector, deeds] of [
    [USERS, [...WORK, ...crowd(12), ...crowd(9, OFFICES[3])]],
    [LOGINS, [...WORK, ...knocks(30, "62.4.5.0/24"), ...knocks(25, "62.4.6.0/24")]],
  ] as const) {
    const one = runLens(detector, deeds);
    expect(one.findings).toHaveLength(2);
    for (const passes of [2, 3, 16])
      expect(runLens(detector, deeds, { passes }).findings).toEqual(one.findings);
    expect(runLens(detector, deeds, { passes: 2, resumes: true })).toEqual(
      runLens(detector, deeds, { passes: 2 }),
    );
  }
});
