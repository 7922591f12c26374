import { stat } from "node:fs/promises";
import type { ProblemReport } from "../../domain/index.ts";
import { listInputs } from "../../source/index.ts";
import type { Store } from "../../store/index.ts";
import { runIngest } from "./run-ingest.ts";
import type { IngestSummary } from "./tally.ts";

/** Marks of files as they were taken in, by path. */
export type SeenFiles = Map<string, string>;

export interface TakenFiles {
  /** Null: nothing changed. */
  readonly summary: IngestSummary | null;
  /** Of listing, where nothing changed. */
  readonly problems: readonly ProblemReport[];
}

/** Takes in what is new in folders since the last time. What could not be read is tried again. */
export async function takeChanged(
  store: Store,
  folders: readonly string[],
  seen: SeenFiles,
): Promise<TakenFiles> {
  const { inputs, problems } = listInputs(folders);
  const changed = await findChanged(
    inputs.map(({ path }) => path),
    seen,
  );
  if (changed.length === 0) return { summary: null, problems };
  const paths = changed.map(({ path }) => path);
  const summary = await runIngest({ paths, as: null, mapping: null }, { store });
  if (summary.problems.length === 0) for (const { path, mark } of changed) seen.set(path, mark);
  return { summary, problems: [] };
}

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
