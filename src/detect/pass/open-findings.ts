import { HOUR_MS, isJsonObject, type JsonObject, type JsonValue, type Severity } from "../../domain/index.ts";
import type { EventFacts } from "../../profile/index.ts";
import type { BehaviourDetector } from "./behaviour-detector.ts";
import type { BehaviourFinding } from "./behaviour-finding.ts";

/** Events that follow each other within this time are one finding that grows. */
export const BURST_GAP_MS = HOUR_MS;
/** A finding lists so much evidence and counts what lies beyond. */
export const EVENTS_PER_FINDING_MAX = 1000;
/** Findings of one detector and partition that may be open at once; the one quiet for longest is closed first. */
export const OPEN_FINDINGS_MAX = 10_000;

/** What a detector says when it speaks: kept from the strangest moment of the finding. */
export interface Statement {
  /** Orders statements of one finding, and findings of one detector. */
  readonly strength: number;
  /** 0 to 1. */
  readonly score: number;
  readonly severity: Severity;
  readonly predicate: string;
  readonly explanation: JsonObject;
}

export interface OpenFinding {
  /** What later events must share to join: a network, a tool, a day; the detector knows. */
  readonly keys: readonly number[];
  readonly entity: number;
  readonly actor: number;
  readonly from: number;
  until: number;
  readonly events: number[];
  /** Evidence beyond the listed events. */
  unlisted: number;
  statement: Statement;
  grown: boolean;
}

/** One detector's findings that may still grow, by entity: one each. */
export interface OpenFindings {
  /** The entity's finding if an event at this time may still join it. */
  find(entity: number, at: number): OpenFinding | null;
  /** Opens a finding whose evidence ends with the event; an older one of the entity is closed. */
  open(facts: EventFacts, opening: Opening): OpenFinding;
  join(finding: OpenFinding, facts: Pick<EventFacts, "event" | "at">): void;
  /** Findings closed or grown since the last time, each as it stands now. */
  take(): BehaviourFinding[];
  /** Forgets those that no event after `at` can join. */
  prune(at: number): void;
  toJson(): JsonValue;
  restore(state: JsonValue): void;
}

export interface Opening {
  readonly entity: number;
  readonly keys: readonly number[];
  /** Events before this one that belong to it, oldest first. */
  readonly before: readonly { readonly event: number; readonly at: number }[];
  readonly statement: Statement;
}

export function createOpenFindings(
  { detector, lens }: Pick<BehaviourDetector, "detector" | "lens">,
  gapMs: number = BURST_GAP_MS,
): OpenFindings {
  const open = new Map<number, OpenFinding>();
  let done: OpenFinding[] = [];

  const close = (finding: OpenFinding): void => {
    open.delete(finding.entity);
    if (finding.grown) done.push(finding);
  };
  const join = (finding: OpenFinding, { event, at }: Pick<EventFacts, "event" | "at">): void => {
    if (finding.events.at(-1) === event) return;
    finding.until = Math.max(finding.until, at);
    if (finding.events.length < EVENTS_PER_FINDING_MAX) finding.events.push(event);
    else finding.unlisted++;
    finding.grown = true;
  };
  const toFinding = (one: OpenFinding): BehaviourFinding => ({
    detector: detector.ref.id,
    actor: one.actor,
    entity: { type: lens, code: one.entity },
    from: one.from,
    until: one.until,
    events: [...one.events],
    score: one.statement.score,
    severity: one.statement.severity,
    predicate: one.statement.predicate,
    explanation: { ...one.statement.explanation, events: one.events.length + one.unlisted },
  });

  return {
    find(entity, at) {
      const finding = open.get(entity);
      if (finding === undefined) return null;
      if (at - finding.until <= gapMs) return finding;
      close(finding);
      return null;
    },
    open(facts, { entity, keys, before, statement }) {
      const older = open.get(entity);
      if (older !== undefined) close(older);
      if (open.size >= OPEN_FINDINGS_MAX) {
        let oldest: OpenFinding | null = null;
        for (const one of open.values()) if (oldest === null || one.until < oldest.until) oldest = one;
        if (oldest !== null) close(oldest);
      }
      const listed = before.slice(-(EVENTS_PER_FINDING_MAX - 1));
      const finding: OpenFinding = {
        keys,
        entity,
        actor: facts.actor,
        from: listed[0]?.at ?? facts.at,
        until: facts.at,
        events: listed.map((one) => one.event),
        unlisted: before.length - listed.length,
        statement,
        grown: true,
      };
      open.set(entity, finding);
      join(finding, facts);
      return finding;
    },
    join,
    take() {
      const taken = [...done, ...[...open.values()].filter((one) => one.grown)];
      for (const one of taken) one.grown = false;
      done = [];
      return taken.sort((a, b) => a.from - b.from || a.entity - b.entity).map(toFinding);
    },
    prune(at) {
      for (const one of [...open.values()]) if (at - one.until > gapMs) close(one);
    },
    toJson: () => [...open.values()].sort((a, b) => a.entity - b.entity).map((one) => ({ ...toState(one) })),
    restore(state) {
      for (const one of Array.isArray(state) ? state : []) {
        const finding = isJsonObject(one) ? fromState(one) : null;
        if (finding !== null) open.set(finding.entity, finding);
      }
    },
  };
}

const toState = (one: OpenFinding): JsonObject => ({
  keys: [...one.keys],
  entity: one.entity,
  actor: one.actor,
  from: one.from,
  until: one.until,
  events: [...one.events],
  unlisted: one.unlisted,
  statement: { ...one.statement },
});

/** Only what `toState` wrote comes back: a pass reads its own snapshots. */
const fromState = (state: JsonObject): OpenFinding => ({
  ...(state as unknown as Omit<OpenFinding, "grown">),
  grown: false,
});
