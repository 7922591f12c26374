import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  type EpochMs,
  type Incident,
  type Severity,
  toEntityId,
  toEpochMs,
  toFindingId,
  toIncidentId,
} from "../../domain/index.ts";
import { decideAlerts } from "./decide-alerts.ts";
import type { KnownAlert } from "./known-alert.ts";
import type { HeardFinding } from "./mute.ts";
import {
  type AlertPolicy,
  DIGEST_EVERY_MS,
  DIGEST_URGENT_EVERY_MS,
  REMINDERS_MAX,
  UPDATE_AGE_MAX_MS,
  UPDATE_EVERY_MS,
} from "./policy.ts";
import type { AlertDecision, AlertQuestion, CandidateIncident } from "./question.ts";

const NOW = toEpochMs(Date.UTC(2026, 0, 5, 12));
const HOUR_MS = 3_600_000;

const POLICY: AlertPolicy = {
  perDay: 3,
  severityMin: "medium",
  scoreMin: null,
  quietHours: null,
  remindAfterMs: null,
};

const sampleFinding = (
  id: string,
  severity: Severity,
  changes: Partial<HeardFinding> = {},
): HeardFinding => ({
  id: toFindingId(id),
  at: NOW,
  detector: { id: "rule-1", kind: "rule", title: "A trail was stopped" },
  severity,
  score: 0.5,
  actor: { id: toEntityId("user:ann"), type: "user", name: "ann" },
  entity: { type: "actor", id: toEntityId("user:ann") },
  summary: "ann stopped a trail.",
  explanation: { matched: [{ field: "sourceIPAddress", value: "198.51.100.7" }] },
  ...changes,
});

interface Sample {
  readonly severity?: Severity;
  readonly score?: number;
  readonly findings?: readonly HeardFinding[];
  readonly tactics?: readonly string[];
  readonly isAlert?: boolean;
}

function sampleCandidate(number: number, sample: Sample = {}): CandidateIncident {
  const { severity = "high", score = 0.5, tactics = ["TA0010"], isAlert = true } = sample;
  const findings = sample.findings ?? [sampleFinding(`f${number}`, severity)];
  const incident: Incident = {
    id: toIncidentId(`incident-${number}`),
    at: toEpochMs(NOW + number),
    until: toEpochMs(NOW + number),
    severity,
    score,
    actors: [toEntityId("user:ann")],
    tactics,
    findings: findings.map(({ id }) => id),
    events: [],
    summary: `A story ${number}.`,
  };
  return { incident, findings, isAlert };
}

const ask = (candidates: readonly CandidateIncident[], changes: Partial<AlertQuestion> = {}): AlertDecision =>
  decideAlerts({
    now: NOW,
    policy: POLICY,
    candidates,
    present: new Set(candidates.map(({ incident }): string => incident.id)),
    known: [],
    mutes: [],
    ...changes,
  });

/** What would be stored of a decision. */
const remember = (decision: AlertDecision, before: readonly KnownAlert[] = []): readonly KnownAlert[] => {
  const known = new Map(before.map((one) => [one.alertId, one]));
  for (const alert of decision.alerts)
    known.set(alert.alertId, { ...alert, firstAt: known.get(alert.alertId)?.firstAt ?? alert.at });
  return [...known.values()];
};

const later = (ms: number): { readonly now: EpochMs } => ({ now: toEpochMs(NOW + ms) });
const say = ({ alerts }: AlertDecision): readonly string[] =>
  alerts.map(({ kind, reason, version, body }) => `${kind} ${reason} ${version} ${body.incidents_total}`);

