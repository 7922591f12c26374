import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { START_AT, toActor } from "../fixtures/sample-events.ts";
import { attack, NO_LINKS, type Saying, say } from "../fixtures/say-finding.ts";
import { buildIncidents } from "./build-incidents.ts";

const scoreOf = (...detected: readonly Detected[]) => buildIncidents(detected, NO_LINKS).incidents[0]!.score;
/** Of the story that begins at the start, in a log that began a month before. */
const scoreAtStart = (detected: readonly Detected[], context = NO_LINKS) =>
  buildIncidents(detected, context).incidents.find(({ at }) => at === START_AT)!.score;

describe("agreement", () => {
  test("is a coincidence however many others are found so: beside a deed, what is new often in the company adds as much", () => {
    const strange = (name: string, after: number): Detected =>
      say({
        detector: "place",
        kind: "first_seen",
        attack: attack("TA0001"),
        severity: "low",
        after,
        score: 0.4,
        actor: toActor(name),
      });
    const often = Array.from({ length: 25 }, (_, n) => strange(`p${n}`, -(n + 1) * DAY_MS));
    const now = [say({ events: ["one"] }), strange("alice", 5)];
    expect(scoreAtStart([...often, ...now])).toBe(scoreAtStart(now));
    expect(scoreAtStart(now)).toBeGreaterThan(0.6);
  });

  test("of another hour counts less, and the less the longer one of the two lasts", () => {
    const later = (after: number, kind: "rule" | "first_seen" = "rule") =>
      scoreOf(
        say({ events: ["one"] }),
        say({ after, detector: "b", events: ["two"], kind, score: 0.5, attack: attack("TA0001") }),
      );
    expect(later(HOUR_MS)).toBe(later(1));
    expect(later(HOUR_MS + 1)).toBeLessThan(later(HOUR_MS));
    const during = (days: number, tactic: string) =>
      scoreOf(
        say({ events: ["one"], kind: "deviation", score: 0.5, lasts: days * DAY_MS }),
        say({
          after: 1,
          detector: "b",
          events: ["two"],
          kind: "first_seen",
          score: 0.5,
          attack: attack(tactic),
        }),
      );
    for (const tactic of ["TA0001", "TA0003"]) {
      expect(during(1, tactic)).toBe(during(0, tactic));
      expect(during(4, tactic)).toBeLessThan(during(1, tactic));
    }
  });

  test("of much looking around stays under what was done, unless a stranger does it", () => {
    const looking = (n: number, rest: Saying = {}) =>
      say({ detector: `d${n}`, after: n, attack: attack("TA0007"), ...rest });
    const around = Array.from({ length: 9 }, (_, n) => looking(n));
    expect(scoreOf(...around)).toBeLessThanOrEqual(0.65);
    expect(scoreOf(...around, looking(9, { attack: attack("TA0003") }))).toBeGreaterThan(0.7);
    const stranger = looking(9, { kind: "first_seen", score: 0.5, attack: attack("TA0001") });
    expect(scoreOf(...around, stranger)).toBeGreaterThan(0.75);
  });
});

describe("a deed that nothing supports", () => {
  test("counts the less, the more others are found doing it: what nobody does is nobody's work", () => {
    const byOthers = (days: number) =>
      Array.from({ length: days }, (_, n) =>
        say({ severity: "high", after: -(n + 1) * DAY_MS, actor: toActor(`p${n}`) }),
      );
    const acquainted = { ...NO_LINKS, firstSeenAt: () => START_AT - 30 * DAY_MS };
    const withOthers = (days: number) =>
      scoreAtStart([...byOthers(days), say({ severity: "high" })], acquainted);
    expect(withOthers(0)).toBeGreaterThan(0.6);
    // Lower by more than what others' days take away from a finding that is supported.
    expect(withOthers(1)).toBeLessThan(0.55);
  });

  test("of a role counts less where a person who is well known, and at home, took it on", () => {
    const role = toActor("role", { type: "role" });
    const key = "ASIAROLE";
    const lent = say({ actor: role, key, kind: "model", score: 0.6, address: "203.0.113.9" });
    const context = {
      ...NO_LINKS,
      firstSeenAt: () => START_AT - 30 * DAY_MS,
      keyOrigins: new Map([[key, { issuer: toActor("alice"), issuerKey: null }]]),
    };
    const abroad = (score: number) =>
      say({
        after: 1,
        detector: "place",
        kind: "first_seen",
        severity: "low",
        score,
        attack: attack("TA0001"),
        address: "203.0.113.9",
      });
    const scores = [
      scoreAtStart([lent], context),
      ...[0.3, 0.45].map((score) => scoreAtStart([lent, abroad(score)], context)),
    ];
    expect(scores[0]).toBeLessThan(0.4);
    expect(scores[1]).toBeGreaterThan(scores[0]!);
    expect(scores[2]).toBeGreaterThan(scores[1]! + 0.05);
  });
});

test("what was found on one earlier day is no habit yet", () => {
  const after = (days: number) =>
    scoreAtStart([...Array.from({ length: days }, (_, n) => say({ after: -(n + 2) * DAY_MS })), say()]);
  expect(after(1)).toBe(after(0));
  expect(after(2)).toBeLessThan(after(1));
});

test("a log's first days lower a story whose loudest finding is about somebody unknown, whoever else is in it", () => {
  const begun = { ...NO_LINKS, span: { firstAt: START_AT - DAY_MS } };
  const knownFrom = (since: number) =>
    scoreAtStart([say({ severity: "high" }), say({ after: 2 * HOUR_MS, detector: "b", severity: "info" })], {
      ...begun,
      firstSeenAt: () => START_AT + HOUR_MS - since,
    });
  expect(knownFrom(7 * DAY_MS)).toBeLessThan(0.5);
});
