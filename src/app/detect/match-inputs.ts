import { toContentHash } from "../../domain/index.ts";
import type { ParsedSigma } from "../../sigma/index.ts";
import { type ColumnMapping, FORMAT_IDS, parseColumnMapping } from "../../source/index.ts";
import type { InputMatches, InputRecord, Store } from "../../store/index.ts";
import { MAPPED_PREFIX } from "../ingest/reading.ts";
import { toProgram, WorkerCrew } from "../worker-crew.ts";
import { createInputMatcher } from "./input-matcher.ts";
import type { ArchivedMatchInput, MatchPart, MatchSettings, MatchTask } from "./match-task.ts";

export interface MatchInputsOptions {
  readonly rules: readonly ParsedSigma[];
  /** Names the rules: a hash of their texts. */
  readonly ruleSet: string;
  /** 0: the work is done here. */
  readonly threads: number;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A task is about this much input: many small ones cost few messages, and one thread does not lag behind. */
const TASK_BYTES = 1024 * 1024;
const TASK_INPUTS_MAX = 64;
/** What inputs gave is written when so many matches wait. */
const WRITE_ROWS = 20_000;
/** Under this much input, starting threads takes longer than reading. */
const INLINE_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Matches every input that was not yet matched against these rules, from the archive, and keeps what was found. Stateless
 * for each record, so an interruption costs the inputs that were not yet written, and several processes that do the same
 * at once write the same.
 */
export async function matchInputs(store: Store, options: MatchInputsOptions): Promise<number> {
  const missing = await store.ruleMatches.listMissing(options.ruleSet);
  if (missing.length === 0) return 0;
  const settings: MatchSettings = { rules: options.rules };
  const tasks = await toTasks(store, missing);
  const bytes = missing.reduce((sum, input) => sum + input.sizeBytes, 0);
  let waiting: InputMatches[] = [];
  let rows = 0;
  let done = 0;
  const write = async (): Promise<void> => {
    await store.ruleMatches.write(options.ruleSet, waiting);
    done += waiting.length;
    waiting = [];
    rows = 0;
    options.onProgress({ done, total: missing.length });
  };
  for await (const part of runTasks(tasks, settings, bytes < INLINE_BYTES_MAX ? 0 : options.threads)) {
    waiting.push(...part.matched);
    rows += part.matched.reduce((sum, one) => sum + one.rows.length, 0);
    if (rows >= WRITE_ROWS) await write();
  }
  if (waiting.length > 0) await write();
  return missing.length;
}

async function* runTasks(
  tasks: readonly MatchTask[],
  settings: MatchSettings,
  threads: number,
): AsyncGenerator<MatchPart> {
  if (threads === 0) {
    const matcher = createInputMatcher(settings);
    for (const task of tasks) yield* matcher.match(task);
    return;
  }
  const crew = new WorkerCrew<MatchSettings, MatchTask, MatchPart>({
    threads,
    program: toProgram(import.meta.url, "match-worker"),
    nameOf: (task) => task.inputs[0]?.name ?? "the input",
  });
  try {
    yield* crew.run(tasks, settings);
  } finally {
    await crew.dismiss();
  }
}

async function toTasks(store: Store, inputs: readonly InputRecord[]): Promise<readonly MatchTask[]> {
  const mappings = new Map<string, Promise<ColumnMapping>>();
  const tasks: MatchTask[] = [];
  let open: ArchivedMatchInput[] = [];
  let bytes = 0;
  for (const input of inputs) {
    open.push(await toArchived(store, input, mappings));
    bytes += input.sizeBytes;
    if (bytes < TASK_BYTES && open.length < TASK_INPUTS_MAX) continue;
    tasks.push({ number: tasks.length, inputs: open });
    open = [];
    bytes = 0;
  }
  if (open.length > 0) tasks.push({ number: tasks.length, inputs: open });
  return tasks;
}

async function toArchived(
  store: Store,
  { hash, name, format }: InputRecord,
  mappings: Map<string, Promise<ColumnMapping>>,
): Promise<ArchivedMatchInput> {
  const path = await store.archive.locate(hash);
  const asked = FORMAT_IDS.find((id) => id === format) ?? null;
  if (!format.startsWith(MAPPED_PREFIX)) return { hash, name, path, format: asked, mapping: null };
  const mapping = mappings.get(format) ?? readMapping(store, format.slice(MAPPED_PREFIX.length));
  mappings.set(format, mapping);
  return { hash, name, path, format: "generic", mapping: await mapping };
}

async function readMapping(store: Store, hash: string): Promise<ColumnMapping> {
  const parts: Uint8Array[] = [];
  for await (const part of store.archive.read(toContentHash(hash))) parts.push(part);
  return parseColumnMapping(Buffer.concat(parts).toString("utf8"), hash);
}
