import type { JsonValue } from "../../domain/index.ts";
import {
  ACTOR_KINDS,
  type ActorKind,
  type ActorProfile,
  type EventFacts,
  type TenantView,
} from "../../profile/index.ts";
import type { BehaviourModels } from "../model/behaviour-models.ts";
import type { BehaviourDetector } from "./behaviour-detector.ts";
import type { BehaviourFinding } from "./behaviour-finding.ts";
import type { Lexicon, LookTally } from "./day-pass-types.ts";
import { BURST_GAP_MS, OpenFindings } from "./open-findings.ts";
import type { RecentEvents } from "./recent-events.ts";

/** What a detector sees of one event. One instance for all events: nothing may keep it. */
export interface Sight {
  facts: EventFacts;
  features: Float64Array;
  /** The actor's profile before the event. */
  profile: ActorProfile;
  tenant: TenantView;
  models: BehaviourModels | null;
  readonly recent: RecentEvents;
  readonly lexicon: Lexicon;
}

/** Whether a detector looked at an event; `outside`: the event is none of its business. */
export type Judgement = "looked" | "outside" | "history-too-short" | "field-missing";

/** A detector at work on the events of some partitions: what all kinds have in common. */
export abstract class Looker<S = Sight> {
  readonly definition: BehaviourDetector;
  protected readonly open: OpenFindings;
  readonly #looks = { looked: 0, historyTooShort: 0, fieldMissing: 0 };

  constructor(definition: BehaviourDetector, gapMs: number = BURST_GAP_MS) {
    this.definition = definition;
    this.open = new OpenFindings(definition, gapMs);
  }

  /** Looks at one event, in the order of time, and keeps what it finds. */
  look(sight: S): void {
    const judgement = this.judge(sight);
    if (judgement === "looked") this.#looks.looked++;
    else if (judgement === "history-too-short") this.#looks.historyTooShort++;
    else if (judgement === "field-missing") this.#looks.fieldMissing++;
  }

  protected abstract judge(sight: S): Judgement;

  startDay(): void {}

  /** Findings closed or grown since the last time. */
  take(): readonly BehaviourFinding[] {
    return this.open.take();
  }

  /** The day ends at this time: what no later event can join is forgotten. */
  prune(at: number): void {
    this.open.prune(at);
  }

  /** What a day leaves to the next, as JSON. */
  toJson(): JsonValue {
    return { open: this.open.toJson() };
  }

  /** Takes what `toJson` gave. Throws where it is something else. */
  restore(state: Readonly<Record<string, unknown>>): void {
    this.open.restore(state["open"]);
  }

  /** How often the detector looked since the last time, and how often not and why. */
  takeTally(): LookTally {
    const { looked, historyTooShort, fieldMissing } = this.#looks;
    this.#looks.looked = 0;
    this.#looks.historyTooShort = 0;
    this.#looks.fieldMissing = 0;
    return {
      detector: this.definition.detector.ref.id,
      looked,
      notLooked: {
        ...(historyTooShort > 0 ? { "history-too-short": historyTooShort } : {}),
        ...(fieldMissing > 0 ? { "field-missing": fieldMissing } : {}),
      },
    };
  }
}

/** Places in `ACTOR_KINDS` as bits. */
export const toKindMask = (kinds: readonly ActorKind[]): number =>
  kinds.reduce((mask, kind) => mask | (1 << ACTOR_KINDS.indexOf(kind)), 0);

export const isOfKind = (mask: number, kind: number): boolean => ((mask >> kind) & 1) === 1;

export interface HistoryMin {
  readonly days_min: number;
  readonly events_min: number;
}

/** A newcomer is not judged: "never seen" says nothing of whoever was never seen before. */
export const hasHistory = (
  { activeDays, events }: Pick<ActorProfile, "activeDays" | "events">,
  min: HistoryMin,
): boolean => activeDays >= min.days_min && events >= min.events_min;

/** Makes room in a table that has a limit: what was put in first goes. */
export function makeRoom<T>(table: Map<number, T>, max: number): void {
  if (table.size < max) return;
  const first = table.keys().next();
  if (first.done !== true) table.delete(first.value);
}

/** Rows of a table in the order of their keys, whatever the order in which they came. */
export const inKeyOrder = <T>(table: ReadonlyMap<number, T>): [number, T][] =>
  [...table].sort(([a], [b]) => a - b);
