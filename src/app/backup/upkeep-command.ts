import { resolve } from "node:path";
import type { DbUpkeepPort } from "../../cli/db-upkeep.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { choosePlace } from "../open-place.ts";
import { runPrune } from "../retention/run-prune.ts";
import { runBackup, runRestore } from "./run-backup.ts";

/** The commands that look after what is kept. */
export const DB_UPKEEP_PORT: DbUpkeepPort = {
  prune: (place, days) =>
    withStore(place, "db prune", (store) => runPrune(store, { now: SYSTEM_CLOCK.now(), days })),
  backup: (place, folder) => withStore(place, "db backup", (store) => runBackup(store, resolve(folder))),
  restore: (place, folder) => runRestore(resolve(folder), choosePlace(place)),
};
