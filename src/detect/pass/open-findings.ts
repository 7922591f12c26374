import { z } from "zod";
import { HOUR_MS, type JsonObject, type JsonValue, SEVERITIES, type Severity } from "../../domain/index.ts";
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
  /** Orders statements of one finding: how far over its limit what was seen is. */
  readonly strength: number;
  /** 0 to 1. */
  readonly score: number;
  readonly severity: Severity;
  readonly predicate: string;
  readonly explanation: JsonObject;
}

export interface OpenFinding {
  /** What later events must share to join: a network, a day; the detector knows. */
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

export interface Opening {
  readonly entity: number;
  readonly keys: readonly number[];
  /** Events before this one that belong to it, oldest first. */
  readonly before: readonly EventMoment[];
  readonly statement: Statement;
}

export type EventMoment = Pick<EventFacts, "event" | "at">;

/** Explanations are plain JSON that a pass wrote itself. */
const EXPLANATION = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);
const STATE = z.array(
  z.strictObject({
    keys: z.array(z.number()),
    entity: z.number(),
    actor: z.number(),
    from: z.number(),
    until: z.number(),
    events: z.array(z.number()),
    unlisted: z.number(),
    statement: z.strictObject({
      strength: z.number(),
      score: z.number(),
      severity: z.enum(SEVERITIES),
      predicate: z.string(),
      explanation: EXPLANATION,
    }),
  }),
);

/** One detector's findings that may still grow, one for each entity. */
export class OpenFindings {
  readonly #definition: Pick<BehaviourDetector, "detector" | "lens">;
  readonly #gapMs: number;
  readonly #open = new Map<number, OpenFinding>();
  #done: OpenFinding[] = [];

  constructor(definition: Pick<BehaviourDetector, "detector" | "lens">, gapMs: number = BURST_GAP_MS) {
    this.#definition = definition;
    this.#gapMs = gapMs;
  }

  /** The entity's finding if an event at this time may still join it. */
  find(entity: number, at: number): OpenFinding | null {
    const finding = this.#open.get(entity);
    if (finding === undefined) return null;
    if (at - finding.until <= this.#gapMs) return finding;
    this.#close(finding);
    return null;
  }

  /** Opens a finding whose evidence ends with the event; an older one of the entity is closed. */
  open(facts: EventFacts, { entity, keys, before, statement }: Opening): OpenFinding {
    const older = this.#open.get(entity);
    if (older !== undefined) this.#close(older);
    if (this.#open.size >= OPEN_FINDINGS_MAX) this.#close(this.#quietest());
    const listed = before.filter(({ event }) => event !== facts.event).slice(-(EVENTS_PER_FINDING_MAX - 1));
    const finding: OpenFinding = {
      keys,
      entity,
      actor: facts.actor,
      from: listed[0]?.at ?? facts.at,
      until: facts.at,
      events: listed.map((one) => one.event),
      unlisted: Math.max(0, before.length - (EVENTS_PER_FINDING_MAX - 1)),
      statement,
      grown: true,
    };
    this.#open.set(entity, finding);
    this.join(finding, facts);
    return finding;
  }

  /** An event that comes twice in a row is one. */
  join(finding: OpenFinding, { event, at }: EventMoment): void {
    if (finding.events.at(-1) === event) return;
    finding.until = Math.max(finding.until, at);
    if (finding.events.length < EVENTS_PER_FINDING_MAX) finding.events.push(event);
    else finding.unlisted++;
    finding.grown = true;
  }

  /** What is said of a finding that grew: it is still compared with what was known before it began. */
  restate(finding: OpenFinding, statement: Statement): void {
    const { profile } = finding.statement.explanation;
    const explanation = profile === undefined ? statement.explanation : { ...statement.explanation, profile };
    finding.statement = { ...statement, explanation };
  }

  /** Findings closed or grown since the last time, each as it stands now. */
  take(): BehaviourFinding[] {
    const taken = [...this.#done, ...[...this.#open.values()].filter((one) => one.grown)];
    for (const one of taken) one.grown = false;
    this.#done = [];
    return taken.sort((a, b) => a.from - b.from || a.entity - b.entity).map((one) => this.#toFinding(one));
  }

  /** Forgets those that no event after `at` can join. */
  prune(at: number): void {
    for (const one of this.#open.values()) if (at - one.until > this.#gapMs) this.#close(one);
  }

  toJson(): JsonValue {
    return [...this.#open.values()]
      .sort((a, b) => a.entity - b.entity)
      .map((one) => ({
        keys: [...one.keys],
        entity: one.entity,
        actor: one.actor,
        from: one.from,
        until: one.until,
        events: [...one.events],
        unlisted: one.unlisted,
        statement: { ...one.statement },
      }));
  }

  /** Takes what `toJson` gave. */
  restore(state: unknown): void {
    for (const one of STATE.parse(state)) this.#open.set(one.entity, { ...one, grown: false });
  }

  #close(finding: OpenFinding): void {
    this.#open.delete(finding.entity);
    if (finding.grown) this.#done.push(finding);
  }

  #quietest(): OpenFinding {
    return [...this.#open.values()].reduce((quietest, one) =>
      one.until < quietest.until || (one.until === quietest.until && one.entity < quietest.entity)
        ? one
        : quietest,
    );
  }

  #toFinding(one: OpenFinding): BehaviourFinding {
    const { score, severity, predicate, explanation } = one.statement;
    return {
      detector: this.#definition.detector.ref.id,
      actor: one.actor,
      entity: { type: this.#definition.lens, code: one.entity },
      from: one.from,
      until: one.until,
      events: [...one.events],
      score,
      severity,
      predicate,
      explanation: { ...explanation, events: one.events.length + one.unlisted },
    };
  }
}
