import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, type Severity } from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { START_AT, toActor } from "../fixtures/sample-events.ts";
import { attack, BOB, NO_LINKS, type Saying, say } from "../fixtures/say-finding.ts";
import {
  buildIncidents,
  INCIDENT_ACTORS_MAX,
  INCIDENT_EVENTS_MAX,
  INCIDENT_SCORE_MIN,
  USUAL_LOSS_MAX,
} from "./build-incidents.ts";
import type { StoryContext } from "./find-root.ts";
import { INCIDENT_GAP_MS, INCIDENT_SPAN_MAX_MS } from "./split-stories.ts";

const groupsOf = (detected: readonly Detected[], context: StoryContext = NO_LINKS) =>
  buildIncidents(detected, context)
    .incidents.toSorted((a, b) => a.at - b.at)
    .map((incident) => incident.findings);

describe("incidents", () => {
  test("findings of one actor exactly a day apart are one story; a millisecond more makes two", () => {
    expect(groupsOf([say(), say({ after: INCIDENT_GAP_MS })])).toHaveLength(1);
    expect(groupsOf([say(), say({ after: INCIDENT_GAP_MS + 1 })])).toHaveLength(2);
  });

  test("the day is counted from the end of what came before", () => {
    const hour = 3_600_000;
    expect(groupsOf([say({ lasts: hour }), say({ after: hour + INCIDENT_GAP_MS })])).toHaveLength(1);
    expect(groupsOf([say({ lasts: hour }), say({ after: hour + INCIDENT_GAP_MS + 1 })])).toHaveLength(2);
  });

  test("everyday findings join a story and do not keep it going", () => {
    const low = say({ after: INCIDENT_GAP_MS, severity: "low", detector: "low" });
    const next = say({ after: INCIDENT_GAP_MS + 10 });
    expect(groupsOf([say(), low, next])).toEqual([[say().finding.id, low.finding.id], [next.finding.id]]);
  });

  test("findings of different actors are different stories", () => {
    expect(groupsOf([say(), say({ actor: BOB })])).toHaveLength(2);
  });

  test("informational findings make no incident and are kept; beside others they join it", () => {
    const info = say({ severity: "info", detector: "info" });
    const alone = buildIncidents([info, say({ severity: "info", detector: "other" })], NO_LINKS);
    expect(alone.incidents).toEqual([]);
    expect(alone.findings.map((finding) => finding.incident)).toEqual([null, null]);
    const beside = buildIncidents([info, say({ after: 5 })], NO_LINKS);
    expect(beside.incidents).toHaveLength(1);
    expect(new Set(beside.findings.map((finding) => finding.incident))).toEqual(
      new Set([beside.incidents[0]!.id]),
    );
  });

  test("one detector's quiet word is no incident, that of two detectors is", () => {
    const [one, again, other] = [
      say({ severity: "low", detector: "one" }),
      say({ severity: "low", detector: "one", after: 1 }),
      say({ severity: "low", detector: "other", after: 2 }),
    ];
    expect(groupsOf([one, again])).toEqual([]);
    expect(groupsOf([one, other])).toHaveLength(1);
  });

  test("three detectors over three tactics up to the end of the chain raise the severity by one step", () => {
    const say3 = (
      tactics: readonly string[],
      severities: readonly Severity[] = ["medium", "medium", "medium"],
    ) =>
      buildIncidents(
        tactics.map((tactic, n) =>
          say({ detector: `d${n}`, after: n, attack: attack(tactic), severity: severities[n]! }),
        ),
        NO_LINKS,
      ).incidents[0]!.severity;
    expect(say3(["TA0001", "TA0003", "TA0010"])).toBe("high");
    expect(say3(["TA0001", "TA0003", "TA0040"], ["high", "medium", "critical"])).toBe("critical");
    // Two tactics only; not to the end; a low finding does not count.
    expect(say3(["TA0003", "TA0003", "TA0010"])).toBe("medium");
    expect(say3(["TA0006", "TA0003", "TA0007"])).toBe("medium");
    // How somebody came in is an aspect of its own.
    expect(say3(["TA0001", "TA0003", "TA0007"])).toBe("high");
    expect(say3(["TA0006", "TA0003", "TA0010"], ["medium", "low", "medium"])).toBe("medium");
  });

  test("the score grows with agreement, not with repetition, and stays within bounds", () => {
    const scoreOf = (detected: readonly Detected[]) => buildIncidents(detected, NO_LINKS).incidents[0]!.score;
    const once = scoreOf([say()]);
    expect(once).toBe(0.5);
    expect(scoreOf([say(), say({ after: 1 }), say({ after: 2 })])).toBe(once);
    // The strongest in full; the second adds 0.6 / 2 of its -ln(1 - p), up to the ceiling of medium.
    expect(scoreOf([say(), say({ after: 1, detector: "other" })])).toBeCloseTo(
      0.5 + (0.88 - 0.5) * (1 - 0.5 ** 0.3),
      12,
    );
    const many = Array.from({ length: 500 }, (_, n) =>
      say({ detector: `d${n}`, severity: "critical", after: n }),
    );
    expect(scoreOf(many)).toBeLessThanOrEqual(1);
  });

  test("lists events up to its limit, and all its findings", () => {
    const [incident] = buildIncidents(
      [say({ events: INCIDENT_EVENTS_MAX - 1 }), say({ after: 1, events: 1 }), say({ after: 2, events: 1 })],
      NO_LINKS,
    ).incidents;
    expect(incident!.events).toHaveLength(INCIDENT_EVENTS_MAX);
    expect(incident!.findings).toHaveLength(3);
  });

  test("tactics stand along the kill chain, once each", () => {
    const [incident] = buildIncidents(
      [
        say({ attack: attack("TA0040", "TA0003") }),
        say({ after: 1, detector: "b", attack: attack("TA0001", "TA0003") }),
      ],
      NO_LINKS,
    ).incidents;
    expect(incident!.tactics).toEqual(["TA0001", "TA0003", "TA0040"]);
  });

  test("the order in which findings come changes nothing", () => {
    const detected = [
      say({ after: 3 }),
      say(),
      say({ after: 1, actor: BOB }),
      say({ after: 2, detector: "x" }),
    ];
    const sorted = (list: readonly Detected[]) => {
      const { findings, incidents } = buildIncidents(list, NO_LINKS);
      return [
        findings.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        incidents.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ];
    };
    expect(sorted(detected.toReversed())).toEqual(sorted(detected));
  });
});

