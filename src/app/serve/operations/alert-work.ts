import type { News } from "../../../api/index.ts";
import { GaitError } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import type { Alerting } from "../../alert/open-channels.ts";
import { runDecision, runDeliveries } from "../../alert/run-alerts.ts";
import { createRepeater } from "./repeater.ts";

export interface AlertWork {
  /** Looks at the incidents as they are now, soon. */
  decide(): void;
  /** Delivers what is due, soon. */
  deliver(): void;
  /** Why it does not get on; null: it does. */
  readonly failure: () => string | null;
  /** What is being sent is finished or given up. */
  stop(): Promise<void>;
}

export interface AlertWorkParts {
  readonly store: Store;
  /** As the settings are now. */
  readonly open: () => Promise<Alerting>;
  readonly tell: (news: News) => void;
  readonly onFailure: (error: unknown) => void;
  readonly pace?: { readonly decideMs: number; readonly deliverMs: number };
}

/** How long what is being sent may take when the server stops. */
const STOP_MS = 3000;
/** Digests, reminders and verdicts need a look now and then, also when nothing came; so do other attempts. */
const PACE = { decideMs: 60_000, deliverMs: 5000 };

/**
 * Decides after each pass, and delivers beside it: a receiver that is slow keeps no decision back. What it does not get
 * to is in the outbox, and whoever comes next goes on with it.
 */
export function createAlertWork(parts: AlertWorkParts): AlertWork {
  const { store, open, tell, onFailure, pace = PACE } = parts;
  const stopped = new AbortController();
  const cut = new AbortController();
  let failure: string | null = null;
  const onError = (error: unknown): void => {
    failure = error instanceof GaitError ? error.report.text : "something that should not go wrong";
    if (!stopped.signal.aborted) onFailure(error);
  };
  const delivering = createRepeater({
    async work() {
      await runDeliveries(store, await open(), { stop: stopped.signal, cut: cut.signal });
      return undefined;
    },
    onFailure: onError,
    everyMs: pace.deliverMs,
  });
  const deciding = createRepeater({
    async work() {
      const alerts = await runDecision(store, await open());
      failure = null;
      for (const { alertId, version, kind, reason, severity, body } of alerts)
        tell({ event: "alert", data: { id: alertId, version, kind, reason, severity, title: body.title } });
      if (alerts.length > 0) delivering.request();
      return undefined;
    },
    onFailure: onError,
    everyMs: pace.decideMs,
  });
  return {
    decide: () => deciding.request(),
    deliver: () => delivering.request(),
    failure: () => failure,
    async stop() {
      stopped.abort();
      const late = setTimeout(() => cut.abort(), STOP_MS);
      await Promise.all([deciding.stop(), delivering.stop()]);
      clearTimeout(late);
    },
  };
}
