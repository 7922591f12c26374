import type { StorePlace } from "../cli/data-option.ts";
import { type OpenStoreOptions, openStore, type Store } from "../store/index.ts";
import { chooseDatabaseUrl, chooseDataFolder } from "./config.ts";
import { readSettings } from "./settings/read-settings.ts";

/** The data folder and the database that a command line and the settings name. */
export function choosePlace(place: StorePlace): {
  readonly folder: string;
  readonly databaseUrl: string | null;
} {
  const settings = readSettings();
  return {
    folder: chooseDataFolder(place.data ?? settings["data.folder"]),
    databaseUrl: chooseDatabaseUrl(place.database ?? settings["database.url"]),
  };
}

/** Opens the store that a command line, the settings and the platform name. */
export const openPlace = (place: StorePlace, options: Omit<OpenStoreOptions, "folder">): Promise<Store> =>
  openStore({ ...options, ...choosePlace(place) });
