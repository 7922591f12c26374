import type { ActorType } from "./actor.ts";
import type { EntityId, EpochMs, EventId, FindingId, IncidentId } from "./id.ts";
import type { JsonObject } from "./json.ts";

export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 for `info` to 4 for `critical`. */
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

export const DETECTOR_KINDS = ["rule", "correlation", "first_seen", "travel", "deviation", "model"] as const;
export type DetectorKind = (typeof DETECTOR_KINDS)[number];

export const ENTITY_TYPES = ["actor", "ip", "resource"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** A tactic with, where known, the technique by which it was pursued (MITRE ATT&CK v19 ids). */
export interface AttackRef {
  readonly tactic: string;
  readonly technique: string | null;
}

export interface DetectorRef {
  readonly id: string;
  readonly kind: DetectorKind;
  readonly title: string;
}

/** One detector's statement about one entity: when, how severe, on what evidence, why. */
export interface Finding {
  readonly id: FindingId;
  /** Time of the first event of the evidence. */
  readonly at: EpochMs;
  /** Time of the last event of the evidence. */
  readonly until: EpochMs;
  readonly detector: DetectorRef;
  readonly severity: Severity;
  /** 0 to 1, higher is stranger. */
  readonly score: number;
  readonly actor: { readonly id: EntityId; readonly type: ActorType; readonly name: string };
  readonly entity: { readonly type: EntityType; readonly id: EntityId };
  readonly attack: readonly AttackRef[];
  /** The evidence, in time order. */
  readonly events: readonly EventId[];
  readonly incident: IncidentId | null;
  /** One sentence that a person understands. */
  readonly summary: string;
  /** What the detector can say about why; plain JSON. */
  readonly explanation: JsonObject;
}

/** Findings that belong to one story: one actor, or a chain of linked identities, within 24 hours. */
export interface Incident {
  readonly id: IncidentId;
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly severity: Severity;
  readonly score: number;
  readonly actors: readonly EntityId[];
  /** Tactic ids in the order of the kill chain. */
  readonly tactics: readonly string[];
  readonly findings: readonly FindingId[];
  readonly events: readonly EventId[];
  readonly summary: string;
}

export type NotLookedReason = "history-too-short" | "field-missing" | "source-gap" | "disabled";

/** "Looked and found nothing" is never confused with "did not look". */
export type DetectorAnswer =
  | { readonly kind: "looked"; readonly findings: readonly Finding[] }
  | { readonly kind: "not-looked"; readonly why: NotLookedReason };
