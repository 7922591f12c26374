import { setTimeout as wait } from "node:timers/promises";
import type { DetectionPort, News } from "../../api/index.ts";
import type { DetectProgress, DetectReport } from "../../cli/detect.ts";
import { GaitError, toIncidentId } from "../../domain/index.ts";
import { toFindingJson, toIncidentJson } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";
import { runDetect } from "../detect/run-detect.ts";
import { readLooked } from "../findings/asked-store.ts";
import { loadStoreRules } from "../rules/store-rules.ts";
import type { ScanRules } from "../scan/scan-rules.ts";
import type { NewsExchange } from "./together/news-exchange.ts";
import type { WorkQueue } from "./work-queue.ts";

/** How long the first of several uploads waits for the next. */
const GATHER_MS = 200;
/** Findings and incidents of one pass that are told one by one; the pass itself tells how many there were. */
const TOLD_MAX = 200;

export interface BackgroundDetection extends DetectionPort {
  /** No pass begins any more. */
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

type State =
  | { readonly state: "idle" | "waiting" }
  | { readonly state: "running"; readonly progress: DetectProgress | null };

/** Passes over what came in, one at a time, and one more when something came meanwhile. */
export function createBackgroundDetection({
  store,
  queue,
  news,
  onFailure,
  onPass,
}: DetectionParts): BackgroundDetection {
  const { tell } = news;
  const rules = createRuleCache(store);
  let state: State = { state: "idle" };
  let failure: string | null = null;
  let isStopped = false;
  let isWantedAgain = false;
  const pass = async (): Promise<void> => {
    state = { state: "running", progress: null };
    const before = news.mayBeHeard() ? await readIds(store) : null;
    const report = await runDetect(store, { ...SETTINGS, rules: await rules() }, (progress) => {
      state = { state: "running", progress };
    });
    if (report.from === null) return;
    onPass();
    if (before !== null) for (const found of await readNews(store, before)) tell(found);
    tell({ event: "detection", data: toDetectionJson(report) });
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
    listen: news.listen,
    stop() {
      isStopped = true;
    },
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

interface KnownIds {
  readonly findings: ReadonlySet<string>;
  readonly incidents: ReadonlySet<string>;
}

async function readIds(store: Store): Promise<KnownIds> {
  const findings = new Set<string>();
  for await (const heads of store.findings.streamHeads({})) for (const { id } of heads) findings.add(id);
  const incidents = new Set<string>();
  for await (const page of store.incidents.stream({}))
    for (const { incident } of page) incidents.add(incident.id);
  return { findings, incidents };
}

async function readNews(store: Store, before: KnownIds): Promise<readonly News[]> {
  const after = await readIds(store);
  const news: News[] = [];
  for (const id of [...after.findings].filter((one) => !before.findings.has(one)).slice(0, TOLD_MAX)) {
    const found = await store.findings.find(id);
    if (found !== null) news.push({ event: "finding", data: toFindingJson(found.finding) });
  }
  for (const id of [...after.incidents].filter((one) => !before.incidents.has(one)).slice(0, TOLD_MAX)) {
    const found = await store.incidents.find(toIncidentId(id));
    if (found !== null) news.push({ event: "incident", data: toIncidentJson(found.incident) });
  }
  return news;
}

const toDetectionJson = ({ inputs, events, findings, incidents, from }: DetectReport): object => ({
  from,
  inputs,
  events,
  findings,
  incidents,
});
