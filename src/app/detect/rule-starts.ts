import { BURST_GAP_MS, toRuleDetectors } from "../../detect/index.ts";
import { DAY_MS, type EpochMs, type FindingId, toEpochMs } from "../../domain/index.ts";
import type { CompiledCorrelation, RuleSet } from "../../sigma/index.ts";
import type { RuleMatchChoice, Store } from "../../store/index.ts";

export const KIND_RULE = 0;
export const KIND_CORRELATION = 1;

/** From when on matches are needed to find anew what ends at `since` or later. */
export interface RuleStarts {
  readonly since: EpochMs;
  /** From here on all matches are read; null: from the first. */
  readonly allFrom: EpochMs | null;
  /** What is read of matches before `allFrom`, and from when on; null: nothing. */
  readonly older: { readonly from: EpochMs; readonly only: readonly RuleMatchChoice[] } | null;
  /** Whether the match takes part: what a burst or window began with does, what came before does not. */
  isNeeded(match: StartedMatch): boolean;
}

export interface StartedMatch {
  readonly kind: number;
  readonly detector: number;
  readonly group: string;
  readonly at: number;
}

/** Everything is needed. */
export const fromTheFirst = (since: EpochMs): RuleStarts => ({
  since,
  allFrom: null,
  older: null,
  isNeeded: () => true,
});

/** Groups with something open, asked for by name; with more of them all matches are read. */
const OPEN_GROUPS_MAX = 5000;
/** Before `since`, all that bursts of rules may still be waiting for. */
const MARGIN_MS = 2 * BURST_GAP_MS;

/**
 * Bursts and windows of a group depend on this group's matches alone. A burst that was open at `since` is found anew from
 * its own beginning, which its stored finding tells; any other begins at `since`, or with what its window then holds.
 * Two windows are read before a burst, so that it is known what held before it began.
 */
export async function findRuleStarts(store: Store, ruleSet: RuleSet, since: EpochMs): Promise<RuleStarts> {
  // What a correlation of correlations is open for is not a finding of its own.
  if (ruleSet.correlations.some(({ sources }) => sources.some(({ kind }) => kind === "correlation")))
    return fromTheFirst(since);
  const open = await readOpen(store, ruleSet, since);
  if (open.size > OPEN_GROUPS_MAX) return fromTheFirst(since);
  const byDetector = new Map<string, RuleMatchChoice & { readonly groups: string[] }>();
  let from = since - MARGIN_MS;
  for (const { kind, detector, group, at } of open.values()) {
    from = Math.min(from, kind === KIND_RULE ? toHour(at) : at);
    const key = `${kind} ${detector}`;
    const choice = byDetector.get(key) ?? { kind, detector, groups: [] };
    choice.groups.push(group);
    byDetector.set(key, choice);
  }
  const wide = ruleSet.correlations.flatMap(({ timespanMs }, detector) =>
    2 * timespanMs > MARGIN_MS ? [{ kind: KIND_CORRELATION, detector, groups: null } as const] : [],
  );
  for (const { detector } of wide)
    from = Math.min(from, since - 2 * ruleSet.correlations[detector]!.timespanMs);
  const only = [...byDetector.values(), ...wide];
  return {
    since,
    allFrom: toEpochMs(since - MARGIN_MS),
    older: only.length === 0 ? null : { from: toEpochMs(from), only },
    isNeeded: ({ kind, detector, group, at }) =>
      at >= since ||
      at >= (open.get(toKey({ kind, detector, group }))?.at ?? since - toReach(ruleSet, kind, detector)),
  };
}

const HOUR_MS = DAY_MS / 24;
/** Bursts are explained by the hour. */
const toHour = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

interface OpenGroup {
  readonly kind: 0 | 1;
  readonly detector: number;
  readonly group: string;
  /** From then on its matches are needed. */
  readonly at: number;
}

const toKey = ({ kind, detector, group }: Omit<StartedMatch, "at">): string => `${kind} ${detector} ${group}`;

const toReach = (ruleSet: RuleSet, kind: number, detector: number): number =>
  kind === KIND_RULE ? BURST_GAP_MS : 2 * ruleSet.correlations[detector]!.timespanMs;

/** What began before `since` and may go on behind it, by its group. */
async function readOpen(
  store: Store,
  ruleSet: RuleSet,
  since: EpochMs,
): Promise<ReadonlyMap<string, OpenGroup>> {
  const detectors = toRuleDetectors(ruleSet);
  const rules = new Map(detectors.rules.map(({ ref }, number) => [ref.id, number]));
  const correlations = new Map(
    ruleSet.correlations.map((one, number) => [detectors.correlations[number]!.ref.id, { one, number }]),
  );
  const open = new Map<string, OpenGroup>();
  const note = (group: OpenGroup): void => {
    const key = toKey(group);
    const known = open.get(key);
    if (known === undefined || group.at < known.at) open.set(key, group);
  };
  const asked: { readonly id: FindingId; readonly number: number; readonly one: CompiledCorrelation }[] = [];
  for await (const heads of store.findings.streamHeads({ lens: "rules", to: since }))
    for (const { id, at, until, detector, entity } of heads) {
      const rule = rules.get(detector.id);
      if (rule !== undefined && until >= since - BURST_GAP_MS)
        note({ kind: KIND_RULE, detector: rule, group: entity.id, at });
      const correlation = correlations.get(detector.id);
      if (correlation !== undefined && until >= since - correlation.one.timespanMs)
        asked.push({ id, ...correlation });
    }
  for (const { id, number, one } of asked) {
    const { finding } = (await store.findings.find(id))!;
    const { group } = finding.explanation;
    if (typeof group !== "string") continue;
    note({ kind: KIND_CORRELATION, detector: number, group, at: finding.at - 2 * one.timespanMs });
  }
  return open;
}
