import { describe, expect, test } from "vitest";
import {
  type Actor,
  type AttackRef,
  type Severity,
  toEpochMs,
  toEventId,
  toFindingId,
} from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { START_AT, toActor } from "../fixtures/sample-events.ts";
import {
  buildIncidents,
  CHAIN_LENGTH_MAX,
  findRoot,
  type IdentityLinks,
  INCIDENT_EVENTS_MAX,
  INCIDENT_GAP_MS,
} from "./build-incidents.ts";

interface Statement {
  readonly after?: number;
  readonly lasts?: number;
  readonly actor?: Actor;
  readonly key?: string | null;
  readonly severity?: Severity;
  readonly detector?: string;
  readonly attack?: readonly AttackRef[];
  readonly events?: number;
}

const [ALICE, BOB, CAROL] = [toActor("alice"), toActor("bob"), toActor("carol")];
const NO_LINKS: IdentityLinks = { keyOrigins: new Map(), createdIdentities: new Map() };

/** A detector's statement `after` milliseconds from the start. */
function say(statement: Statement = {}): Detected {
  const { after = 0, actor = ALICE, severity = "medium", detector = "rule", lasts = 0 } = statement;
  const at = toEpochMs(START_AT + after);
  const id = `${detector}-${actor.name}-${after}`;
  const events = Array.from({ length: statement.events ?? 1 }, (_, n) => toEventId(`${id}-${n}`));
  const detail = {
    event: events[0]!,
    action: "StopLogging",
    service: "cloudtrail",
    outcome: "success",
    errorCode: null,
    account: null,
    region: null,
    address: null,
    country: null,
    tool: "",
    resource: null,
    matched: null,
  };
  return {
    finding: {
      id: toFindingId(id),
      at,
      until: toEpochMs(at + lasts),
      detector: { id: detector, kind: "rule", title: `Title of ${detector}` },
      severity,
      score: { info: 0.1, low: 0.3, medium: 0.5, high: 0.75, critical: 0.95 }[severity],
      actor: { id: actor.id, type: actor.type, name: actor.name },
      entity: { type: "actor", id: actor.id },
      attack: statement.attack ?? [],
      events,
      incident: null,
      summary: "",
      explanation: {},
    },
    first: { at, event: events[0]!, actor, accessKeyId: statement.key ?? null, detail },
  };
}

const attack = (...tactics: readonly string[]): readonly AttackRef[] =>
  tactics.map((tactic) => ({ tactic, technique: null }));
const groupsOf = (detected: readonly Detected[], links: IdentityLinks = NO_LINKS) =>
  buildIncidents(detected, links)
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
    expect(say3(["TA0001", "TA0003", "TA0007"])).toBe("medium");
    expect(say3(["TA0001", "TA0003", "TA0010"], ["medium", "low", "medium"])).toBe("medium");
  });

  test("the score grows with agreement, not with repetition, and stays within bounds", () => {
    const scoreOf = (detected: readonly Detected[]) => buildIncidents(detected, NO_LINKS).incidents[0]!.score;
    const once = scoreOf([say()]);
    expect(once).toBe(0.5);
    expect(scoreOf([say(), say({ after: 1 }), say({ after: 2 })])).toBe(once);
    expect(scoreOf([say(), say({ after: 1, detector: "other" })])).toBeCloseTo(
      1 - 0.5 * (1 - 0.5 * 0.35),
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

describe("the identity with which a story began", () => {
  const key = (name: string) => `ASIA${name.toUpperCase()}`;
  const linksOf = (
    keys: readonly (readonly [key: string, issuer: Actor, issuerKey: string | null])[],
    created: readonly (readonly [identity: Actor, creator: Actor, after: number])[] = [],
  ): IdentityLinks => ({
    keyOrigins: new Map(keys.map(([name, issuer, issuerKey]) => [name, { issuer, issuerKey }])),
    createdIdentities: new Map(
      created.map(([identity, creator, after]) => [identity.id, [{ creator, at: START_AT + after }]]),
    ),
  });

  test("roles taken on one from another lead back to the first", () => {
    const links = linksOf([
      [key("second"), BOB, key("first")],
      [key("first"), ALICE, null],
    ]);
    expect(findRoot(say({ actor: CAROL, key: key("second") }), links)).toBe(ALICE);
    const story = groupsOf([say(), say({ after: 1, actor: CAROL, key: key("second") })], links);
    expect(story).toHaveLength(1);
  });

  test("a session that renews itself is followed through to where it came from", () => {
    const links = linksOf([
      [key("third"), BOB, key("second")],
      [key("second"), BOB, key("first")],
      [key("first"), ALICE, null],
    ]);
    expect(findRoot(say({ actor: BOB, key: key("third") }), links)).toBe(ALICE);
  });

  test("a user made by another belongs to the maker's story for a day, and no longer", () => {
    const links = linksOf([], [[BOB, ALICE, 0]]);
    expect(findRoot(say({ actor: BOB, after: INCIDENT_GAP_MS }), links)).toBe(ALICE);
    expect(findRoot(say({ actor: BOB, after: INCIDENT_GAP_MS + 1 }), links)).toBe(BOB);
    // What the identity did before it was made again is not the maker's.
    expect(findRoot(say({ actor: BOB, after: -1 }), links)).toBe(BOB);
  });

  test("of several makers, the last one before the finding counts", () => {
    const made = [
      { creator: ALICE, at: START_AT },
      { creator: CAROL, at: START_AT + 1000 },
    ];
    const links: IdentityLinks = { keyOrigins: new Map(), createdIdentities: new Map([[BOB.id, made]]) };
    expect(findRoot(say({ actor: BOB, after: 999 }), links)).toBe(ALICE);
    expect(findRoot(say({ actor: BOB, after: 1000 }), links)).toBe(CAROL);
  });

  test("a chain is followed to its maximum length and not beyond", () => {
    const actors = Array.from({ length: CHAIN_LENGTH_MAX + 2 }, (_, n) => toActor(`role-${n}`));
    const links = linksOf(
      actors
        .slice(0, -1)
        .map((issuer, n) => [key(`${n + 1}`), issuer, n === 0 ? null : key(`${n}`)] as const),
    );
    const last = CHAIN_LENGTH_MAX;
    expect(findRoot(say({ actor: actors[last]!, key: key(`${last}`) }), links)).toBe(actors[0]);
    expect(findRoot(say({ actor: actors[last + 1]!, key: key(`${last + 1}`) }), links)).toBe(actors[1]);
  });

  test("identities that made each other, and keys that issued themselves, come to an end", () => {
    const circle = linksOf(
      [
        [key("a"), ALICE, key("b")],
        [key("b"), BOB, key("a")],
        [key("self"), ALICE, key("self")],
      ],
      [
        [ALICE, BOB, 0],
        [BOB, ALICE, 0],
        [CAROL, CAROL, 0],
      ],
    );
    expect(findRoot(say({ actor: CAROL, key: key("a") }), circle)).toBeDefined();
    expect(findRoot(say({ actor: ALICE, key: key("self") }), circle)).toBeDefined();
    expect(findRoot(say({ actor: CAROL }), circle)).toBe(CAROL);
  });
});
