import { createHash } from "node:crypto";
import {
  type EntityId,
  type EntityType,
  type Finding,
  type JsonObject,
  SEVERITIES,
  type Severity,
  severityRank,
  toFindingId,
} from "../../domain/index.ts";
import { clip, DETAIL_TEXT_MAX, WORDS_MAX } from "../clip.ts";
import type { Detector } from "../detector.ts";
import type { MatchDetail } from "../match/match-detail.ts";
import type { Burst, Evidence } from "./evidence.ts";

export interface FindingParts {
  readonly detector: Detector;
  readonly entity: { readonly type: EntityType; readonly id: EntityId };
  readonly burst: Burst;
  /** How often the condition was met, in words, for correlations; null for a rule. */
  readonly measure: string | null;
  readonly explanation: JsonObject;
}

/** A finding without the incident it will belong to. Its id follows from detector, entity and start. */
export function toFinding(parts: FindingParts): Finding {
  const { detector, entity, burst } = parts;
  const { actor } = burst.first;
  const severity = toSeverity(detector.severity, burst.first);
  return {
    id: toFindingId(digest([detector.ref.id, entity.type, entity.id, burst.from, burst.first.event])),
    at: burst.from,
    until: burst.until,
    detector: detector.ref,
    severity,
    score: SCORE_OF_SEVERITY[severity],
    actor: { id: actor.id, type: actor.type, name: actor.name },
    entity,
    attack: detector.attack,
    events: burst.events,
    incident: null,
    summary: toSummary(parts),
    explanation: {
      why: detector.description,
      ...parts.explanation,
      ...(severity === detector.severity ? {} : { quieter: "An AWS service or an automated role did this." }),
      false_positives: [...detector.falsePositives],
      response: [...detector.response],
      history: "This kind of detector needs no history.",
    },
  };
}

/** An event of a burst and what it matched, as the explanation shows them. */
export function toExample(detail: MatchDetail): JsonObject {
  const { matched, ...example } = detail;
  const clipped = Object.entries(example).map(([name, value]) => [
    name,
    typeof value === "string" ? clip(value, DETAIL_TEXT_MAX) : value,
  ]);
  return { matched, example: Object.fromEntries(clipped) };
}

/** First 128 bits of SHA-256, in hexadecimal: ids stay the same from run to run. */
export const digest = (parts: readonly (string | number)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

/**
 * Until scores are calibrated on behaviour, the score of a rule's finding is its severity's place in [0, 1],
 * lowered by `detectMatches` where the rule is loud.
 */
const SCORE_OF_SEVERITY: Readonly<Record<Severity, number>> = {
  info: 0.1,
  low: 0.3,
  medium: 0.5,
  high: 0.75,
  critical: 0.95,
};

/** What an AWS service does for itself is quieter by one step, never silent. */
function toSeverity(severity: Severity, first: Evidence): Severity {
  if (first.actor.type !== "service") return severity;
  return SEVERITIES[Math.max(0, severityRank(severity) - 1)]!;
}

/** One sentence: what happened, who, where from. */
function toSummary({ detector, burst, measure }: FindingParts): string {
  const { actor, detail } = burst.first;
  const who =
    actor.type === "unknown" ? "an identity that the log does not name" : clip(actor.name, WORDS_MAX);
  const others = burst.actors > 1 ? ` and ${burst.actors - 1} more` : "";
  const title = detector.ref.title.replace(/\.$/, "");
  const action = clip(detail.action, WORDS_MAX);
  const on = detail.resource === null ? "" : ` on ${clip(detail.resource, WORDS_MAX)}`;
  const did =
    measure === null
      ? `${burst.events.length > 1 ? `made ${burst.events.length} such calls, first` : "called"} ${action}${on}`
      : `${measure}, beginning with ${action}`;
  const refused =
    detail.outcome === "success" ? "" : ` (${detail.outcome === "denied" ? "refused" : "failed"})`;
  return `${title}: ${who}${others} ${did}${refused}${toPlace(burst.first)}.`;
}

/** What a tool is called that a log does not name. */
const NO_TOOL: ReadonlySet<string> = new Set(["", "absent"]);

function toPlace({ detail }: Evidence): string {
  const region = detail.region === null ? "" : ` in ${clip(detail.region, WORDS_MAX)}`;
  const country = detail.country === null ? "" : ` (${detail.country})`;
  const address = detail.address === null ? "" : ` from ${clip(detail.address, WORDS_MAX)}${country}`;
  const tool = NO_TOOL.has(detail.tool) ? "" : ` with ${clip(detail.tool, WORDS_MAX)}`;
  return `${region}${address}${tool}`;
}