describe("what is told", () => {
  it("is one alert for an incident, and nothing more about the same one", () => {
    const first = ask([sampleCandidate(1)]);
    expect(say(first)).toEqual(["incident new 1 1"]);
    expect(first.alerts[0]!.body.title).toBe("ann: A trail was stopped");
    expect(ask([sampleCandidate(1)])).toEqual(first);
    expect(ask([sampleCandidate(1)], { known: remember(first), ...later(1) }).alerts).toEqual([]);
  });

  it("is nothing below the threshold or the severity, nor with a budget of none", () => {
    expect(ask([sampleCandidate(1, { isAlert: false })]).alerts).toEqual([]);
    expect(ask([sampleCandidate(1, { severity: "low" })]).alerts).toEqual([]);
    expect(ask([sampleCandidate(1, { severity: "medium" })]).alerts).toHaveLength(1);
    expect(ask([sampleCandidate(1)], { policy: { ...POLICY, perDay: 0 } }).alerts).toEqual([]);
  });

  it("keeps the budget, the worst first, and tells the rest together", () => {
    const candidates = Array.from({ length: 300 }, (_, number) =>
      sampleCandidate(number, { score: number / 300 }),
    );
    const decision = ask(candidates);
    expect(say(decision)).toEqual([
      "incident new 1 1",
      "incident new 1 1",
      "incident new 1 1",
      "digest new 1 297",
    ]);
    expect(decision.alerts[0]!.body.incidents[0]!.id).toBe("incident-299");
    expect(decision.alerts[3]!.body.incidents).toHaveLength(20);
    expect(ask(candidates, { known: remember(decision), ...later(1) })).toEqual({
      alerts: [],
      muted: 0,
      held: 0,
    });
  });

  it("has room again after a day, or after days where less than one a day is welcome", () => {
    const policy = { ...POLICY, perDay: 0.5 };
    const known = remember(ask([sampleCandidate(1)], { policy }));
    const next = (ms: number) =>
      say(ask([sampleCandidate(1), sampleCandidate(2)], { policy, known, ...later(ms) }));
    expect(next(2 * DAY_MS - 1)).toEqual(["digest new 1 1"]);
    expect(next(2 * DAY_MS)).toEqual(["incident new 1 1"]);
  });

  it("waits between digests, less with something critical, and loses nothing", () => {
    const policy = { ...POLICY, perDay: 1 };
    const three = [1, 2].map((number) => sampleCandidate(number));
    const known = remember(ask(three, { policy }));
    const more = (severity: Severity, ms: number) =>
      ask([...three, sampleCandidate(3, { severity })], { policy, known, ...later(ms) });
    expect(more("high", DIGEST_EVERY_MS - 1)).toEqual({ alerts: [], muted: 0, held: 1 });
    expect(say(more("high", DIGEST_EVERY_MS))).toEqual(["digest new 1 1"]);
    expect(more("critical", DIGEST_URGENT_EVERY_MS - 1).held).toBe(1);
    expect(say(more("critical", DIGEST_URGENT_EVERY_MS))).toEqual(["digest new 1 1"]);
  });

  it("tells of an incident again that was told with others and got worse", () => {
    const policy = { ...POLICY, perDay: 1 };
    const known = remember(
      ask([sampleCandidate(1, { severity: "critical" }), sampleCandidate(2)], { policy }),
    );
    const again = (severity: Severity) =>
      say(ask([sampleCandidate(2, { severity })], { policy, known, ...later(DAY_MS) }));
    expect(again("high")).toEqual([]);
    expect(again("critical")).toEqual(["incident new 1 1"]);
  });
});

