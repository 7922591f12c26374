import { z } from "zod";
import { HOUR_MS, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import type { EventFacts } from "../../../profile/index.ts";
import { inKeyOrder } from "../../pass/looker.ts";
import { EVENTS_PER_FINDING_MAX, type EventMoment } from "../../pass/open-findings.ts";

/** Strange events of an actor add up over this time. */
export const WINDOW_MS = HOUR_MS;
/** Actors of a partition with strange events in the running hour. */
export const WINDOWS_MAX = 10_000;
/** Bits of a window are counted up to this. */
export const STRANGENESS_BITS_MAX = 128;

/** What the strangest event of a window shows. */
export interface Strangest {
  readonly at: number;
  readonly bits: number;
  readonly action: number;
  readonly explained: JsonObject;
  readonly words: readonly string[];
}

/** The strange events of one actor within the hour; repeats of one deed count once, by the strangest. */
export interface Window {
  readonly deeds: Map<number, { readonly at: number; readonly bits: number }>;
  readonly events: EventMoment[];
  /** Excess bits of all deeds, now and at the most. */
  sum: number;
  peak: number;
  strangest: Strangest | null;
}

const EXPLAINED = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);
const STATE = z.array(
  z.strictObject({
    actor: z.number(),
    deeds: z.array(z.tuple([z.number(), z.strictObject({ at: z.number(), bits: z.number() })])),
    events: z.array(z.strictObject({ event: z.number(), at: z.number() })),
    sum: z.number(),
    peak: z.number(),
    strangest: z
      .strictObject({
        at: z.number(),
        bits: z.number(),
        action: z.number(),
        explained: EXPLAINED,
        words: z.array(z.string()),
      })
      .nullable(),
  }),
);

export class StrangeWindows {
  readonly #byActor = new Map<number, Window>();
  #strangeness: number[] = [];

  /** The actor's window with the event. A deed is an action from a network with a tool. */
  add(facts: EventFacts, excess: number): Window {
    const { at, event } = facts;
    const window = this.#windowOf(facts.actor);
    while (window.events.length > 0 && at - window.events[0]!.at > WINDOW_MS) window.events.shift();
    if (window.events.length === 0) window.strangest = null;
    for (const [deed, one] of window.deeds) if (at - one.at > WINDOW_MS) window.deeds.delete(deed);
    if (window.events.at(-1)?.event !== event && window.events.length < EVENTS_PER_FINDING_MAX) {
      window.events.push({ event, at });
    }
    const deed = codeOfDeed(facts);
    const known = window.deeds.get(deed);
    window.deeds.set(deed, { at, bits: Math.max(excess, known?.bits ?? 0) });
    window.sum = 0;
    for (const { bits } of window.deeds.values()) window.sum += bits;
    window.peak = Math.max(window.peak, window.sum);
    return window;
  }

  prune(at: number): void {
    for (const [actor, { events }] of this.#byActor) {
      if (at - (events.at(-1)?.at ?? 0) > WINDOW_MS) this.#close(actor);
    }
  }

  takeStrangeness(): number[] {
    const taken = this.#strangeness;
    this.#strangeness = [];
    return taken;
  }

  toJson(): JsonValue {
    return inKeyOrder(this.#byActor).map(([actor, { deeds, events, strangest, ...one }]) => ({
      actor,
      ...one,
      deeds: [...deeds].map(([deed, { at, bits }]) => [deed, { at, bits }]),
      events: events.map((moment) => ({ ...moment })),
      strangest: strangest === null ? null : { ...strangest, words: [...strangest.words] },
    }));
  }

  restore(state: unknown): void {
    for (const { actor, deeds, ...one } of STATE.parse(state)) {
      this.#byActor.set(actor, { ...one, deeds: new Map(deeds) });
    }
  }

  #windowOf(actor: number): Window {
    const known = this.#byActor.get(actor);
    if (known !== undefined) return known;
    if (this.#byActor.size >= WINDOWS_MAX) {
      const oldest = this.#byActor.keys().next();
      if (oldest.done !== true) this.#close(oldest.value);
    }
    const window: Window = { deeds: new Map(), events: [], sum: 0, peak: 0, strangest: null };
    this.#byActor.set(actor, window);
    return window;
  }

  #close(actor: number): void {
    const bits = Math.min(STRANGENESS_BITS_MAX - 1, Math.floor(this.#byActor.get(actor)?.peak ?? 0));
    while (this.#strangeness.length <= bits) this.#strangeness.push(0);
    this.#strangeness[bits]!++;
    this.#byActor.delete(actor);
  }
}

const codeOfDeed = ({ action, network, tool }: EventFacts): number =>
  (Math.imul(action, 0x9e3779b1) ^ Math.imul(network, 0x85ebca6b) ^ tool) >>> 0;
