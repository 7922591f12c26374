import type { DetectPort } from "../../cli/detect.ts";
import { openAlerting } from "../alert/open-channels.ts";
import { runAlerts } from "../alert/run-alerts.ts";
import { openPlace } from "../open-place.ts";
import { runDetect } from "./run-detect.ts";

/** The detect command: open the store, look, tell, close. */
export const DETECT_PORT: DetectPort = {
  async detect({ place, ...settings }, onProgress) {
    // A setting that cannot be used is said before the work, not after it.
    const alerting = openAlerting();
    const store = await openPlace(place, { purpose: "detect", mustExist: true });
    try {
      const report = await runDetect(store, settings, onProgress);
      return { ...report, alerts: await runAlerts(store, alerting) };
    } finally {
      await store.close();
    }
  },
};
