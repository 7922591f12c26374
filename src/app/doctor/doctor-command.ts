import type { DoctorPort, Examined } from "../../cli/doctor.ts";
import { DAY_MS, type EpochMs, SYSTEM_CLOCK } from "../../domain/index.ts";
import { toAlertSettings } from "../alert/alert-settings.ts";
import { choosePlace } from "../open-place.ts";
import { readKnownBesides } from "../scan/known-besides.ts";
import { openLocations } from "../scan/locations.ts";
import { readSettings } from "../settings/read-settings.ts";
import { examineFolder, examineStore } from "./examine-store.ts";
import { failed, look, ok, warn } from "./examined.ts";
import { examineReach } from "./reach.ts";

/** The doctor command. */
export const DOCTOR_PORT: DoctorPort = {
  async examine(place) {
    const now = SYSTEM_CLOCK.now();
    const settings = await look("settings", async () => {
      toAlertSettings(readSettings());
      return ok("settings", "They can be used; gait config show lists them.");
    });
    const found: Examined[] = [examineNode(process.versions.node), settings];
    found.push(await look("places", () => examineLocations(now)));
    // Without settings that can be read nobody knows where the data are.
    if (settings.state === "failed") return found;
    found.push(...(await examineFolder(choosePlace(place).folder)));
    found.push(...(await examineStore(place, now)));
    found.push(...(await examineReach(readSettings())));
    return found;
  },
};

/** The oldest Node that runs TypeScript as it is. */
const NODE_MIN = [22, 18] as const;

export function examineNode(version: string): Examined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isEnough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
  return isEnough
    ? ok("node", `Node ${version}.`)
    : failed("node", `Node ${version} is too old.`, `Install Node ${NODE_MIN.join(".")} or later.`);
}

/** Countries of addresses change: an old database places some wrongly. */
const PLACES_DAYS_MAX = 90;

async function examineLocations(now: EpochMs): Promise<Examined> {
  const { databases } = openLocations(readKnownBesides().geo);
  const [oldest] = databases.toSorted((a, b) => a.builtAt - b.builtAt);
  if (oldest === undefined) return ok("places", "There is no location database.");
  const days = Math.floor((now - oldest.builtAt) / DAY_MS);
  const text = `${oldest.name} is ${days} days old.`;
  return days > PLACES_DAYS_MAX
    ? warn("places", text, "A newer version of Gait brings a newer one.")
    : ok("places", text);
}
