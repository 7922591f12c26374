import { z } from "zod";
import type { JsonValue } from "../../../domain/index.ts";
import type { EventMoment } from "../../pass/open-findings.ts";

/** Events of each day that are kept as evidence: the first ones. */
export const EVENTS_PER_DAY_MAX = 40;

export const KEPT_DAYS = z.array(
  z.strictObject({
    day: z.number(),
    count: z.number(),
    events: z.array(z.strictObject({ event: z.number(), at: z.number() })),
  }),
);

/** Days on which something was done, within a span from the first, each with some of its events. */
export class KeptDays {
  #days: { day: number; count: number; events: EventMoment[] }[];
  readonly #span: number;

  constructor(span: number, days: z.infer<typeof KEPT_DAYS> = []) {
    this.#span = span;
    this.#days = days;
  }

  add({ event, at }: EventMoment, day: number): void {
    let today = this.#days.at(-1);
    if (today?.day !== day) {
      this.#days = this.#days.filter((one) => day - one.day < this.#span);
      today = { day, count: 0, events: [] };
      this.#days.push(today);
    }
    if (today.events.at(-1)?.event === event) return;
    today.count++;
    if (today.events.length < EVENTS_PER_DAY_MAX) today.events.push({ event, at });
  }

  get days(): readonly number[] {
    return this.#days.map(({ day }) => day);
  }

  get lastDay(): number {
    return this.#days.at(-1)?.day ?? Number.NEGATIVE_INFINITY;
  }

  /** Days with at least so many. */
  daysWith(least: number): number {
    return this.#days.reduce((days, { count }) => days + (count >= least ? 1 : 0), 0);
  }

  get count(): number {
    return this.#days.reduce((sum, { count }) => sum + count, 0);
  }

  /** In the order of time. */
  get events(): readonly EventMoment[] {
    return this.#days.flatMap(({ events }) => events);
  }

  toJson(): JsonValue {
    return this.#days.map(({ day, count, events }) => ({
      day,
      count,
      events: events.map((one) => ({ ...one })),
    }));
  }
}
