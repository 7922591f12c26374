import { AsyncLocalStorage } from "node:async_hooks";
import { userInfo } from "node:os";
import type { StorePlace } from "../cli/data-option.ts";
import { actFromNowOn, type OpenStoreOptions, openStore, type Store } from "../store/index.ts";
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

/**
 * Opens the store that a command line, the settings and the platform name. What is changed from then on is noted as done
 * by whoever runs the command; a server's changes are those of its callers, and its own.
 */
export async function openPlace(
  place: StorePlace,
  options: Omit<OpenStoreOptions, "folder">,
): Promise<Store> {
  const own = held.getStore();
  if (own !== undefined) return { ...own, close: async () => {} };
  if (options.purpose !== "serve") {
    const name = readLogin();
    actFromNowOn({ kind: "command", id: name, name, address: null });
  }
  return openStore({ ...options, ...choosePlace(place) });
}

const held = new AsyncLocalStorage<Store>();

/** Does what a command does with a store that is open already, and stays so. */
export const withHeldStore = <T>(store: Store, work: () => Promise<T>): Promise<T> => held.run(store, work);

/** Some containers run as a user who has no name. */
function readLogin(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && "code" in error) return `uid ${process.getuid?.() ?? "unknown"}`;
    throw error;
  }
}
