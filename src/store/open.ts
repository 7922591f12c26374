import { openDuckDbStore } from "./duckdb/open.ts";
import { openPostgresStore } from "./postgres/open.ts";
import type { OpenStoreOptions, Store } from "./store.ts";

/** Opens the store of a data folder: in the database at the address, or in the folder's own where there is none. */
export const openStore = (
  options: OpenStoreOptions & { readonly databaseUrl: string | null },
): Promise<Store> =>
  options.databaseUrl === null ? openDuckDbStore(options) : openPostgresStore(options.databaseUrl, options);
