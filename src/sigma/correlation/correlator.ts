import type { CompiledCorrelation, RuleSet } from "../rule-set.ts";
import { GroupWindow, isTemporal } from "./group-window.ts";
import type { CorrelationInput, LineageLine } from "./key-plan.ts";
import { findParents } from "./plan-keys.ts";
import type { WindowItem } from "./window-item.ts";

/** What a correlator may hold in memory. */
export interface CorrelatorLimits {
  /** Groups of one correlation. Beyond: the group that was quiet longest is closed and forgotten. */
  readonly groupsMax: number;
  /**
   * Events in the window of one group; a correlation that waits for more gets twice what it waits for.
   * Beyond: the oldest is folded into the next (event_count, value_sum, value_avg), so it is counted as long as that
   * one; or dropped (value_count, value_percentile).
   */
  readonly groupEventsMax: number;
  /** The same for temporal correlations, where the oldest of the most frequent kind is dropped. */
  readonly temporalEventsMax: number;
  /** Events in all windows. Beyond: the group that was quiet longest is closed and forgotten. */
  readonly eventsMax: number;
  /** Events listed in one match; further ones are counted in `unlisted`. */
  readonly matchEventsMax: number;
}

export const CORRELATOR_LIMITS: CorrelatorLimits = {
  groupsMax: 100_000,
  groupEventsMax: 10_000,
  temporalEventsMax: 500,
  eventsMax: 1_000_000,
  matchEventsMax: 10_000,
};

export interface CorrelatorInput extends CorrelationInput {
  /** The rule that matched. */
  readonly rule: number;
  /** The event's time in milliseconds. */
  readonly at: number;
  /** The caller's reference of the event; comes back in the match. */
  readonly event: number;
}

/** One burst: from the event with which the condition first held to the last before it no longer did. */
export interface CorrelationMatch {
  readonly correlation: number;
  /** The group-by values as a JSON array of texts. */
  readonly group: string;
  /** Time of the first event. */
  readonly from: number;
  /** Time of the last event. */
  readonly until: number;
  /** All events that took part, in order, each once. */
  readonly events: number[];
  /** Events that took part and were too many to list. */
  readonly unlisted: number;
  /** The most extreme number that the condition looked at: the least under upper bounds alone, else the greatest. */
  readonly value: number;
}

/** What was given up to stay within the limits. */
export interface CorrelatorLosses {
  readonly groups: number;
  readonly events: number;
}

/**
 * Correlates matches of rules. Inputs come in order of time (equal times in any order); an earlier one is the caller's
 * mistake and throws. The condition is looked at whenever an event of the group arrives, over the window that ends with
 * that event; so results do not depend on when `drain` is called.
 */
export interface Correlator {
  push(input: CorrelatorInput): void;
  /** Matches that can grow no more: those whose condition failed, and those whose last event has left the window. */
  drain(): CorrelationMatch[];
  /** All other matches. The correlator is empty afterwards. */
  close(): CorrelationMatch[];
  readonly losses: CorrelatorLosses;
  /** References of all events of matches that may still grow; those of a match within a match come twice. */
  openEvents(): Iterable<number>;
}

export function createCorrelator(ruleSet: RuleSet, limits: Partial<CorrelatorLimits> = {}): Correlator {
  return new SlidingCorrelator(ruleSet.correlations, { ...CORRELATOR_LIMITS, ...limits });
}

const SLOTS_NONE: readonly number[] = [];

/** One correlation with its groups, the quietest first. */
class Lane {
  readonly number: number;
  readonly correlation: CompiledCorrelation;
  readonly groups = new Map<string, GroupWindow>();
  readonly parents: readonly number[];
  readonly groupEventsMax: number;
  /** Whether smaller numbers are the stranger ones. */
  readonly isLowStrange: boolean;
  readonly #slots: { readonly rule: Map<number, number[]>; readonly correlation: Map<number, number[]> };

  constructor(number: number, correlations: readonly CompiledCorrelation[], limits: CorrelatorLimits) {
    const correlation = correlations[number]!;
    this.number = number;
    this.correlation = correlation;
    this.parents = findParents(correlations, number);
    this.#slots = { rule: new Map(), correlation: new Map() };
    for (const [slot, { kind, index }] of correlation.sources.entries()) {
      const slots = this.#slots[kind].get(index);
      if (slots === undefined) this.#slots[kind].set(index, [slot]);
      else slots.push(slot);
    }
    const bounds = correlation.condition.kind === "bounds" ? correlation.condition.bounds : [];
    const awaited = correlation.type === "event_count" || correlation.type === "value_count" ? bounds : [];
    const most = awaited.reduce((max, { value }) => Math.max(max, 2 * value), 0);
    this.groupEventsMax = isTemporal(correlation)
      ? limits.temporalEventsMax
      : Math.max(limits.groupEventsMax, most);
    this.isLowStrange =
      bounds.length > 0 && bounds.every(({ operator }) => operator === "lt" || operator === "lte");
  }

  slotsOf(kind: "rule" | "correlation", index: number): readonly number[] {
    return this.#slots[kind].get(index) ?? SLOTS_NONE;
  }
}

class SlidingCorrelator implements Correlator {
  readonly #lanes: readonly Lane[];
  readonly #limits: CorrelatorLimits;
  /** Correlations above each, all levels together: how many lines of a lineage belong to it. */
  readonly #above: readonly number[];
  readonly #losses = { groups: 0, events: 0 };
  #finished: CorrelationMatch[] = [];
  #now = -Infinity;
  #events = 0;
  #matches = 0;

