import {
  DAY_MS,
  type EpochMs,
  type ReportSubject,
  SEVERITIES,
  toDay,
  toEpochMs,
} from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { type Notice, tellNotice } from "../../alert/notice.ts";
import type { Alerting } from "../../alert/open-channels.ts";
import { keepReport, toReportsFolder } from "../../report/kept-reports.ts";
import { createReport } from "../../report/make-report.ts";
import { formatCount, formatSeverities } from "./daily-digest.ts";
import type { WorkParts } from "./work-parts.ts";

/** Writes the report that the settings name, keeps it, and tells of it where it can be told of. */
export async function sendReport({ store, clock, live, open, deliver }: WorkParts): Promise<string> {
  const settings = await live.read();
  const now = clock.now();
  const { "schedule.report_kind": kind, "schedule.report_days": days, "server.url": place } = settings;
  const period = toPeriod(now, days);
  const subject: ReportSubject = kind === "posture" ? { kind } : { kind: "period", ...period };
  const report = await createReport(store, subject, { format: "html", clock });
  const name = await keepReport(toReportsFolder(store.folder), report, { now });
  const notice = await toNotice(store, {
    name,
    place,
    about: kind === "posture" ? { from: null, to: now } : period,
  });
  const alerting = choose(await open(), settings["schedule.report_channels"]);
  const isNew = await tellNotice(store, alerting, notice);
  if (isNew) deliver();
  return isNew ? `kept as ${name}, and told of` : `kept as ${name}; there is no channel to tell of it`;
}

/** The whole days before this one. */
function toPeriod(now: EpochMs, days: number): { readonly from: EpochMs; readonly to: EpochMs } {
  const to = toDay(now) * DAY_MS;
  return { from: toEpochMs(to - days * DAY_MS), to: toEpochMs(to) };
}

/** A channel is named as it is listed, or all of its sort by the sort; none named means every one. */
const choose = (alerting: Alerting, names: readonly string[]): Alerting => ({
  ...alerting,
  channels: alerting.channels.filter(
    ({ name }) => names.length === 0 || names.includes(name) || names.includes(name.split(":", 1)[0]!),
  ),
});

interface Told {
  readonly name: string;
  /** Where people find the server; null: nobody said. */
  readonly place: string | null;
  readonly about: { readonly from: EpochMs | null; readonly to: EpochMs };
}

async function toNotice(store: Store, { name, place, about: { from, to } }: Told): Promise<Notice> {
  const span = { ...(from === null ? {} : { from }), to };
  const { total, bySeverity } = await store.incidents.count({ ...span, openOnly: true });
  const worst = [...SEVERITIES].reverse().find((one) => bySeverity[one] > 0) ?? "info";
  const path = `/api/v1/reports/kept/${name}`;
  const url = place === null ? null : new URL(path, place).href;
  const time =
    from === null ? `where things stand on ${toDate(to)}` : `${toDate(from)} to ${toDate(to - DAY_MS)}`;
  return {
    key: `report ${name}`,
    severity: worst,
    title: `report, ${time}: ${formatCount(total, "open incident")}`,
    notes: [
      ...(total === 0 ? [] : [`Open incidents: ${formatSeverities(bySeverity)}.`]),
      `The report is kept at the server: ${url ?? path}`,
      "A mail has it attached; it can be read without the server.",
    ],
    report: { file_name: name, url },
  };
}

const toDate = (at: number): string => new Date(at).toISOString().slice(0, 10);
