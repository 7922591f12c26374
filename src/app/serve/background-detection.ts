import { setTimeout as wait } from "node:timers/promises";
import type { DetectionPort } from "../../api/index.ts";
import type { DetectProgress, DetectReport } from "../../cli/detect.ts";
import { GaitError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { PassMemory } from "../detect/pass-memory.ts";
import { runDetect } from "../detect/run-detect.ts";
import { readLooked } from "../findings/asked-store.ts";
import { loadStoreRules } from "../rules/store-rules.ts";
import type { ScanRules } from "../scan/scan-rules.ts";
import { createFoundNews } from "./found-news.ts";
import type { NewsExchange } from "./together/news-exchange.ts";
import type { WorkQueue } from "./work-queue.ts";

/** How long the first of several uploads waits for the next. */
const GATHER_MS = 200;

export interface BackgroundDetection extends DetectionPort {
  /** Asks for a pass, soon; nobody waits for an answer. */
  wake(): void;
  /** No pass begins any more; one that still matches rules breaks off, and goes on after the next start. */
  stop(): void;
}

export interface DetectionParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  /** Told of what was found. */
  readonly news: NewsExchange;
  /** Told of what went wrong. */
  readonly onFailure: (error: unknown) => void;
  /** Called after each pass that looked at something. */
  readonly onPass: () => void;
}

/** The server ends. */
class PassStopped extends Error {}

type State =
  | { readonly state: "idle" | "waiting" }
  | { readonly state: "running"; readonly progress: DetectProgress | null };

/** Passes over what came in, one at a time, and one more when something came meanwhile. */
export function createBackgroundDetection(parts: DetectionParts): BackgroundDetection {
  const { store, queue, news, onFailure } = parts;
  const look = createLook(parts);
  let state: State = { state: "idle" };
  let failure: string | null = null;
  let isStopped = false;
  let isWantedAgain = false;
  const fresh = createFlag();
  const pass = (): Promise<void> => {
    state = { state: "running", progress: null };
    fresh.take();
    return look({
      onProgress(progress) {
        state = { state: "running", progress };
        // What was matched is kept. The rest of a pass ends soon, in threads that nothing may break into.
        if (isStopped && progress.step === "matching rules") throw new PassStopped();
      },
      untilFresh: (stop) => fresh.until(stop),
    });
  };
  const begin = async (): Promise<void> => {
    try {
      // What comes in one after another is looked at together.
      await wait(GATHER_MS);
      await queue.run(async () => {
        if (!isStopped) await pass();
      });
      failure = null;
    } catch (error) {
      if (error instanceof PassStopped) return;
      failure = error instanceof GaitError ? error.report.text : "something that should not go wrong";
      onFailure(error);
    } finally {
      state = { state: "idle" };
      if (isWantedAgain) request();
    }
  };
  const request = (): void => {
    // What waits has not begun: it will look at this, too.
    if (isStopped || state.state === "waiting") return;
    isWantedAgain = state.state === "running";
    fresh.set(isWantedAgain);
    if (isWantedAgain) return;
    state = { state: "waiting" };
    void begin();
  };
  const readProgress = () => describeProgress(store, state, failure);
  return {
    readProgress,
    async request() {
      request();
      return readProgress();
    },
    listen: (onNews) => news.listen(onNews),
    wake: request,
    stop() {
      isStopped = true;
    },
  };
}

/** Set once, taken once. */
function createFlag() {
  let isSet = false;
  let wake = (): void => {};
  const take = (): boolean => {
    const was = isSet;
    isSet = false;
    return was;
  };
  return {
    set(value: boolean): void {
      isSet = value;
      if (value) wake();
    },
    take,
    /** Takes it when it is set; false: told to stop before. */
    async until(stop: AbortSignal): Promise<boolean> {
      while (!stop.aborted) {
        if (take()) return true;
        await new Promise<void>((resolve) => {
          wake = resolve;
          stop.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      return false;
    },
  };
}

interface LookWatch {
  readonly onProgress: (progress: DetectProgress) => void;
  /** When more came in since it was asked last; false: told to stop before. */
  readonly untilFresh: (stop: AbortSignal) => Promise<boolean>;
}

/** One pass after the other, with what the one before left in memory; tells what each found. */
function createLook({ store, news, onPass }: DetectionParts): (watch: LookWatch) => Promise<void> {
  const rules = createRuleCache(store);
  const found = createFoundNews({ ...news, store });
  const memory = new PassMemory();
  return async ({ onProgress, untilFresh }) => {
    await found.begin();
    // Whoever waits for a finding of a rule need not wait for the rest of the pass.
    const onRules = (): Promise<void> => found.tellFindings();
    const settings = { ...SETTINGS, rules: await rules(), memory, onRules, untilFresh };
    const report = await runDetect(store, settings, onProgress);
    if (report.from === null) return;
    onPass();
    await found.tellFindings();
    await found.tellIncidents();
    news.tell({ event: "detection", data: toDetectionJson(report) });
  };
}

async function describeProgress(store: Store, state: State, failure: string | null): Promise<object> {
  const { lookedAt, inputsWaiting, eventsWaiting } = await readLooked(store);
  const progress = state.state === "running" ? state.progress : null;
  return {
    state: state.state,
    step: progress?.step ?? null,
    share: progress?.share ?? null,
    finished_at: lookedAt === null ? null : new Date(lookedAt).toISOString(),
    inputs_waiting: inputsWaiting,
    events_waiting: eventsWaiting,
    failure,
  };
}

/** Rules are read again when the last reading is so old, or somebody changed one: it takes longer than looking at a few events. */
const RULES_FRESH_MS = 60_000;

function createRuleCache(store: Store): () => Promise<ScanRules> {
  let loaded: { readonly rules: ScanRules; readonly at: number; readonly revision: number } | null = null;
  return async () => {
    const now = performance.now();
    const revision = await store.rules.readRevision();
    if (loaded === null || loaded.revision !== revision || now - loaded.at > RULES_FRESH_MS)
      loaded = { rules: await loadStoreRules(store, SETTINGS), at: now, revision };
    return loaded.rules;
  };
}

/** As `gait detect` without options. */
const SETTINGS = { moreRules: [], onlyRules: null, withModels: true, threads: null } as const;

const toDetectionJson = ({ inputs, events, findings, incidents, from }: DetectReport): object => ({
  from,
  inputs,
  events,
  findings,
  incidents,
});
