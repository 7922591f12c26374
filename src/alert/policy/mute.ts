import { type EpochMs, type Finding, isJsonObject, type JsonValue } from "../../domain/index.ts";

/** What is not to be heard: findings of a detector, about an entity or by an actor, or that name a value. */
export interface Mute {
  readonly kind: "detector" | "entity" | "value";
  readonly target: string;
  /** Null: until it is ended. */
  readonly until: EpochMs | null;
}

export type HeardFinding = Pick<
  Finding,
  "id" | "at" | "detector" | "severity" | "score" | "actor" | "entity" | "summary" | "explanation"
>;

/** Parts of an explanation that are searched for a value. */
const PARTS_MAX = 2000;

/** Whether a mute that holds now keeps the finding from being heard. */
export const isMuted = (finding: HeardFinding, mutes: readonly Mute[], now: EpochMs): boolean =>
  mutes.some((mute) => (mute.until === null || mute.until > now) && isAbout(finding, mute));

function isAbout({ detector, entity, actor, explanation }: HeardFinding, { kind, target }: Mute): boolean {
  if (kind === "detector") return detector.id === target || detector.title === target;
  if (entity.id === target || actor.id === target) return true;
  return kind === "entity" ? actor.name === target : names(explanation, target);
}

/** Whether one of the explanation's values is the text; iterative, for logs nest as deep as they like. */
function names(explanation: JsonValue, target: string): boolean {
  const waiting: (JsonValue | undefined)[] = [explanation];
  for (let read = 0; waiting.length > 0 && read < PARTS_MAX; read++) {
    const value = waiting.pop();
    if (value === target) return true;
    if (typeof value === "number" && String(value) === target) return true;
    if (Array.isArray(value)) waiting.push(...value.slice(0, PARTS_MAX));
    else if (isJsonObject(value)) waiting.push(...Object.values(value));
  }
  return false;
}
