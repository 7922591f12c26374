import type { StorePlace } from "../cli/data-option.ts";
import { type OpenStoreOptions, openStore, type Store } from "../store/index.ts";
import { chooseDatabaseUrl, chooseDataFolder } from "./config.ts";

/** Opens the store that a command line, the environment and the platform name. */
export const openPlace = (place: StorePlace, options: Omit<OpenStoreOptions, "folder">): Promise<Store> =>
  openStore({
    ...options,
    folder: chooseDataFolder(place.data),
    databaseUrl: chooseDatabaseUrl(place.database),
  });
