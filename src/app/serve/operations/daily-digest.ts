import { DAY_MS, type EpochMs, SEVERITIES, type Severity, toEpochMs } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import type { Notice } from "../../alert/notice.ts";
import { findGaps, formatSilence } from "../../gaps/find-gaps.ts";

/** What the last day brought, for whoever wants to read it every morning. */
export async function writeDailyDigest(
  store: Store,
  { now, gapHours }: { readonly now: EpochMs; readonly gapHours: number | null },
): Promise<Notice> {
  const period = { from: toEpochMs(now - DAY_MS), to: now };
  const events = await store.events.countEvents(period);
  const findings = await store.findings.count({ ...period, openOnly: true });
  const incidents = await store.incidents.count({ ...period, openOnly: true });
  const { deliveries } = await store.alerts.count();
  const { inputsWaiting } = await store.passes.readProgress();
  const silent = (await findGaps(store, { now, hours: gapHours })).filter(({ isSilent }) => isSilent);
  const worst = [...SEVERITIES].reverse().find((one) => incidents.bySeverity[one] > 0) ?? "info";
  const notes = [
    `${formatCount(events, "event")}, ${formatCount(findings.total, "finding")} and ${formatCount(incidents.total, "incident")} of the last 24 hours.`,
    ...(incidents.total === 0 ? [] : [`Incidents: ${formatSeverities(incidents.bySeverity)}.`]),
    ...(deliveries.dead === 0
      ? []
      : [`${formatCount(deliveries.dead, "delivery")} of alerts given up: gait alerts list --dead.`]),
    ...(inputsWaiting === 0 ? [] : [`${formatCount(inputsWaiting, "input")} not looked at yet.`]),
    ...silent.map(
      ({ account, silentMs }) => `No events from account ${account} for ${formatSilence(silentMs)}.`,
    ),
  ];
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    key: `digest ${day}`,
    severity: worst,
    title: `the day until ${new Date(now).toISOString().slice(0, 16).replace("T", " ")} UTC: ${formatCount(incidents.total, "incident")}`,
    notes,
  };
}

export const formatCount = (number: number, word: string): string =>
  `${number.toLocaleString("en")} ${number === 1 ? word : word.replace(/y$/, "ie").concat("s")}`;

export const formatSeverities = (bySeverity: Readonly<Record<Severity, number>>): string =>
  [...SEVERITIES]
    .reverse()
    .filter((one) => bySeverity[one] > 0)
    .map((one) => `${bySeverity[one]} ${one}`)
    .join(", ");
