import { Readable } from "node:stream";
import { runDetect } from "../src/app/detect/run-detect.ts";
import { runIngest } from "../src/app/ingest/run-ingest.ts";
import { openStore, type Store } from "../src/store/index.ts";
import { readFound } from "../test/fixtures/detected-company.ts";

/** What a fresh store with the same bodies finds in one look at all of them. */
export const findAnew = (folder: string, bodies: readonly string[]): Promise<readonly string[]> =>
  withStore(folder, async (store) => {
    const inputs = bodies.map((body, number) => ({
      name: `${number}.ndjson`,
      path: `${number}.ndjson`,
      sizeBytes: Buffer.byteLength(body),
      open: () => Readable.from([Buffer.from(body)]),
    }));
    await runIngest({ paths: [], as: null, mapping: null }, { store, inputs });
    await runDetect(store, { moreRules: [], onlyRules: null, withModels: true, threads: null }, () => {});
    return readFound(store);
  });

export async function withStore<T>(folder: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ folder, databaseUrl: null, purpose: "bench" });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
