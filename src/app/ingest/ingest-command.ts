import { readFile } from "node:fs/promises";
import type { IngestPort } from "../../cli/ingest.ts";
import { toError } from "../../domain/index.ts";
import { openPlace } from "../open-place.ts";
import { INGEST_PROBLEMS } from "./problems.ts";
import { runIngest } from "./run-ingest.ts";

/** The ingest command: open the data folder, take the inputs in, close. */
export const INGEST_PORT: IngestPort = {
  async ingest({ paths, place, as, mapping, ...besides }, onProgress) {
    const read = mapping === null ? null : { file: mapping, bytes: await readMapping(mapping) };
    const store = await openPlace(place, { purpose: "ingest" });
    try {
      const summary = await runIngest({ paths, as, mapping: read, ...besides }, { store, onProgress });
      return { ...summary, folder: store.folder, database: store.database };
    } finally {
      await store.close();
    }
  },
};

async function readMapping(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw toError(INGEST_PROBLEMS, "INGEST_UNREADABLE", { path, reason }, { cause: error });
  }
}
