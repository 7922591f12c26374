import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { toContentHash } from "../../domain/index.ts";
import type { ParsedSigma } from "../../sigma/index.ts";
import { type ColumnMapping, FORMAT_IDS, parseColumnMapping } from "../../source/index.ts";
import type { InputMatches, InputRecord, Store } from "../../store/index.ts";
import { MAPPED_PREFIX } from "../ingest/reading.ts";
import { toProgram, WorkerCrew } from "../worker-crew.ts";
import { HeldLeases } from "./held-leases.ts";
import { createInputMatcher, type InputMatcher } from "./input-matcher.ts";
import type { ArchivedMatchInput, MatchPart, MatchSettings, MatchTask } from "./match-task.ts";

export interface MatchInputsOptions {
  readonly rules: readonly ParsedSigma[];
  /** Names the rules: a hash of their texts. */
  readonly ruleSet: string;
  /** 0: the work is done here. */
  readonly threads: number;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
  /** How long others wait for what a process that died had in hand. */
  readonly leaseMs?: number;
}

/** A task is about this much input: many small ones cost few messages, and one thread does not lag behind. */
const TASK_BYTES = 1024 * 1024;
const TASK_INPUTS_MAX = 64;
/** What inputs gave is written when so many matches or inputs wait. */
const WRITE_ROWS = 20_000;
const WRITE_INPUTS = 2000;
/** Under this much input, starting threads takes longer than reading. */
const INLINE_BYTES_MAX = 4 * 1024 * 1024;
/** How long to wait for what another process has in hand. */
const POLL_MS = 200;

/**
 * Matches every input that was not yet matched against these rules, from the archive, and keeps what was found. Inputs
 * are dealt to processes by the first digit of their hash: each leases a digit, matches what is missing of it, and goes
 * on to the next that nobody has. When it returns nothing is missing, whoever did it.
 */
export async function matchInputs(store: Store, options: MatchInputsOptions): Promise<void> {
  let missing = await store.ruleMatches.listMissing(options.ruleSet);
  if (missing.length === 0) return;
  const total = missing.length;
  // Where nobody else can be at it nobody needs to be kept from it.
  if (!store.together.isShared) return matchSome(store, { ...options, missing, leases: null });
  const leases = new HeldLeases(store.leases, randomUUID(), options.leaseMs);
  try {
    while (missing.length > 0) {
      await matchSome(store, { ...options, missing, leases });
      missing = await store.ruleMatches.listMissing(options.ruleSet);
      options.onProgress({ done: total - missing.length, total });
      // What is left is in another's hands.
      if (missing.length > 0) await wait(POLL_MS);
    }
  } finally {
    await leases.releaseAll();
  }
}

interface Matching extends MatchInputsOptions {
  readonly missing: readonly InputRecord[];
  /** Null: there are no other processes. */
  readonly leases: HeldLeases | null;
}

/** Matches the missing inputs of all digits that are free. */
async function matchSome(store: Store, matching: Matching): Promise<void> {
  const { missing, ruleSet, onProgress } = matching;
  const bytes = missing.reduce((sum, input) => sum + input.sizeBytes, 0);
  const threads = bytes < INLINE_BYTES_MAX ? 0 : matching.threads;
  let waiting: InputMatches[] = [];
  let rows = 0;
  let done = 0;
  const write = async (): Promise<void> => {
    await store.ruleMatches.write(ruleSet, waiting);
    done += waiting.length;
    waiting = [];
    rows = 0;
    onProgress({ done, total: missing.length });
  };
  for await (const part of runTasks(leaseTasks(store, matching), { rules: matching.rules }, threads)) {
    waiting.push(...part.matched);
    rows += part.matched.reduce((sum, one) => sum + one.rows.length, 0);
    if (rows >= WRITE_ROWS || waiting.length >= WRITE_INPUTS) await write();
    // Also between writes: who listens may break the matching off.
    else onProgress({ done: done + waiting.length, total: missing.length });
  }
  if (waiting.length > 0) await write();
}

/** Whoever matches often does so with the same rules. */
const matchers = new WeakMap<readonly ParsedSigma[], InputMatcher>();

async function* runTasks(
  tasks: AsyncIterable<MatchTask>,
  settings: MatchSettings,
  threads: number,
): AsyncGenerator<MatchPart> {
  if (threads === 0) {
    const matcher = matchers.get(settings.rules) ?? createInputMatcher(settings);
    matchers.set(settings.rules, matcher);
    for await (const task of tasks) yield* matcher.match(task);
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

/** Tasks of the inputs whose digit could be leased, as they are asked for. */
async function* leaseTasks(store: Store, { missing, leases, ruleSet }: Matching): AsyncGenerator<MatchTask> {
  const mappings = new Map<string, Promise<ColumnMapping>>();
  const byDigit = Map.groupBy(missing, ({ hash }) => hash.slice(0, 1));
  let number = 0;
  for (const [digit, inputs] of byDigit) {
    const isOurs = (await leases?.acquire(`match/${ruleSet.slice(0, 8)}/${digit}`)) ?? true;
    if (!isOurs) continue;
    let open: ArchivedMatchInput[] = [];
    let bytes = 0;
    for (const input of inputs) {
      open.push(await locateInput(store, input, mappings));
      bytes += input.sizeBytes;
      if (bytes < TASK_BYTES && open.length < TASK_INPUTS_MAX) continue;
      yield { number: number++, inputs: open };
      open = [];
      bytes = 0;
    }
    if (open.length > 0) yield { number: number++, inputs: open };
  }
}

/** An input of the archive, and how it is read; mappings that were read once are kept in the map. */
export async function locateInput(
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