describe("a growing incident", () => {
  const known = remember(ask([sampleCandidate(1)]));
  const grown = { findings: [sampleFinding("f1", "high"), sampleFinding("f9", "high")] };

  it("updates its alert, an hour later at the earliest", () => {
    expect(ask([sampleCandidate(1, grown)], { known, ...later(UPDATE_EVERY_MS - 1) }).alerts).toEqual([]);
    const decision = ask([sampleCandidate(1, grown)], { known, ...later(UPDATE_EVERY_MS) });
    expect(say(decision)).toEqual(["incident update 2 1"]);
    expect(decision.alerts[0]!.alertId).toBe(known[0]!.alertId);
  });

  it("says at once that it is more severe or has come further, also below the threshold", () => {
    const worse = { severity: "critical" as const, isAlert: false };
    expect(say(ask([sampleCandidate(1, worse)], { known, ...later(1) }))).toEqual(["incident update 2 1"]);
    const further = { tactics: ["TA0010", "TA0040"] };
    expect(say(ask([sampleCandidate(1, further)], { known, ...later(1) }))).toEqual(["incident update 2 1"]);
  });

  it("is the same one under another id, when the story began earlier than was known", () => {
    const renamed = sampleCandidate(7, { ...grown, tactics: ["TA0001", "TA0010"] });
    const decision = ask([renamed], { known, ...later(1) });
    expect(say(decision)).toEqual(["incident update 2 1"]);
    expect(decision.alerts[0]!.alertId).toBe(known[0]!.alertId);
    const both = new Set<string>([renamed.incident.id, "incident-1"]);
    expect(say(ask([renamed], { known, present: both, ...later(1) }))).toEqual(["incident new 1 1"]);
  });

  it("is left alone when nobody spoke of it for two weeks", () => {
    const worse = sampleCandidate(1, { severity: "critical" });
    expect(ask([worse], { known, ...later(UPDATE_AGE_MAX_MS) }).alerts).toHaveLength(1);
    expect(ask([worse], { known, ...later(UPDATE_AGE_MAX_MS + 1) }).alerts).toEqual([]);
  });

  it("is brought to mind while nobody judged it, some times", () => {
    const policy = { ...POLICY, remindAfterMs: 24 * HOUR_MS };
    let seen = known;
    const told: string[] = [];
    for (let day = 1; day <= REMINDERS_MAX + 2; day++) {
      const decision = ask([sampleCandidate(1)], { policy, known: seen, ...later(day * DAY_MS) });
      told.push(...say(decision));
      seen = remember(decision, seen);
    }
    expect(told).toEqual(["incident reminder 2 1", "incident reminder 3 1", "incident reminder 4 1"]);
    const early = ask([sampleCandidate(1)], { policy, known, ...later(DAY_MS - 1) });
    expect(early.alerts).toEqual([]);
  });
});

describe("what is muted", () => {
  const until = toEpochMs(NOW + 1);
  it.each([
    ["detector", "rule-1"],
    ["detector", "A trail was stopped"],
    ["entity", "user:ann"],
    ["entity", "ann"],
    ["value", "198.51.100.7"],
    ["value", "user:ann"],
  ] as const)("by %s %s is not told until it ends", (kind, target) => {
    const mutes = [{ kind, target, until }];
    expect(ask([sampleCandidate(1)], { mutes })).toEqual({ alerts: [], muted: 1, held: 0 });
    expect(ask([sampleCandidate(1)], { mutes, ...later(1) }).alerts).toHaveLength(1);
    expect(ask([sampleCandidate(1)], { mutes: [{ kind, target: "other", until }] }).alerts).toHaveLength(1);
  });

  it("leaves what else an incident is made of, and its severity", () => {
    const other = { id: "rule-2", kind: "rule" as const, title: "Another" };
    const mutes = [{ kind: "detector" as const, target: "rule-1", until: null }];
    const mixed = (severity: Severity) =>
      sampleCandidate(1, {
        severity: "critical",
        findings: [sampleFinding("f1", "critical"), sampleFinding("f2", severity, { detector: other })],
      });
    const [alert] = ask([mixed("high")], { mutes }).alerts;
    expect(alert!.severity).toBe("high");
    expect(alert!.body.findings.map(({ id }) => id)).toEqual(["f2"]);
    expect(ask([mixed("low")], { mutes })).toEqual({ alerts: [], muted: 1, held: 0 });
  });

  it("is found in explanations that nest ten thousand deep, or holds still", () => {
    let nested: HeardFinding["explanation"] = { value: "198.51.100.7" };
    for (let depth = 0; depth < 10_000; depth++) nested = { nested };
    const deep = sampleCandidate(1, { findings: [sampleFinding("f1", "high", { explanation: nested })] });
    const mutes = [{ kind: "value" as const, target: "198.51.100.7", until: null }];
    expect(ask([deep], { mutes }).alerts).toHaveLength(1);
  });
});
