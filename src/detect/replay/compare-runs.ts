import { type EventId, type Finding, type Incident, type Severity, toDay } from "../../domain/index.ts";
import { byCodeUnits } from "./order.ts";

/** What a pass over history gave. */
export interface Run {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

export const CHANGES = ["severity", "score", "evidence"] as const;
export type Change = (typeof CHANGES)[number];

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
  readonly changes: readonly Change[];
}

export interface Difference<T> {
  readonly appeared: readonly T[];
  readonly disappeared: readonly T[];
  readonly changed: readonly Changed<T>[];
  readonly unchanged: number;
}

/** Findings of one detector on one UTC day, by their first event, in both runs. */
export interface DetectorDay {
  readonly detector: string;
  readonly title: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly before: number;
  readonly after: number;
}

export interface RunComparison {
  readonly findings: Difference<Finding>;
  readonly incidents: Difference<Incident>;
  /** Days on which the counts differ, by detector, then by day. */
  readonly days: readonly DetectorDay[];
}

/** Scores closer than this are the same. */
const SCORE_TOLERANCE = 1e-9;

/**
 * What would have been found otherwise: findings and incidents that appeared, disappeared or changed. The same thing
 * in both runs is known by its id, and where the id differs (a burst that begins earlier), a finding by its detector,
 * its entity and an event in common, an incident by the most events in common.
 */
export const compareRuns = (before: Run, after: Run): RunComparison => ({
  findings: compare(
    before.findings,
    after.findings,
    (finding) => `${finding.detector.id} ${finding.entity.id}`,
  ),
  incidents: compare(before.incidents, after.incidents, () => ""),
  days: compareDays(before.findings, after.findings),
});

interface Comparable {
  readonly id: string;
  readonly severity: Severity;
  readonly score: number;
  readonly at: number;
  readonly events: readonly EventId[];
}

function compare<T extends Comparable>(
  before: readonly T[],
  after: readonly T[],
  toKind: (one: T) => string,
): Difference<T> {
  const pairs = pair(before, after, toKind);
  const paired = new Set(pairs.flat());
  const changed: Changed<T>[] = [];
  for (const [old, fresh] of pairs) {
    const changes = toChanges(old, fresh);
    if (changes.length > 0) changed.push({ before: old, after: fresh, changes });
  }
  const byTime = (a: T, b: T): number => a.at - b.at || byCodeUnits(a.id, b.id);
  return {
    appeared: after.filter((one) => !paired.has(one)).sort(byTime),
    disappeared: before.filter((one) => !paired.has(one)).sort(byTime),
    changed: changed.sort((a, b) => byTime(a.after, b.after)),
    unchanged: pairs.length - changed.length,
  };
}

/** By id first; what is left, in order of time, with what has most events in common. */
function pair<T extends Comparable>(
  before: readonly T[],
  after: readonly T[],
  toKind: (one: T) => string,
): readonly (readonly [before: T, after: T])[] {
  const byId = new Map(before.map((one) => [one.id, one]));
  const pairs: (readonly [T, T])[] = [];
  const left: T[] = [];
  for (const fresh of after) {
    const old = byId.get(fresh.id);
    if (old === undefined) left.push(fresh);
    else pairs.push([old, fresh]);
    byId.delete(fresh.id);
  }
  const holders = new Map<string, T[]>();
  for (const old of byId.values()) {
    for (const event of old.events) {
      const key = `${toKind(old)} ${event}`;
      const known = holders.get(key);
      if (known === undefined) holders.set(key, [old]);
      else known.push(old);
    }
  }
  const taken = new Set<T>();
  for (const fresh of [...left].sort((a, b) => a.at - b.at || byCodeUnits(a.id, b.id))) {
    const old = findNearest(fresh, (event) =>
      (holders.get(`${toKind(fresh)} ${event}`) ?? []).filter((one) => !taken.has(one)),
    );
    if (old === null) continue;
    taken.add(old);
    pairs.push([old, fresh]);
  }
  return pairs;
}

function findNearest<T extends Comparable>(fresh: T, holdersOf: (event: EventId) => readonly T[]): T | null {
  const common = new Map<T, number>();
  for (const event of fresh.events) {
    for (const old of holdersOf(event)) common.set(old, (common.get(old) ?? 0) + 1);
  }
  const [nearest] = [...common].sort(([a, one], [b, other]) => other - one || byCodeUnits(a.id, b.id));
  return nearest?.[0] ?? null;
}

function toChanges<T extends Comparable>(before: T, after: T): readonly Change[] {
  const differs: Readonly<Record<Change, boolean>> = {
    severity: before.severity !== after.severity,
    score: Math.abs(before.score - after.score) > SCORE_TOLERANCE,
    evidence: !isSameEvidence(before.events, after.events),
  };
  return CHANGES.filter((change) => differs[change]);
}

function isSameEvidence(before: readonly EventId[], after: readonly EventId[]): boolean {
  if (before.length !== after.length) return false;
  const events = new Set(before);
  return after.every((event) => events.has(event));
}

function compareDays(before: readonly Finding[], after: readonly Finding[]): readonly DetectorDay[] {
  const counts = new Map<
    string,
    { detector: string; title: string; day: number; before: number; after: number }
  >();
  const count = (run: "before" | "after", findings: readonly Finding[]): void => {
    for (const { detector, at } of findings) {
      const day = toDay(at);
      const key = `${day} ${detector.id}`;
      const known = counts.get(key) ?? { detector: detector.id, title: "", day, before: 0, after: 0 };
      counts.set(key, known);
      // The later run's title is the one that the reader has just written.
      known.title = detector.title;
      known[run]++;
    }
  };
  count("before", before);
  count("after", after);
  return [...counts.values()]
    .filter((one) => one.before !== one.after)
    .sort((a, b) => byCodeUnits(a.detector, b.detector) || a.day - b.day);
}
