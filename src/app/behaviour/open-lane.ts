import { createDayPass } from "../../detect/pass/index.ts";
import { createTenant } from "../../profile/index.ts";
import { Lane, type MakeLens } from "./lane.ts";

/** The passes that the program runs. */
export const makeLens: MakeLens = (_lens, { detectors }, lexicon) => ({
  makePass: (resume) => createDayPass({ detectors, lexicon, ...(resume === null ? {} : { resume }) }),
  makeTenant: (resume) => (resume === null ? createTenant() : createTenant(resume)),
});

export const openLane = (): Lane => new Lane(makeLens);
