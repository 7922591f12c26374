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

/** A detector at work on the events of some partitions. */
export interface Looker {
  readonly detector: BehaviourDetector;
  startDay(): void;
  look(sight: Sight): void;
  /** Findings closed or grown since the last time. */
  take(): readonly BehaviourFinding[];
  /** The day ends at this time: what no later event can join is forgotten. */
  prune(at: number): void;
  toJson(): JsonValue;
  restore(state: JsonValue): void;
  readonly looks: Looks;
}

/** How often a detector looked, and how often not and why. */
export interface Looks {
  looked: number;
  historyTooShort: number;
  fieldMissing: number;
}

export const createLooks = (): Looks => ({ looked: 0, historyTooShort: 0, fieldMissing: 0 });

/** The counts since the last time; they begin anew. */
export function toTally(detector: string, looks: Looks): LookTally {
  const { looked, historyTooShort, fieldMissing } = looks;
  looks.looked = 0;
  looks.historyTooShort = 0;
  looks.fieldMissing = 0;
  const notLooked = {
    ...(historyTooShort > 0 ? { "history-too-short": historyTooShort } : {}),
    ...(fieldMissing > 0 ? { "field-missing": fieldMissing } : {}),
  };
  return { detector, looked, notLooked };
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
export const hasHistory = ({ activeDays, events }: ActorProfile, min: HistoryMin): boolean =>
  activeDays >= min.days_min && events >= min.events_min;
