import { DAY_MS, type JsonObject } from "../../../domain/index.ts";
import type { ActorKind } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import type { Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { type ExplanationParts, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { KeptDays } from "./kept-days.ts";

/** A finding may still grow after so long: over a long weekend, not over holidays. */
const GAP_MS = 4 * DAY_MS;
/** Actors that are watched at once, in each partition. */
export const ACTORS_MAX = 10_000;
/** From so many times the least strength on, it is told more loudly. */
const LASTING_STRENGTH = 2;

/** What was seen on several days. */
export interface SeenDays {
  readonly takings: KeptDays;
  /** 1 where it is just enough to be told. */
  readonly strength: number;
}

/** What a finding says of it. */
export interface Told extends Omit<ExplanationParts, "since"> {
  readonly predicate: string;
  /** Whether it is worth a louder word once it has lasted. */
  readonly isLasting: boolean;
}

/** A detector of what somebody does for days: a finding is made on the day that completes it, and grows with more. */
export abstract class DaysLooker<
  P extends { readonly actor_kinds: readonly ActorKind[] },
  S extends SeenDays,
> extends KindLooker<P> {
  constructor(definition: BehaviourDetector, parameters: P) {
    super(definition, parameters, GAP_MS);
  }

  protected abstract tell(sight: Sight, seen: S): Told;

  protected speak(sight: Sight, seen: S): void {
    const { facts } = sight;
    const finding = this.open.find(facts.actor, facts.at);
    if (finding === null) {
      const statement = this.#toStatement(sight, seen, facts.at);
      this.open.open(facts, {
        entity: facts.actor,
        keys: [facts.at],
        before: seen.takings.events,
        statement,
      });
      return;
    }
    this.open.join(finding, facts);
    if (seen.strength <= finding.statement.strength) return;
    this.open.restate(finding, this.#toStatement(sight, seen, finding.keys[0] ?? facts.at));
  }

  /** What grows still says when it was first told of. */
  #toStatement(sight: Sight, seen: S, saidAt: number): Statement {
    const { detector } = this.definition;
    const { strength, takings } = seen;
    const { predicate, isLasting, ...explained } = this.tell(sight, seen);
    const since = takings.events[0]?.at ?? sight.facts.at;
    const steps = strength >= LASTING_STRENGTH && isLasting ? 1 : 0;
    const explanation: JsonObject = toExplanation(detector, sight, { since, ...explained });
    return {
      ...grade({ severity: detector.severity, strength, maturity: sight.profile.maturity, steps }),
      strength,
      predicate,
      explanation: { ...explanation, said_at: new Date(saidAt).toISOString() },
    };
  }
}