  constructor(correlations: readonly CompiledCorrelation[], limits: CorrelatorLimits) {
    this.#limits = limits;
    this.#lanes = correlations.map((_, number) => new Lane(number, correlations, limits));
    this.#above = this.#lanes.map((lane) => this.#countAbove(lane));
  }

  get losses(): CorrelatorLosses {
    return this.#losses;
  }

  #countAbove(lane: Lane): number {
    return lane.parents.reduce((sum, parent) => sum + 1 + this.#countAbove(this.#lanes[parent]!), 0);
  }

  push(input: CorrelatorInput): void {
    const { at, event, value } = input;
    if (!(at >= this.#now)) throw new RangeError(`An event of ${at} was pushed after one of ${this.#now}.`);
    this.#now = at;
    const lane = this.#lanes[input.correlation]!;
    const slots = lane.slotsOf("rule", input.rule);
    if (slots.length === 0) return;
    const lines = lane.parents.length === 0 ? [input.group] : input.group.split("\n");
    const item = { at, since: at, event, slots, value, weight: 1, match: -1, lineage: lines.slice(1) };
    this.#take(lane, lines[0]!, item);
  }

  #take(lane: Lane, key: string, item: WindowItem): void {
    this.#forgetExpired(lane);
    const group = this.#touch(lane, key);
    this.#events -= group.expire(this.#now);
    if (group.items.length >= lane.groupEventsMax) {
      group.shrink();
      this.#events--;
      this.#losses.events++;
    }
    group.add(item);
    this.#events++;
    if (group.holds()) this.#grow(lane, group, item);
    else this.#finish(lane, group);
    this.#keepWithinEvents(group);
  }

  /** The group, moved to the end of the line of those that will be forgotten. */
  #touch(lane: Lane, key: string): GroupWindow {
    const known = lane.groups.get(key);
    if (known !== undefined) {
      lane.groups.delete(key);
      lane.groups.set(key, known);
      return known;
    }
    if (lane.groups.size >= this.#limits.groupsMax) this.#forgetQuietest(lane);
    const group = new GroupWindow(key, lane.correlation);
    lane.groups.set(key, group);
    return group;
  }

  /** Also ends the burst of a group whose last event has left the window: what comes after is another. */
  #forgetExpired(lane: Lane): void {
    const oldest = this.#now - lane.correlation.timespanMs;
    for (const group of lane.groups.values()) {
      if (group.lastAt > oldest) break;
      this.#forget(lane, group);
    }
  }

  #forgetQuietest(lane: Lane): void {
    for (const group of lane.groups.values()) {
      this.#forget(lane, group);
      this.#losses.groups++;
      return;
    }
  }

  #forget(lane: Lane, group: GroupWindow): void {
    this.#finish(lane, group);
    this.#events -= group.items.length;
    lane.groups.delete(group.key);
  }

  #keepWithinEvents(current: GroupWindow): void {
    while (this.#events > this.#limits.eventsMax) {
      let quietest: { lane: Lane; group: GroupWindow } | null = null;
      for (const lane of this.#lanes) {
        for (const group of lane.groups.values()) {
          if (group !== current && (quietest === null || group.lastAt < quietest.group.lastAt))
            quietest = { lane, group };
          break;
        }
      }
      if (quietest === null) return;
      this.#forget(quietest.lane, quietest.group);
      this.#losses.groups++;
    }
  }

  #grow(lane: Lane, group: GroupWindow, item: WindowItem): void {
    let joining: readonly WindowItem[] = [item];
    if (group.match === null) {
      joining = group.items;
      const from = joining.reduce((least, { since }) => Math.min(least, since), item.since);
      group.match = {
        id: this.#matches++,
        from,
        until: from,
        events: new Set(),
        unlisted: 0,
        value: group.value,
      };
    }
    const { match, value } = group;
    match.value = lane.isLowStrange ? Math.min(match.value, value) : Math.max(match.value, value);
    for (const { event, since } of joining) {
      match.from = Math.min(match.from, since);
      match.until = Math.max(match.until, since);
      if (match.events.size < this.#limits.matchEventsMax) match.events.add(event);
      else if (!match.events.has(event)) match.unlisted++;
    }
    if (lane.parents.length > 0) for (const one of joining) this.#feedParents(lane, match.id, one);
  }

  /** An event of a match below counts for the correlations above from the moment at which the match holds. */
  #feedParents(lane: Lane, match: number, item: WindowItem): void {
    let line = 0;
    for (const number of lane.parents) {
      const parent = this.#lanes[number]!;
      const own: LineageLine = JSON.parse(item.lineage[line]!);
      const lineage = item.lineage.slice(line + 1, line + 1 + this.#above[number]!);
      line += 1 + this.#above[number]!;
      if (own === null) continue;
      const slots = parent.slotsOf("correlation", lane.number);
      this.#take(parent, own[0], { ...item, at: this.#now, slots, value: own[1], weight: 1, match, lineage });
    }
  }

  #finish(lane: Lane, group: GroupWindow): void {
    if (group.match === null) return;
    const { from, until, events, unlisted, value } = group.match;
    group.match = null;
    this.#finished.push({
      correlation: lane.number,
      group: group.key,
      from,
      until,
      events: [...events],
      unlisted,
      value,
    });
  }

  drain(): CorrelationMatch[] {
    for (const lane of this.#lanes) this.#forgetExpired(lane);
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  *openEvents(): Generator<number> {
    for (const lane of this.#lanes)
      for (const { match } of lane.groups.values()) if (match !== null) yield* match.events;
  }

  close(): CorrelationMatch[] {
    for (const lane of this.#lanes) for (const group of lane.groups.values()) this.#forget(lane, group);
    return this.drain();
  }
}
