import { z } from "zod";
import { type JsonValue, toDay } from "../../../domain/index.ts";
import type { EventFacts } from "../../../profile/index.ts";
import { inKeyOrder, makeRoom } from "../../pass/looker.ts";
import type { EventMoment } from "../../pass/open-findings.ts";
import type { Metric } from "../parameters.ts";

/** Events of each day that are kept, the largest ones. */
export const EVIDENCE_PER_DAY = 40;
const ACTORS_MAX = 10_000;
/** Days for which evidence is kept, today included. */
const DAYS_MAX = 7;

/** One day's largest events. */
interface KeptDay {
  readonly day: number;
  readonly events: (EventMoment & { readonly size: number })[];
}

const STATE = z.array(
  z.tuple([
    z.number(),
    z.array(
      z.strictObject({
        day: z.number(),
        events: z.array(z.strictObject({ event: z.number(), at: z.number(), size: z.number() })),
      }),
    ),
  ]),
);

/** The largest events of each actor's last days: what a drift over days is shown by. */
export class DailyEvidence {
  readonly #byActor = new Map<number, KeptDay[]>();

  keep({ actor, event, at, bytesOut, bytesIn }: EventFacts, metric: Metric): void {
    const day = toDay(at);
    let days = this.#byActor.get(actor);
    if (days === undefined) {
      makeRoom(this.#byActor, ACTORS_MAX);
      days = [];
      this.#byActor.set(actor, days);
    }
    let kept = days.at(-1);
    if (kept?.day !== day) {
      kept = { day, events: [] };
      days.push(kept);
      if (days.length > DAYS_MAX) days.shift();
    }
    const size = metric === "bytes_out" ? bytesOut : metric === "bytes_in" ? bytesIn : 0;
    if (kept.events.at(-1)?.event !== event && makeRoomFor(size, kept.events))
      kept.events.push({ event, at, size });
  }

  /** In the order of time. */
  of(actor: number): readonly EventMoment[] {
    const all = (this.#byActor.get(actor) ?? []).flatMap(({ events }) => events);
    return all.sort((a, b) => a.at - b.at || a.event - b.event);
  }

  /** Keeps these days and no others. */
  forgetOthers(actor: number, days: readonly number[]): void {
    const kept = this.#byActor.get(actor)?.filter(({ day }) => days.includes(day)) ?? [];
    if (kept.length === 0) this.#byActor.delete(actor);
    else this.#byActor.set(actor, kept);
  }

  prune(day: number): void {
    for (const [actor, days] of this.#byActor)
      if (day - (days.at(-1)?.day ?? 0) > DAYS_MAX) this.#byActor.delete(actor);
  }

  toJson(): JsonValue {
    return inKeyOrder(this.#byActor).map(([actor, days]) => [
      actor,
      days.map(({ day, events }) => ({ day, events: events.map((one) => ({ ...one })) })),
    ]);
  }

  restore(state: unknown): void {
    for (const [actor, days] of STATE.parse(state)) this.#byActor.set(actor, days);
  }
}

/** Lets the smallest of a full list go, of equal ones the latest. False: the new one is none of the largest itself. */
function makeRoomFor(size: number, kept: KeptDay["events"]): boolean {
  if (kept.length < EVIDENCE_PER_DAY) return true;
  let smallest = 0;
  for (let i = 1; i < kept.length; i++) if (kept[i]!.size <= kept[smallest]!.size) smallest = i;
  if (size <= kept[smallest]!.size) return false;
  kept.splice(smallest, 1);
  return true;
}
