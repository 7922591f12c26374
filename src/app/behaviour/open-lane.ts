import { createDayPass } from "../../detect/pass/index.ts";
import { createTenant } from "../../profile/index.ts";
import { Lane, type MakeLens } from "./lane.ts";

/** The passes that the program runs. */
export const makeLens: MakeLens = (_lens, { detectors }, lexicon) => ({
  pass: createDayPass({ detectors, lexicon }),
  tenant: createTenant(),
});

export const openLane = (): Lane => new Lane(makeLens);
