import type { EntityType } from "../../domain/index.ts";
import type {
  DeviationParameters,
  FirstSeenParameters,
  ForeignParameters,
  HoursParameters,
  LensDeviationParameters,
  ModelParameters,
  NewcomerParameters,
  PlaceForTakingParameters,
  TravelParameters,
} from "../behaviour/parameters.ts";
import type { Detector } from "../detector.ts";

/** A behaviour detector as its YAML says it: plain, so that it can be sent to threads. */
export type BehaviourDetector = {
  readonly detector: Detector;
  /** Whose profile it looks at: each lens has passes of its own. */
  readonly lens: EntityType;
} & BehaviourSettings;

/** Kinds that look at the light profile of an address or a resource; all others look at actors. */
export type LensSettings =
  | { readonly kind: "lens_deviation"; readonly parameters: LensDeviationParameters }
  | { readonly kind: "newcomer"; readonly parameters: NewcomerParameters };

export type BehaviourSettings =
  | { readonly kind: "first_seen"; readonly parameters: FirstSeenParameters }
  | { readonly kind: "foreign"; readonly parameters: ForeignParameters }
  | { readonly kind: "place_for_taking"; readonly parameters: PlaceForTakingParameters }
  | { readonly kind: "travel"; readonly parameters: TravelParameters }
  | { readonly kind: "deviation"; readonly parameters: DeviationParameters }
  | { readonly kind: "habit"; readonly parameters: HoursParameters }
  | { readonly kind: "model"; readonly parameters: ModelParameters }
  | LensSettings;
