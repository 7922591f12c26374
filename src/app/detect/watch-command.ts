import { setTimeout as wait } from "node:timers/promises";
import type { WatchPort, WatchRequest, WatchTurn } from "../../cli/watch.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { type Alerting, openAlerting } from "../alert/open-channels.ts";
import { runAlerts, runDeliveries } from "../alert/run-alerts.ts";
import type { IngestSummary } from "../ingest/tally.ts";
import { type SeenFiles, takeChanged } from "../ingest/watched-files.ts";
import { openPlace } from "../open-place.ts";
import { runDetect } from "./run-detect.ts";

/** The watch command: take in, look and tell, again and again, with one open store. */
export const WATCH_PORT: WatchPort = {
  async watch(request, { stop, onTurn }) {
    const alerting = openAlerting();
    const store = await openPlace(request.place, { purpose: "watch" });
    const round: Round = { store, request, alerting, stop, seen: new Map(), decidedAt: null };
    try {
      for (;;) {
        onTurn(await look(round));
        if (request.once || stop.aborted) return;
        await waitUnlessStopped(request.intervalMs, stop);
        if (stop.aborted) return;
      }
    } finally {
      await store.close();
    }
  },
};

/** Digests, reminders and verdicts need a look at the incidents now and then, also when nothing came. */
const DECIDE_EVERY_MS = 60_000;

interface Round {
  readonly store: Store;
  readonly request: WatchRequest;
  readonly alerting: Alerting;
  readonly stop: AbortSignal;
  /** Marks of files as they were taken in. */
  readonly seen: SeenFiles;
  /** When it was last decided what to tell; null: not yet. */
  decidedAt: number | null;
}

async function look(round: Round): Promise<WatchTurn> {
  const { store, request, seen } = round;
  const at = SYSTEM_CLOCK.now();
  const { summary, problems } = await takeChanged(store, request.folders, seen);
  const place = { folder: store.folder, database: store.database };
  const ingest = summary === null ? { ...NOTHING_TAKEN, problems, ...place } : { ...summary, ...place };
  const { place: _, ...settings } = request;
  const detect = await runDetect(store, settings, () => {});
  const isNew = detect.from !== null;
  return { at, ingest, detect: isNew ? detect : null, alerts: await tell(round, { at, isNew }) };
}

async function tell(
  round: Round,
  { at, isNew }: { readonly at: number; readonly isNew: boolean },
): Promise<WatchTurn["alerts"]> {
  const { store, alerting, stop, decidedAt } = round;
  if (!isNew && decidedAt !== null && at - decidedAt < DECIDE_EVERY_MS)
    return runDeliveries(store, alerting, { stop });
  round.decidedAt = at;
  return runAlerts(store, alerting, { stop });
}

const NOTHING_TAKEN: Omit<IngestSummary, "problems"> = {
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

async function waitUnlessStopped(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(ms, null, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
