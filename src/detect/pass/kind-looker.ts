import type { ActorKind, EventFacts } from "../../profile/index.ts";
import type { BehaviourDetector } from "./behaviour-detector.ts";
import { isOfKind, Looker, type Sight, toKindMask } from "./looker.ts";

/** A detector that looks at what some kinds of actors do. */
export abstract class KindLooker<
  P extends { readonly actor_kinds: readonly ActorKind[] },
  S = Sight,
> extends Looker<S> {
  protected readonly parameters: P;
  readonly #kinds: number;

  constructor(definition: BehaviourDetector, parameters: P, gapMs?: number) {
    super(definition, gapMs);
    this.parameters = parameters;
    this.#kinds = toKindMask(parameters.actor_kinds);
  }

  /** Whether its parameters name the actor's kind. */
  protected isLookedAt({ actorKind }: EventFacts): boolean {
    return isOfKind(this.#kinds, actorKind);
  }
}