describe("what is usual", () => {
  const daily = (days: number, rest: Saying = {}): readonly Detected[] =>
    Array.from({ length: days }, (_, n) => say({ after: (n - days) * DAY_MS, ...rest }));
  /** Of the incident of the last finding given. */
  const lastScore = (detected: readonly Detected[]): number => {
    const { id } = detected.at(-1)!.finding;
    return buildIncidents(detected, NO_LINKS).incidents.find(({ findings }) => findings.includes(id))!.score;
  };

  test("says less: the same detector on many days before, or on many identities, but never by more than two severities", () => {
    const fresh = lastScore([say()]);
    const twice = [say({ after: -9 * DAY_MS }), say({ after: -5 * DAY_MS }), say()];
    expect(lastScore(twice)).toBeLessThan(fresh);
    const others = Array.from({ length: 5 }, (_, n) => say({ actor: toActor(`p${n}`), after: -5 * DAY_MS }));
    expect(lastScore([...others, say()])).toBeLessThan(fresh);
    const crowd = Array.from({ length: 300 }, (_, n) => say({ actor: toActor(`p${n}`), after: -5 * DAY_MS }));
    const both = buildIncidents([...crowd, ...daily(29), say({ severity: "high" })], NO_LINKS);
    const last = both.incidents.find(({ findings }) => findings.includes(say().finding.id))!;
    expect(last.score).toBeGreaterThanOrEqual(0.3);
    // What people are shown stays within one step of the worst finding.
    expect(last.severity).toBe("medium");
  });

  test("is known from the past alone: what comes later changes no earlier incident", () => {
    const before = [say(), say({ after: 5, detector: "b", severity: "high" })];
    const later = daily(20).map((_, n) => say({ after: (n + 2) * DAY_MS }));
    const id = buildIncidents(before, NO_LINKS).incidents[0]!;
    expect(buildIncidents([...later, ...before], NO_LINKS).incidents).toContainEqual(id);
  });

  test("does not hide news, which begins a story of its own", () => {
    const nightly = daily(12);
    const attackStory = say({ after: -DAY_MS + 60_000, detector: "new", severity: "high" });
    const incidents = buildIncidents([...nightly, attackStory], NO_LINKS).incidents;
    const news = incidents.find(({ findings }) => findings.includes(attackStory.finding.id))!;
    expect(news.at).toBe(attackStory.finding.at);
    expect(news.score).toBeCloseTo(0.75, 2);
    expect(news.score).toBeGreaterThan(
      Math.max(...incidents.filter((one) => one !== news).map((one) => one.score)),
    );
  });

  test("weighs less while the log has only begun", () => {
    const young = { ...NO_LINKS, span: { firstAt: START_AT } };
    const [incident] = buildIncidents([say()], young).incidents;
    // Less than what makes an incident, and still one: ignorance orders stories, it ends none.
    expect(incident!.score).toBeLessThan(INCIDENT_SCORE_MIN);
    expect(incident!.severity).toBe("medium");
    expect(buildIncidents([say()], { ...NO_LINKS, span: null }).incidents[0]!.score).toBe(incident!.score);
  });

  test("lowers the score of a rule's finding by less than a step of severity, that of behaviour not at all", () => {
    const last = (kind: "rule" | "deviation") =>
      buildIncidents([...daily(20, { kind, score: 0.5 }), say({ kind, score: 0.5 })], NO_LINKS).findings.find(
        ({ at }) => at === START_AT,
      )!.score;
    expect(last("rule")).toBeLessThan(0.45);
    expect(last("rule")).toBeGreaterThanOrEqual(0.5 - USUAL_LOSS_MAX);
    expect(last("deviation")).toBe(0.5);
  });

  test("everyday words of everybody are no incident", () => {
    const low = (after: number, detector: string, name: string) =>
      say({ after, severity: "low", detector, actor: toActor(name) });
    const crowd = Array.from({ length: 40 }, (_, n) => [
      low(-(1 + (n % 20)) * DAY_MS, "one", `p${n}`),
      low(-(1 + (n % 20)) * DAY_MS, "two", `p${n}`),
    ]).flat();
    const ofAlice = [...daily(20, { severity: "low" }), low(0, "one", "alice"), low(0, "two", "alice")];
    expect(buildIncidents(ofAlice.slice(-2), NO_LINKS).incidents).toHaveLength(1);
    const { incidents } = buildIncidents([...crowd, ...ofAlice], NO_LINKS);
    expect(incidents.every(({ severity }) => severity !== "info")).toBe(true);
    expect(incidents.filter(({ at }) => at === START_AT)).toEqual([]);
  });
});

