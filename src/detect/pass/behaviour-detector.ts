import type { EntityType } from "../../domain/index.ts";
import type {
  DeviationParameters,
  FirstSeenParameters,
  HoursParameters,
  ModelParameters,
  TravelParameters,
} from "../behaviour/parameters.ts";
import type { Detector } from "../detector.ts";

/** A behaviour detector as its YAML says it: plain, so that it can be sent to threads. */
export type BehaviourDetector = {
  readonly detector: Detector;
  /** Whose profile it looks at: a pass of another lens leaves it out. */
  readonly lens: EntityType;
} & BehaviourSettings;

export type BehaviourSettings =
  | { readonly kind: "first_seen"; readonly parameters: FirstSeenParameters }
  | { readonly kind: "travel"; readonly parameters: TravelParameters }
  | { readonly kind: "deviation"; readonly parameters: DeviationParameters }
  | { readonly kind: "habit"; readonly parameters: HoursParameters }
  | { readonly kind: "model"; readonly parameters: ModelParameters };
