import { BURST_GAP_MS, toRuleDetectors } from "../../detect/index.ts";
import { type EpochMs, HOUR_MS, toEpochMs } from "../../domain/index.ts";
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
  /** Whom it is about; of a correlation, the group. */
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
 * Two windows are read before a burst, so that it is known what held before it began. Correlations that stand on each
 * other share their windows, and what is open in one is open in all groups.
 */
export async function findRuleStarts(store: Store, ruleSet: RuleSet, since: EpochMs): Promise<RuleStarts> {
  const families = findFamilies(ruleSet.correlations);
  const open = await readOpen(store, { ruleSet, families, since });
  if (open.groups.size > OPEN_GROUPS_MAX) return fromTheFirst(since);
  const only = new Map<string, RuleMatchChoice & { readonly groups: string[] | null }>();
  let from = since - MARGIN_MS;
  for (const { kind, detector, group, at } of open.groups.values()) {
    // Bursts are explained by the hour.
    from = Math.min(from, kind === KIND_RULE ? Math.floor(at / HOUR_MS) * HOUR_MS : at);
    const key = `${kind} ${detector}`;
    // Whom a match of a rule is about stands in its event alone.
    const choice = only.get(key) ?? { kind, detector, groups: kind === KIND_RULE ? null : [] };
    choice.groups?.push(group);
    only.set(key, choice);
  }
  const starts = ruleSet.correlations.map(
    (_, number) => (open.families.get(families[number]!) ?? since) - families[number]!.reachMs,
  );
  for (const [detector, start] of starts.entries()) {
    if (start >= since - MARGIN_MS) continue;
    only.set(`${KIND_CORRELATION} ${detector}`, { kind: KIND_CORRELATION, detector, groups: null });
    from = Math.min(from, start);
  }
  return {
    since,
    allFrom: toEpochMs(since - MARGIN_MS),
    older: only.size === 0 ? null : { from: toEpochMs(from), only: [...only.values()] },
    isNeeded({ kind, detector, group, at }) {
      if (at >= since) return true;
      const own = open.groups.get(toKey({ kind, detector, group }))?.at;
      return at >= (own ?? (kind === KIND_RULE ? since - BURST_GAP_MS : starts[detector]!));
    },
  };
}

/** Correlations that stand on each other; one alone is a family, too. */
interface Family {
  readonly size: number;
  /** Time before a burst that says how it began. */
  readonly reachMs: number;
}

/** The family of each correlation, by its number. */
function findFamilies(correlations: readonly CompiledCorrelation[]): readonly Family[] {
  const roots = correlations.map((_, number) => number);
  const rootOf = (number: number): number => (roots[number] === number ? number : rootOf(roots[number]!));
  for (const [number, { sources }] of correlations.entries())
    for (const { kind, index } of sources) if (kind === "correlation") roots[rootOf(index)] = rootOf(number);
  const families = new Map<number, Family>();
  for (const [number, { timespanMs }] of correlations.entries()) {
    const known = families.get(rootOf(number)) ?? { size: 0, reachMs: 0 };
    families.set(rootOf(number), { size: known.size + 1, reachMs: known.reachMs + 2 * timespanMs });
  }
  return roots.map((_, number) => families.get(rootOf(number))!);
}

interface OpenGroup {
  readonly kind: 0 | 1;
  readonly detector: number;
  readonly group: string;
  /** From then on its matches are needed. */
  readonly at: number;
}

/** What began before `since` and may go on behind it. */
interface Open {
  readonly groups: Map<string, OpenGroup>;
  /** When the first burst of a family of several began. */
  readonly families: Map<Family, number>;
}

const toKey = ({ kind, detector, group }: Omit<StartedMatch, "at">): string => `${kind} ${detector} ${group}`;

interface OpenQuestion {
  readonly ruleSet: RuleSet;
  readonly families: readonly Family[];
  readonly since: EpochMs;
}

async function readOpen(store: Store, { ruleSet, families, since }: OpenQuestion): Promise<Open> {
  const detectors = toRuleDetectors(ruleSet);
  const rules = new Map(detectors.rules.map(({ ref }, number) => [ref.id, number]));
  const correlations = new Map(detectors.correlations.map(({ ref }, number) => [ref.id, number]));
  const open: Open = { groups: new Map(), families: new Map() };
  const reachMs = Math.max(BURST_GAP_MS, ...ruleSet.correlations.map(({ timespanMs }) => timespanMs));
  const going = { lens: "rules", to: since, lastFrom: toEpochMs(since - reachMs) };
  for await (const given of store.findings.streamGiven(going))
    for (const { finding } of given) {
      const { at, until, detector, entity, explanation } = finding;
      const rule = rules.get(detector.id);
      if (rule !== undefined && until >= since - BURST_GAP_MS)
        note(open.groups, { kind: KIND_RULE, detector: rule, group: entity.id, at });
      const number = correlations.get(detector.id);
      if (number === undefined || until < since - ruleSet.correlations[number]!.timespanMs) continue;
      const family = families[number]!;
      if (family.size > 1) open.families.set(family, Math.min(open.families.get(family) ?? at, at));
      else if (typeof explanation["group"] === "string")
        note(open.groups, {
          kind: KIND_CORRELATION,
          detector: number,
          group: explanation["group"],
          at: at - family.reachMs,
        });
    }
  return open;
}

function note(groups: Map<string, OpenGroup>, group: OpenGroup): void {
  const key = toKey(group);
  const known = groups.get(key);
  if (known === undefined || group.at < known.at) groups.set(key, group);
}