describe("agreement", () => {
  const scoreOf = (...detected: readonly Detected[]) =>
    buildIncidents(detected, NO_LINKS).incidents[0]!.score;

  test("of a rule and of behaviour counts much more than of two rules, and two rules of one event hardly", () => {
    const rule = say({ events: ["one"] });
    const elsewhere = scoreOf(rule, say({ after: 1, detector: "b", events: ["two"] }));
    const sameEvent = scoreOf(rule, say({ after: 1, detector: "b", events: ["one"] }));
    const behaviour = scoreOf(
      rule,
      say({ after: 1, detector: "b", events: ["one"], kind: "deviation", score: 0.99 }),
    );
    expect(sameEvent).toBeLessThan(elsewhere);
    expect(behaviour).toBeGreaterThan(elsewhere + 0.05);
    expect(sameEvent).toBeGreaterThan(scoreOf(rule));
  });

  test("an informational finding adds nothing when a rule says it, and a little when behaviour does", () => {
    const beside = (kind: "rule" | "deviation") =>
      scoreOf(say(), say({ after: 1, detector: "b", severity: "info", kind }));
    expect(beside("rule")).toBe(0.5);
    expect(beside("deviation")).toBeGreaterThan(0.5);
    expect(beside("deviation")).toBeLessThan(0.55);
  });

  test("along the kill chain counts more, most when something is taken after all else", () => {
    const pair = (first: string, second: string) =>
      scoreOf(say({ attack: attack(first) }), say({ after: 1, detector: "b", attack: attack(second) }));
    expect(pair("TA0001", "TA0003")).toBeGreaterThan(pair("TA0003", "TA0003"));
    expect(pair("TA0001", "TA0010")).toBeGreaterThan(pair("TA0001", "TA0003"));
    expect(pair("TA0010", "TA0001")).toBeLessThan(pair("TA0001", "TA0010"));
  });

  test("what was only tried counts less, unless the rule asks for it or counts many", () => {
    expect(scoreOf(say({ refused: 1 }))).toBeLessThan(0.5);
    expect(scoreOf(say({ events: 2, refused: 1 }))).toBe(0.5);
    const asked = {
      matched: [{ selection: "s", field: "errorCode", value: "AccessDenied", test: "equals" }],
    };
    expect(scoreOf(say({ refused: 1, explanation: asked }))).toBe(0.5);
    expect(scoreOf(say({ refused: 1, kind: "correlation" }))).toBe(0.5);
  });

  test("severity follows the score: whatever agrees, low never becomes high and medium never critical", () => {
    const many = (severity: Severity) =>
      buildIncidents(
        Array.from({ length: 60 }, (_, n) =>
          say({
            detector: `d${n}`,
            after: n,
            severity,
            attack: attack(["TA0001", "TA0007", "TA0003", "TA0010"][n % 4]!),
          }),
        ),
        NO_LINKS,
      ).incidents[0]!.severity;
    expect((["low", "medium", "high", "critical"] as const).map(many)).toEqual([
      "medium",
      "high",
      "critical",
      "critical",
    ]);
  });
});

