import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { DriftPort } from "../../../api/index.ts";
import type { Store } from "../../../store/index.ts";

const measured = z.object({
  level: z.string(),
  verdict: z.string(),
  features: z.array(z.object({ feature: z.string(), level: z.string(), psi: z.number() })),
});
export type MeasuredDrift = z.output<typeof measured>;

const NOT_MEASURED: MeasuredDrift = { level: "not-looked", verdict: "it was cancelled", features: [] };
const started = z.object({ id: z.string() });
const POLL_MS = 500;

/** Has drift measured as anybody's job is, and waits for it. */
export async function measureDrift(
  { store, drift }: { readonly store: Store; readonly drift: DriftPort },
  days: number,
): Promise<MeasuredDrift> {
  const { id } = started.parse(await drift.check({ days, by: "schedule" }));
  for (;;) {
    const job = await store.background.find(id);
    if (job === null) return NOT_MEASURED;
    if (job.state === "done") return measured.parse(job.result);
    if (job.state === "failed" || job.state === "cancelled")
      return { ...NOT_MEASURED, verdict: job.problem?.text ?? NOT_MEASURED.verdict };
    await wait(POLL_MS, null, { ref: false });
  }
}
