import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { IngestReport } from "../../cli/ingest.ts";
import type { WatchPort, WatchRequest, WatchTurn } from "../../cli/watch.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { listInputs } from "../../source/index.ts";
import type { Store } from "../../store/index.ts";
import { runIngest } from "../ingest/run-ingest.ts";
import { openPlace } from "../open-place.ts";
import { runDetect } from "./run-detect.ts";

/** The watch command: take in and look, again and again, with one open store. */
export const WATCH_PORT: WatchPort = {
  async watch(request, { stop, onTurn }) {
    const store = await openPlace(request.place, { purpose: "watch" });
    const seen = new Map<string, string>();
    try {
      for (;;) {
        onTurn(await look(store, request, seen));
        if (request.once || stop.aborted) return;
        await waitUnlessStopped(request.intervalMs, stop);
        if (stop.aborted) return;
      }
    } finally {
      await store.close();
    }
  },
};

async function look(store: Store, request: WatchRequest, seen: Map<string, string>): Promise<WatchTurn> {
  const at = SYSTEM_CLOCK.now();
  const { inputs, problems } = listInputs(request.folders);
  const changed = await findChanged(
    inputs.map(({ path }) => path),
    seen,
  );
  const paths = changed.map(({ path }) => path);
  const ingest =
    paths.length === 0
      ? { ...NOTHING_TAKEN, problems, folder: store.folder, database: store.database }
      : await takeIn(store, paths);
  // What could not be read is tried again.
  if (ingest.problems.length === 0) for (const { path, mark } of changed) seen.set(path, mark);
  const { place: _, ...settings } = request;
  const detect = await runDetect(store, settings, () => {});
  return { at, ingest, detect: detect.from === null ? null : detect };
}

async function takeIn(store: Store, paths: readonly string[]): Promise<IngestReport> {
  const summary = await runIngest({ paths, as: null, mapping: null }, { store });
  return { ...summary, folder: store.folder, database: store.database };
}

const NOTHING_TAKEN: Omit<IngestReport, "folder" | "database" | "problems"> = {
  inputsNew: 0,
  inputsKnown: 0,
  events: 0,
  duplicates: 0,
  rejects: 0,
  rejectsByCode: {},
  rejectsShown: [],
  skipped: 0,
  skippedByCode: {},
  bytes: 0,
};

interface ChangedFile {
  readonly path: string;
  /** Size and time of the last change: another mark, another content. */
  readonly mark: string;
}

async function findChanged(
  paths: readonly string[],
  seen: ReadonlyMap<string, string>,
): Promise<readonly ChangedFile[]> {
  const changed: ChangedFile[] = [];
  for (const path of paths) {
    // It may go between listing and looking.
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    const mark = `${found.size} ${found.mtimeMs}`;
    if (seen.get(path) !== mark) changed.push({ path, mark });
  }
  return changed;
}

async function waitUnlessStopped(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(ms, null, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
