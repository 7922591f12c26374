import type { Criticality } from "../../../detect/index.ts";
import type { ActorReach, LinkedIdentity } from "../../../store/index.ts";
import type { Measure } from "./measures.ts";

export const TERM_LEVELS = ["unknown", "low", "moderate", "high"] as const;
type TermLevel = (typeof TERM_LEVELS)[number];

/** Something that speaks for a term: a number beside what is usual, or new values. */
interface Fact {
  readonly kind: "above-own" | "above-peers" | "new-values" | "new-to-all" | "reach";
  /** A metric, a dimension, or what is reached. */
  readonly what: string;
  readonly value: number;
  /** What is usual; null: nothing to compare with. */
  readonly usual: number | null;
}

/** One of the three things that make an actor worth a look. */
interface Term {
  readonly level: TermLevel;
  readonly facts: readonly Fact[];
}

export interface TermEvidence {
  readonly measures: readonly Measure[];
  readonly fresh: Readonly<Record<string, readonly { readonly others: number }[]>>;
  readonly reach: ActorReach;
  readonly criticality: Criticality;
  readonly sensitiveDays: number;
  readonly gave: readonly LinkedIdentity[];
}

/** From so many facts on the level is high. */
const FACTS_HIGH = 3;

/**
 * How the actor differs from itself, how it differs from its peers, and how much harm it could do: facts and a level
 * that follows from their number, so that whoever reads it can disagree.
 */
export const toTerms = (evidence: TermEvidence): object => ({
  own: toOwn(evidence),
  peers: toPeers(evidence),
  blast_radius: toReach(evidence),
});

function toOwn({ measures, fresh }: TermEvidence): Term {
  if (measures.every(({ own }) => own === null)) return { level: "unknown", facts: [] };
  const facts: Fact[] = [];
  for (const { metric, lately, own } of measures)
    if (own !== null && lately > own.usual)
      facts.push({ kind: "above-own", what: metric, value: lately, usual: own.usual });
  for (const [dimension, values] of Object.entries(fresh))
    if (values.length > 0)
      facts.push({ kind: "new-values", what: dimension, value: values.length, usual: null });
  return { level: toLevel(facts.length), facts };
}

function toPeers({ measures, fresh }: TermEvidence): Term {
  if (measures.every(({ peers }) => peers === null)) return { level: "unknown", facts: [] };
  const facts: Fact[] = [];
  for (const { metric, lately, peers } of measures)
    if (peers !== null && lately > peers.usual)
      facts.push({ kind: "above-peers", what: metric, value: lately, usual: peers.usual });
  for (const [dimension, values] of Object.entries(fresh)) {
    const alone = values.filter(({ others }) => others === 0).length;
    if (alone > 0) facts.push({ kind: "new-to-all", what: dimension, value: alone, usual: null });
  }
  return { level: toLevel(facts.length), facts };
}

const toLevel = (facts: number): TermLevel => {
  if (facts === 0) return "low";
  return facts < FACTS_HIGH ? "moderate" : "high";
};

function toReach({ reach, criticality, sensitiveDays, gave }: TermEvidence): Term {
  const given = gave.filter(({ direction }) => direction === "gave");
  const roles = given.filter(({ kind }) => kind === "issued-key");
  const counts: readonly (readonly [string, number])[] = [
    ["critical-actions", reach.criticalActions],
    ["sensitive-actions", reach.sensitiveActions],
    ["administrator-days", sensitiveDays],
    ["roles-taken", roles.length],
    ["identities-made", given.length - roles.length],
    ["accounts", reach.accounts],
    ["regions", reach.regions],
    ["services", reach.services],
  ];
  const facts = counts
    .filter(([, value]) => value > 0)
    .map(([what, value]): Fact => ({ kind: "reach", what, value, usual: null }));
  const isHigh = criticality === "high" || criticality === "critical";
  if (isHigh) return { level: "high", facts };
  const isModerate = reach.criticalActions + reach.sensitiveActions > 0;
  return { level: isModerate ? "moderate" : "low", facts };
}
