import type { Event, EventId, JsonValue } from "../../domain/index.ts";

/** What people are told about one event of a finding's evidence. Kept for few events: the first of each hour. */
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
  /** Which fields matched which tests of the rule. */
  readonly matched: JsonValue;
}

export function toMatchDetail(event: Event, matched: JsonValue): MatchDetail {
  return {
    event: event.id,
    action: event.action.name,
    service: event.action.service,
    outcome: event.outcome,
    errorCode: event.errorCode,
    account: event.account,
    region: event.region,
    address: event.address.text,
    country: event.address.country,
    tool: event.tool.name,
    resource: event.resource,
    matched,
  };
}

/** Matches of one detector on one entity or group within one clock hour: explained once, by the first of their events. */
interface Burst {
  /** Number of the rule, or of correlation and rule together. */
  readonly detector: number;
  /** Number of the entity or group. */
  readonly group: number;
  readonly event: Pick<Event, "at" | "id">;
}

export interface BatchDetail {
  readonly detector: number;
  readonly group: number;
  readonly at: number;
  readonly detail: MatchDetail;
}

const HOUR_MS = 3_600_000;
/** Hours from year 0 to year 9999 are in [-2^25, 2^27 - 2^25), so group and hour fit one exact number up to 2^26 groups. */
const HOURS = 2 ** 27;
const HOUR_OFFSET = 2 ** 25;

/**
 * The details of bursts. What a burst is explained by is its first event in time (by id among equals), whatever the
 * order in which events come: an explanation must not depend on how the input was cut into batches.
 */
export class BurstDetails {
  readonly all: BatchDetail[] = [];
  readonly #numbers = new Map<number, Map<number, number>>();

  /** The number of the burst's detail in `all`. `toDetail` is asked only for an event that comes before all others so far. */
  note({ detector, group, event }: Burst, toDetail: () => MatchDetail): number {
    const hour = Math.floor(event.at / HOUR_MS) + HOUR_OFFSET;
    let numbers = this.#numbers.get(detector);
    if (numbers === undefined) {
      numbers = new Map();
      this.#numbers.set(detector, numbers);
    }
    const burst = group * HOURS + hour;
    const known = numbers.get(burst);
    if (known === undefined) {
      numbers.set(burst, this.all.length);
      this.all.push({ detector, group, at: event.at, detail: toDetail() });
      return this.all.length - 1;
    }
    const { at, detail } = this.all[known]!;
    if (event.at < at || (event.at === at && event.id < detail.event)) {
      this.all[known] = { detector, group, at: event.at, detail: toDetail() };
    }
    return known;
  }
}
