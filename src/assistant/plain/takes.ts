import type { Intent } from "./intents.ts";
import type { Mentions } from "./read-names.ts";

/** What an answer can be narrowed to, besides a period. */
type Narrowing = "actor" | "place" | "severity" | "attack" | "action" | "address" | "hours";

const EVERYTHING: readonly Narrowing[] = [
  "actor",
  "place",
  "severity",
  "attack",
  "action",
  "address",
  "hours",
];
const TAKES: Readonly<Record<Intent, readonly Narrowing[]>> = {
  posture: [],
  concerns: ["severity"],
  findings: EVERYTHING,
  incidents: ["actor", "severity", "attack"],
  "risky-actors": [],
  "unusual-actors": [],
  actor: ["actor"],
  timeline: ["actor", "hours"],
  activity: ["actor", "place", "action", "address"],
  baseline: ["actor"],
  regions: [],
  countries: [],
  place: ["place"],
  trend: [],
  hours: ["hours"],
  transfers: ["actor"],
  uploads: [],
  controls: ["actor"],
  priorities: [],
  remedies: ["actor"],
  explain: EVERYTHING,
  coverage: [],
  techniques: EVERYTHING,
  statistics: EVERYTHING,
  help: EVERYTHING,
};

export const takes = (intent: Intent, narrowing: Narrowing): boolean => TAKES[intent].includes(narrowing);

interface Said extends Mentions {
  readonly hours: readonly number[] | null;
}

/** What a question named that its answer has no use for, in words: whoever asked must not take it as narrowed. */
export function listUnused(intent: Intent, slots: Said): readonly string[] {
  const { actor, region, country, minSeverity, tactic, technique, service, action, address, hours } = slots;
  const named: readonly (readonly [Narrowing, string | null])[] = [
    ["actor", actor?.name ?? null],
    ["place", region],
    ["place", country],
    ["severity", minSeverity],
    ["attack", technique ?? tactic],
    ["action", action],
    ["action", service],
    ["address", address],
    ["hours", hours === null ? null : hours.map((hour) => `${String(hour).padStart(2, "0")}:00`).join(", ")],
  ];
  return named.flatMap(([narrowing, text]) => (text === null || takes(intent, narrowing) ? [] : [text]));
}