test("a story that never ends is told on in a further one after two weeks", () => {
  const days = Array.from({ length: 40 }, (_, n) => say({ after: n * DAY_MS, detector: `d${n}` }));
  const { incidents } = buildIncidents(days, NO_LINKS);
  expect(incidents.toSorted((a, b) => a.at - b.at).map(({ findings }) => findings.length)).toEqual([
    15, 15, 10,
  ]);
  for (const { at, until } of incidents) expect(until - at).toBeLessThanOrEqual(INCIDENT_SPAN_MAX_MS);
});

test("identities are listed up to their limit", () => {
  const tried = Array.from({ length: INCIDENT_ACTORS_MAX + 1 }, (_, n) => toActor(`p${n}`));
  const { incidents } = buildIncidents([say({ tried, address: "203.0.113.7", actor: tried[0]! })], NO_LINKS);
  expect(incidents[0]!.actors).toHaveLength(INCIDENT_ACTORS_MAX);
});

describe("what is done as always", () => {
  const ADDRESS = "203.0.113.7";
  const acquainted = { ...NO_LINKS, firstSeenAt: () => START_AT - 30 * DAY_MS };
  const scoreOf = (...detected: readonly Detected[]) =>
    buildIncidents(detected, acquainted).incidents[0]!.score;
  const deed = say({ severity: "high", address: ADDRESS });
  const stranger: Saying = {
    after: 5,
    detector: "w",
    kind: "first_seen",
    attack: attack("TA0001"),
    score: 0.5,
  };

  test("counts less where behaviour knows the identity and found nothing odd around it", () => {
    expect(scoreOf(deed)).toBeLessThan(0.65);
    expect(buildIncidents([deed], acquainted).incidents[0]!.severity).toBe("medium");
    expect(scoreOf(deed, say({ ...stranger, address: ADDRESS }))).toBeGreaterThan(0.8);
  });

  test("nobody says so of a new identity, of an address that tries many, or where behaviour did not look", () => {
    const since = (days: number | null) =>
      buildIncidents([deed], {
        ...NO_LINKS,
        firstSeenAt: () => (days === null ? null : START_AT - days * DAY_MS),
      }).incidents[0]!.score;
    expect([since(null), since(0), since(6.9)]).toEqual([0.75, 0.75, 0.75]);
    expect(since(7)).toBeLessThan(0.75);
    const spray = say({ severity: "high", tried: [BOB, toActor("c"), toActor("d")], address: ADDRESS });
    expect(scoreOf(spray)).toBe(0.75);
  });

  test("is not supported from another address, an hour away, or by more of the same words", () => {
    const beside = (rest: Saying) => scoreOf(deed, say({ ...stranger, ...rest }));
    const supported = beside({ address: ADDRESS });
    expect(beside({ address: "203.0.113.8" })).toBeLessThan(supported);
    expect(beside({ address: ADDRESS, after: HOUR_MS })).toBe(supported);
    expect(beside({ address: ADDRESS, after: HOUR_MS + 1 })).toBeLessThan(supported);
    expect(beside({ attack: attack("TA0003") })).toBeLessThan(supported);
  });

  test("is supported by an amount only that it is part of", () => {
    const much = (events: readonly string[]) =>
      scoreOf(
        say({ severity: "high", events: ["one"] }),
        say({ after: 1, detector: "much", kind: "deviation", score: 0.5, events }),
      );
    expect(much(["one", "two", "three"])).toBeGreaterThan(much(["two", "three", "four"]));
  });
});

test("while the log has only begun, scores stand a little behind, and severities do not", () => {
  const young = { ...NO_LINKS, span: { firstAt: START_AT }, firstSeenAt: () => START_AT };
  const [incident] = buildIncidents([say({ severity: "high" })], young).incidents;
  expect(incident!.score).toBeLessThan(0.65);
  expect(incident!.severity).toBe("high");
});

test("a machine that is refused all day is broken more often than stolen", () => {
  const machine = toActor("billing", { type: "role", automated: true });
  const scoreOf = (refused: number) =>
    buildIncidents([say({ actor: machine, kind: "correlation", events: 9, refused })], NO_LINKS).incidents[0]!
      .score;
  expect(scoreOf(8)).toBe(0.5);
  expect(scoreOf(9)).toBeLessThan(0.4);
});
