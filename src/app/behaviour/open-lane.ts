import { createDayPass, createLensPass } from "../../detect/pass/index.ts";
import { createTenant } from "../../profile/index.ts";
import { Lane, type MakeLens } from "./lane.ts";

/** The passes that the program runs. */
export const makeLens: MakeLens = (lens, settings, lexicon) => {
  const detectors = settings.detectors.filter((one) => one.lens === lens);
  return {
    makePass(resume) {
      const options = { detectors, lexicon, ...(resume === null ? {} : { resume }) };
      return lens === "actor" ? createDayPass(options) : createLensPass({ lens, ...options });
    },
    makeTenant: (resume) => (resume === null ? createTenant() : createTenant(resume)),
  };
};

export const openLane = (): Lane => new Lane(makeLens);
