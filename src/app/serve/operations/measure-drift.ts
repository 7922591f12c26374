import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { DriftPort, TrainingPort } from "../../../api/index.ts";
import { GaitError } from "../../../domain/index.ts";
import type { BackgroundJob, Store } from "../../../store/index.ts";

const measured = z.object({
  level: z.string(),
  verdict: z.string(),
  features: z.array(z.object({ feature: z.string(), level: z.string(), psi: z.number() })),
});
export type MeasuredDrift = z.output<typeof measured>;

const NOT_MEASURED: MeasuredDrift = { level: "not-looked", verdict: "it was cancelled", features: [] };
const started = z.object({ id: z.string() });
const POLL_MS = 500;

/** What the schedule learns from: as many events as one learns from at once by default. */
const TRAINING = {
  source: "stored",
  preset: null,
  rows: 50_000,
  seed: 42,
  trees: null,
  contamination: null,
  isTuned: false,
  from: null,
  isActivated: true,
  by: "schedule",
} as const;

/** Has models learn in a job like one that somebody starts, and waits for it. */
export async function trainStored({
  store,
  training,
}: {
  readonly store: Store;
  readonly training: TrainingPort;
}): Promise<string> {
  const { id } = started.parse(await training.train(TRAINING));
  const job = await waitFor(store, id);
  if (job?.state !== "done") throw new GaitError(job?.problem ?? CANCELLED);
  return `learned: ${JSON.stringify(job.result).slice(0, 300)}`;
}

const CANCELLED = { code: "SERVE_JOB_CANCELLED", status: 409, text: "The job was cancelled.", remedy: "" };

/** A job that has ended; null: it is there no more. */
async function waitFor(store: Store, id: string): Promise<BackgroundJob | null> {
  for (;;) {
    const job = await store.background.find(id);
    if (job === null || job.state === "done" || job.state === "failed" || job.state === "cancelled")
      return job;
    await wait(POLL_MS, null, { ref: false });
  }
}

/** Has drift measured in a job like one that somebody starts, and waits for it. */
export async function measureDrift(
  { store, drift }: { readonly store: Store; readonly drift: DriftPort },
  days: number,
): Promise<MeasuredDrift> {
  const { id } = started.parse(await drift.check({ days, by: "schedule" }));
  const job = await waitFor(store, id);
  if (job?.state === "done") return measured.parse(job.result);
  return { ...NOT_MEASURED, verdict: job?.problem?.text ?? NOT_MEASURED.verdict };
}
