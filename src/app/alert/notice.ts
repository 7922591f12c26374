import { createHash } from "node:crypto";
import type { AlertBody, ToldReport } from "../../alert/index.ts";
import type { JsonObject, Severity } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import type { Alerting } from "./open-channels.ts";

/** Something that whoever runs Gait should know, beside incidents. */
export interface Notice {
  /** The same for the same thing: it is told once. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly notes: readonly string[];
  /** What it brings. */
  readonly report?: ToldReport;
}

/** Puts a notice into the outbox. False: it was told before, or there is no channel. */
export async function tellNotice(
  store: Store,
  { channels, clock }: Alerting,
  notice: Notice,
): Promise<boolean> {
  if (channels.length === 0) return false;
  const alertId = createHash("sha256").update(`notice\n${notice.key}`).digest("hex").slice(0, 24);
  const now = clock.now();
  const body: AlertBody = {
    alert_id: alertId,
    version: 1,
    kind: "notice",
    reason: "new",
    severity: notice.severity,
    at: new Date(now).toISOString(),
    title: notice.title,
    actors: [],
    tactics: [],
    incidents: [],
    incidents_total: 0,
    findings: [],
    findings_total: 0,
    notes: notice.notes,
    ...(notice.report === undefined ? {} : { report: notice.report }),
  };
  const added = await store.alerts.add([
    {
      alertId,
      version: 1,
      kind: "notice",
      reason: "new",
      severity: notice.severity,
      at: now,
      dueAt: now,
      subjects: { incidents: [], reminders: 0 },
      channels: channels.map(({ name }) => name),
      body: JSON.parse(JSON.stringify(body)) as JsonObject,
    },
  ]);
  return added > 0;
}
