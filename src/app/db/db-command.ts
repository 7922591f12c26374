import type { DbPort } from "../../cli/db.ts";
import { openStore, type Store } from "../../store/index.ts";
import { choosePlace, openPlace } from "../open-place.ts";
import { copyAccounts } from "./copy-accounts.ts";
import { copyStore } from "./copy-store.ts";

/** The commands that look after a database. */
export const DB_PORT: DbPort = {
  async migrate(place) {
    const store = await openPlace(place, { purpose: "db migrate" });
    await store.close();
    return { database: store.database, migrated: store.migrated };
  },
  async copy({ from, to, withAccounts }, onProgress) {
    // The archive belongs to the folder that either of them names.
    const folder =
      [from, to].find((place) => !isAddress(place)) ?? choosePlace({ data: null, database: null }).folder;
    const source = await open(from, { folder, mustExist: true });
    try {
      const target = await open(to, { folder, mustExist: false });
      try {
        const summary = await copyStore(source, target, onProgress);
        const accounts = withAccounts ? await copyAccounts(source, target) : null;
        return { from: source.database, to: target.database, ...summary, accounts };
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  },
};

const isAddress = (place: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(place);

const open = (
  place: string,
  { folder, mustExist }: { readonly folder: string; readonly mustExist: boolean },
): Promise<Store> =>
  openStore({
    folder: isAddress(place) ? folder : place,
    databaseUrl: isAddress(place) ? place : null,
    purpose: "db copy",
    mustExist,
  });
