import { z } from "zod";
import { inKeyOrder, makeRoom } from "../../pass/looker.ts";

/** Whoever brought new values on so many of the last days does so by habit. */
export const HABIT_DAYS = 3;
export const HABIT_SPAN_DAYS = 14;
const ACTORS_MAX = 10_000;
const STATE = z.array(z.tuple([z.number(), z.array(z.number())]));

/** On which of the last days actors brought new values. */
export class NewDays {
  readonly #days = new Map<number, number[]>();

  note(actor: number, day: number): void {
    const days = this.#days.get(actor);
    if (days?.at(-1) === day) return;
    if (days === undefined) makeRoom(this.#days, ACTORS_MAX);
    const kept = (days ?? []).filter((one) => day - one <= HABIT_SPAN_DAYS);
    // Today and as many before it as make a habit.
    this.#days.set(actor, [...kept, day].slice(-HABIT_DAYS - 1));
  }

  /** Days before this one that count. */
  isHabit(actor: number, day: number): boolean {
    const days = this.#days.get(actor);
    if (days === undefined) return false;
    return days.filter((one) => one < day && day - one <= HABIT_SPAN_DAYS).length >= HABIT_DAYS;
  }

  prune(day: number): void {
    for (const [actor, days] of this.#days)
      if (day - (days.at(-1) ?? 0) > HABIT_SPAN_DAYS) this.#days.delete(actor);
  }

  toJson(): [number, number[]][] {
    return inKeyOrder(this.#days);
  }

  restore(state: unknown): void {
    for (const [actor, days] of STATE.parse(state)) this.#days.set(actor, days);
  }
}
