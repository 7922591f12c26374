import type { DetectionPort } from "../../api/index.ts";
import type { DetectReport } from "../../cli/detect.ts";
import type { Store } from "../../store/index.ts";
import { PassMemory } from "../detect/pass-memory.ts";
import { runDetect } from "../detect/run-detect.ts";
import { readLooked } from "../findings/asked-store.ts";
import { loadStoreRules } from "../rules/store-rules.ts";
import type { ScanRules } from "../scan/scan-rules.ts";
import { createFoundNews } from "./found-news.ts";
import { createPassTurns, type LookWatch, type TurnState } from "./pass-turns.ts";
import type { NewsExchange } from "./together/news-exchange.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface BackgroundDetection extends DetectionPort {
  /** Asks for a pass, soon; nobody waits for an answer. */
  wake(): void;
  /** The same after rules changed: a pass that still matches the rules of before breaks off. */
  wakeForRules(): void;
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

/** Passes over what came in, one at a time, and one more when something came meanwhile. */
export function createBackgroundDetection(parts: DetectionParts): BackgroundDetection {
  const { store, queue, news, onFailure } = parts;
  const turns = createPassTurns({ queue, look: createLook(parts), onFailure });
  const readProgress = () => describeProgress(store, turns.state(), turns.failure());
  return {
    readProgress,
    async request() {
      turns.request();
      return readProgress();
    },
    listen: (onNews) => news.listen(onNews),
    wake: () => turns.request(),
    wakeForRules: () => turns.requestAnew(),
    stop: () => turns.stop(),
  };
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

async function describeProgress(store: Store, state: TurnState, failure: string | null): Promise<object> {
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
