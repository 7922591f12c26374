import {
  type Actor,
  type EntityId,
  type EventId,
  type Finding,
  toEpochMs,
  toFindingId,
} from "../../domain/index.ts";
import { clip, WORDS_MAX } from "../clip.ts";
import type { Detector } from "../detector.ts";
import { digest } from "../finding/to-finding.ts";
import type { BehaviourFinding } from "../pass/behaviour-finding.ts";

/** What the codes and numbers of a finding stand for. */
export interface BehaviourNames {
  readonly detector: Detector;
  readonly actor: Actor;
  readonly entity: EntityId;
  /** The ids of `BehaviourFinding.events`, in their order. */
  readonly events: readonly EventId[];
}

const NOUNS = { ip: "address", resource: "resource" } as const;
const nameActor = ({ type, name }: Actor): string =>
  type === "unknown" ? "an identity that the log does not name" : clip(name, WORDS_MAX);

/** The finding as people see it. Its id follows from detector, entity and the first event of its evidence. */
export function toBehaviourFinding(finding: BehaviourFinding, names: BehaviourNames): Finding {
  const { detector, actor, entity, events } = names;
  const { type } = finding.entity;
  const title = detector.ref.title.replace(/\.$/, "");
  const who = type === "actor" ? nameActor(actor) : `the ${NOUNS[type]} ${clip(entity, WORDS_MAX)}`;
  return {
    id: toFindingId(digest([detector.ref.id, type, entity, finding.from, events[0] ?? ""])),
    at: toEpochMs(finding.from),
    until: toEpochMs(finding.until),
    detector: detector.ref,
    severity: finding.severity,
    score: finding.score,
    actor: { id: actor.id, type: actor.type, name: actor.name },
    entity: { type, id: entity },
    attack: detector.attack,
    events,
    incident: null,
    summary: `${title}: ${who} ${finding.predicate}.`,
    explanation: finding.explanation,
  };
}
