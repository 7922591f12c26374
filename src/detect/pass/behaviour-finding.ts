import type { EntityType, JsonObject, Severity } from "../../domain/index.ts";

/**
 * A behaviour detector's statement as a pass makes it: in codes and event numbers, plain and structured-cloneable.
 * `toBehaviourFinding` gives the finding that people see, once somebody has looked up what the codes stand for.
 */
export interface BehaviourFinding {
  /** Id of the detector. */
  readonly detector: string;
  /** Code of the actor of the first event. */
  readonly actor: number;
  readonly entity: { readonly type: EntityType; readonly code: number };
  /** Milliseconds of the first and the last event of the evidence. */
  readonly from: number;
  readonly until: number;
  /** `EventFacts.event` of the evidence, in time order; at most `EVENTS_PER_FINDING_MAX`. */
  readonly events: readonly number[];
  /** 0 to 1, higher is stranger. */
  readonly score: number;
  readonly severity: Severity;
  /** What the actor did, to stand after its name: `called iam:CreateUser, which …`. Without a full stop. */
  readonly predicate: string;
  readonly explanation: JsonObject;
}
