import type { DetectPort } from "../../cli/detect.ts";
import { openPlace } from "../open-place.ts";
import { runDetect } from "./run-detect.ts";

/** The detect command: open the store, look, close. */
export const DETECT_PORT: DetectPort = {
  async detect({ place, ...settings }, onProgress) {
    const store = await openPlace(place, { purpose: "detect", mustExist: true });
    try {
      return await runDetect(store, settings, onProgress);
    } finally {
      await store.close();
    }
  },
};
