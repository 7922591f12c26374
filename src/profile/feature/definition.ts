import type { ActorProfile } from "../actor-profile.ts";
import type { EventFacts } from "../facts.ts";
import type { FeatureName } from "./place.ts";

/**
 * `bits`: surprise, -log2 of a probability. `doublings`: how many times a number is twice what is usual.
 * `log2-…`: log2(1 + number of those units).
 */
export type FeatureUnit =
  | "bits"
  | "flag"
  | "level"
  | "share"
  | "doublings"
  | "log2-hours"
  | "log2-seconds"
  | "log2-bytes"
  | "log2-events"
  | "log2-km/h";

/** Features that people see as one thing. */
export type FeatureField =
  | "place"
  | "time"
  | "action"
  | "tool"
  | "volume"
  | "pace"
  | "outcome"
  | "resource"
  | "actor";

/** What the words of a feature are made from: the event, the profile before it, and texts of value codes. */
export interface FeatureContext {
  readonly facts: EventFacts;
  readonly profile: ActorProfile;
  /** Text of a value's code; null: not known. */
  textOf(code: number): string | null;
}

/** One number computed from an event and the profile before it. NaN: the log or the profile does not say. */
export interface FeatureDefinition {
  /** Never reused for another meaning. */
  readonly name: FeatureName;
  readonly unit: FeatureUnit;
  readonly field: FeatureField;
  /** Which end of it is strange; "neither": it sets others in proportion. */
  readonly orientation: "higher" | "lower" | "neither";
  /** For people: one sentence. */
  readonly meaning: string;
  /** What to say of an event in which this feature contributed: a phrase with units and the profile beside it. */
  words(value: number, context: FeatureContext): string;
}
