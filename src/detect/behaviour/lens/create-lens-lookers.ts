import type { EntityType } from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import type { LensSight } from "../../pass/lens-sight.ts";
import type { Looker } from "../../pass/looker.ts";
import { LensDeviationLooker } from "./lens-deviation.ts";
import { NewcomerLooker } from "./newcomer.ts";

/** The detectors of addresses or resources at work. Throws on one of another lens. */
export const createLensLookers = (
  definitions: readonly BehaviourDetector[],
  lens: EntityType,
): readonly Looker<LensSight>[] =>
  definitions.map((definition) => {
    const fits = definition.lens === lens;
    if (fits && definition.kind === "lens_deviation")
      return new LensDeviationLooker(definition, definition.parameters);
    if (fits && definition.kind === "newcomer") return new NewcomerLooker(definition, definition.parameters);
    throw new TypeError(`the detector ${definition.detector.ref.id} does not look through the lens ${lens}`);
  });
