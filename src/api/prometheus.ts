import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { type Clock, SEVERITIES } from "../domain/index.ts";
import type { Gauges, HealthPort } from "./ports.ts";

/** Figures in Prometheus' text format. */
export interface Prometheus {
  readonly contentType: string;
  noteRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
  }): void;
  notePredictions(counts: { readonly predictions: number; readonly anomalies: number }): void;
  read(): Promise<string>;
}

/** What is stored is counted again after this time at the earliest. */
const GAUGES_FRESH_MS = 15_000;
/** Accounts with gauges of their own. */
const ACCOUNTS_MAX = 500;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createPrometheus(health: HealthPort, clock: Clock): Prometheus {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "gait_http_request_seconds",
    help: "Time of answers by path and status",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  const predictions = new Counter({
    name: "gait_predictions_total",
    help: "Actions that were judged since the start",
    labelNames: ["verdict"],
    registers,
  });
  const gauges = createGauges(registry);
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    contentType: registry.contentType,
    noteRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status: String(status) }, ms / 1000),
    notePredictions: ({ predictions: total, anomalies }) => {
      predictions.inc({ verdict: "anomaly" }, anomalies);
      predictions.inc({ verdict: "normal" }, total - anomalies);
    },
    async read() {
      if (clock.now() - readAt >= GAUGES_FRESH_MS) {
        readAt = clock.now();
        gauges.set(await health.readGauges());
      }
      return registry.metrics();
    },
  };
}

function createGauges(registry: Registry) {
  const registers = [registry];
  const events = new Gauge({ name: "gait_events_stored", help: "Events in the store", registers });
  const findings = new Gauge({
    name: "gait_findings_stored",
    help: "Findings in the store by severity",
    labelNames: ["severity"],
    registers,
  });
  const waiting = new Gauge({
    name: "gait_detection_inputs_waiting",
    help: "Inputs that no pass has looked at yet",
    registers,
  });
  const looked = new Gauge({
    name: "gait_detection_finished_timestamp_seconds",
    help: "When a pass finished last; 0: never",
    registers,
  });
  const state = createStateGauges(registers);
  return {
    set(read: Gauges): void {
      state.set(read);
      events.set(read.events);
      for (const severity of SEVERITIES) findings.set({ severity }, read.findings[severity]);
      waiting.set(read.inputsWaiting);
      looked.set((read.lookedAt ?? 0) / 1000);
    },
  };
}

/** Of models, alerts and accounts: what is gone is no longer told of. */
function createStateGauges(registers: readonly Registry[]) {
  const own = [...registers];
  const pass = new Gauge({
    name: "gait_detection_pass_seconds",
    help: "How long the last pass took",
    registers: own,
  });
  const models = new Gauge({
    name: "gait_model_created_timestamp_seconds",
    help: "When the active model was made",
    labelNames: ["model"],
    registers: own,
  });
  const deliveries = new Gauge({
    name: "gait_alert_deliveries",
    help: "Deliveries of alerts by state",
    labelNames: ["state"],
    registers: own,
  });
  const heard = new Gauge({
    name: "gait_account_last_event_timestamp_seconds",
    help: "When an account's logs said something last",
    labelNames: ["account"],
    registers: own,
  });
  const silent = new Gauge({
    name: "gait_account_silent",
    help: "1: an account has been silent for longer than is usual for it",
    labelNames: ["account"],
    registers: own,
  });
  return {
    set(read: Gauges): void {
      for (const gauge of [models, deliveries, heard, silent]) gauge.reset();
      pass.set(read.passSeconds ?? 0);
      for (const [model, at] of Object.entries(read.models)) models.set({ model }, at / 1000);
      for (const [one, count] of Object.entries(read.deliveries)) deliveries.set({ state: one }, count);
      for (const { account, lastAt, isSilent } of read.accounts.slice(0, ACCOUNTS_MAX)) {
        heard.set({ account }, lastAt / 1000);
        silent.set({ account }, isSilent ? 1 : 0);
      }
    },
  };
}
