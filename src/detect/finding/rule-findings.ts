import {
  type EntityId,
  type EntityType,
  type EpochMs,
  type EventId,
  toEntityId,
} from "../../domain/index.ts";
import type { Detector } from "../detector.ts";
import { type Detected, type Evidence, TALLY_ACTORS_MAX } from "./evidence.ts";
import { toExample, toFinding } from "./to-finding.ts";

/** Matches of one rule on one entity that follow each other within this time are one finding that grows. */
export const BURST_GAP_MS = 3_600_000;
/** A longer burst goes on in a further finding, so that a finding stays readable and no event is left out. */
export const EVENTS_PER_FINDING_MAX = 1000;

/** Turns rule matches in time order into findings: one for each burst, not one for each event. */
export interface RuleFindings {
  push(rule: number, entity: string, evidence: Evidence): void;
  /** Finishes open bursts and gives all findings. */
  close(): Detected[];
}

interface OpenBurst {
  readonly rule: number;
  readonly entity: EntityId;
  readonly from: EpochMs;
  until: EpochMs;
  readonly events: EventId[];
  readonly first: Evidence;
  readonly actors: Set<EntityId>;
  refused: number;
}

/** Where an event has no address or resource, its actor stands for it. */
const toEntityType = (detector: Detector, { entity, first }: OpenBurst): EntityType =>
  entity === first.actor.id ? "actor" : detector.entity;

export function createRuleFindings(detectors: readonly Detector[]): RuleFindings {
  const open = new Map<string, OpenBurst>();
  const detected: Detected[] = [];

  const finish = (burst: OpenBurst): void => {
    const detector = detectors[burst.rule]!;
    const { detail } = burst.first;
    const finding = toFinding({
      detector,
      entity: { type: toEntityType(detector, burst), id: burst.entity },
      burst: { ...burst, actors: burst.actors.size },
      measure: null,
      explanation: { ...toExample(detail), events: burst.events.length },
    });
    const actors = [...burst.actors].slice(0, TALLY_ACTORS_MAX);
    detected.push({ finding, first: burst.first, tally: { actors, refused: burst.refused } });
  };

  return {
    push(rule, entity, evidence) {
      const key = `${rule} ${entity}`;
      const burst = open.get(key);
      const refused = evidence.detail.outcome === "success" ? 0 : 1;
      if (
        burst !== undefined &&
        evidence.at - burst.until <= BURST_GAP_MS &&
        burst.events.length < EVENTS_PER_FINDING_MAX
      ) {
        burst.until = evidence.at;
        burst.events.push(evidence.event);
        burst.actors.add(evidence.actor.id);
        burst.refused += refused;
        return;
      }
      if (burst !== undefined) finish(burst);
      open.set(key, {
        rule,
        entity: toEntityId(entity),
        from: evidence.at,
        until: evidence.at,
        events: [evidence.event],
        first: evidence,
        actors: new Set([evidence.actor.id]),
        refused,
      });
    },
    close() {
      for (const burst of open.values()) finish(burst);
      open.clear();
      return detected;
    },
  };
}
