import type { Event, EventId, JsonValue } from "../../domain/index.ts";

/** What people are told about one event of a finding's evidence. */
export interface MatchDetail {
  readonly event: EventId;
  readonly action: string;
  readonly service: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly address: string | null;
  readonly country: string | null;
  readonly tool: string;
  readonly resource: string | null;
  /** Which fields matched which tests of the rule; null for an event that only feeds a correlation. */
  readonly matched: JsonValue;
}

/** Matches of one rule on one entity within one clock hour: explained once, by the first of their events. */
interface Burst {
  readonly rule: number;
  /** Number of the entity. */
  readonly group: number;
  readonly event: Pick<Event, "at" | "id">;
}

export interface Explanation {
  readonly rule: number;
  readonly group: number;
  readonly at: number;
  readonly event: EventId;
  readonly matched: JsonValue;
}

const HOUR_MS = 3_600_000;
/** Hours from year 0 to year 9999 are in [-2^25, 2^27 - 2^25), so group and hour fit one exact number up to 2^26 groups. */
const HOURS = 2 ** 27;
const HOUR_OFFSET = 2 ** 25;

/**
 * The explanations of bursts. What a burst is explained by is its first event in time (by id among equals), whatever
 * the order in which events come: an explanation must not depend on how the input was cut into batches.
 */
export class BurstExplanations {
  readonly all: Explanation[] = [];
  readonly #numbers = new Map<number, Map<number, number>>();

  /** The number of the burst's explanation in `all`. `toMatched` is asked only for an event that comes before all others so far. */
  note({ rule, group, event }: Burst, toMatched: () => JsonValue): number {
    const hour = Math.floor(event.at / HOUR_MS) + HOUR_OFFSET;
    let numbers = this.#numbers.get(rule);
    if (numbers === undefined) {
      numbers = new Map();
      this.#numbers.set(rule, numbers);
    }
    const burst = group * HOURS + hour;
    const known = numbers.get(burst);
    if (known === undefined) {
      numbers.set(burst, this.all.length);
      this.all.push({ rule, group, at: event.at, event: event.id, matched: toMatched() });
      return this.all.length - 1;
    }
    const first = this.all[known]!;
    if (event.at < first.at || (event.at === first.at && event.id < first.event)) {
      this.all[known] = { rule, group, at: event.at, event: event.id, matched: toMatched() };
    }
    return known;
  }
}
