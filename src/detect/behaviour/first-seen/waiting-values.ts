import { z } from "zod";
import { HOUR_MS, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { inKeyOrder, makeRoom, type Sight } from "../../pass/looker.ts";
import { EVENTS_PER_FINDING_MAX, type EventMoment } from "../../pass/open-findings.ts";
import { type Past, toPast } from "../explain-profile.ts";
import { describeNewValue, type NewValue, toNewFactor } from "./new-values.ts";

/** New values wait so long for others to come. */
export const WAITING_MS = HOUR_MS;
const ACTORS_MAX = 10_000;
/** New values that an explanation lists. */
const FACTORS_MAX = 12;

/** New values of one actor within the hour, and their events. */
export interface Waiting {
  readonly from: number;
  /** What the actor did before them. */
  readonly past: Past;
  /** Different values of the first dimension. */
  readonly codes: Set<number>;
  bits: number;
  readonly events: EventMoment[];
  readonly factors: JsonObject[];
  readonly words: string[];
}

const FACTOR = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);
const STATE = z.array(
  z.strictObject({
    actor: z.number(),
    from: z.number(),
    past: z.strictObject({ events: z.number(), days: z.number() }),
    bits: z.number(),
    codes: z.array(z.number()),
    events: z.array(z.strictObject({ event: z.number(), at: z.number() })),
    factors: z.array(FACTOR),
    words: z.array(z.string()),
  }),
);

/** Collects the new values of actors until there are enough of them. */
export class WaitingValues {
  readonly #byActor = new Map<number, Waiting>();

  /** Adds the values of one event, of which the first one counts once however often it comes. */
  add({ facts, profile, lexicon }: Sight, values: readonly NewValue[]): Waiting {
    const known = this.#byActor.get(facts.actor);
    if (known === undefined) makeRoom(this.#byActor, ACTORS_MAX);
    const isOld = known === undefined || facts.at - known.from > WAITING_MS;
    const now: Waiting = isOld
      ? {
          from: facts.at,
          past: toPast(profile, facts.at),
          codes: new Set(),
          bits: 0,
          events: [],
          factors: [],
          words: [],
        }
      : known;
    this.#byActor.set(facts.actor, now);
    if (now.events.at(-1)?.event === facts.event) return now;
    if (now.events.length < EVENTS_PER_FINDING_MAX) now.events.push({ event: facts.event, at: facts.at });
    const code = values[0]?.code ?? 0;
    if (now.codes.has(code) || now.codes.size >= EVENTS_PER_FINDING_MAX) return now;
    now.codes.add(code);
    for (const value of values) {
      now.bits += value.bits;
      if (now.factors.length >= FACTORS_MAX) continue;
      now.factors.push(toNewFactor(value, lexicon));
      now.words.push(describeNewValue(value, lexicon));
    }
    return now;
  }

  prune(at: number): void {
    for (const [actor, one] of this.#byActor) if (at - one.from > WAITING_MS) this.#byActor.delete(actor);
  }

  toJson(): JsonValue {
    return inKeyOrder(this.#byActor).map(([actor, one]) => ({
      actor,
      from: one.from,
      past: { ...one.past },
      bits: one.bits,
      codes: [...one.codes],
      events: one.events.map((moment) => ({ ...moment })),
      factors: [...one.factors],
      words: [...one.words],
    }));
  }

  restore(state: unknown): void {
    for (const { actor, codes, ...one } of STATE.parse(state)) {
      this.#byActor.set(actor, { ...one, codes: new Set(codes) });
    }
  }
}
