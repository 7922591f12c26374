import { DAY_MS, toEpochMs } from "../../domain/index.ts";
import type { Part } from "../answer/answer.ts";
import { countOf, type Draft, listOf, strong, tell, toColumns, value, words } from "../answer/draft.ts";
import { type HourDetail, lookAtHours, lookAtTrend, type Trend } from "../look/times.ts";
import {
  type Answerer,
  type Asked,
  during,
  periodOf,
  tellFinding,
  tellSeverities,
  toBounded,
  use,
} from "./asked.ts";

const WEEK_MS = 7 * DAY_MS;

/** More or less than before, day by day. */
export const answerTrend: Answerer = async (asked) => {
  const { queries, span, asOf, draft, slots } = asked;
  const end = toEpochMs(asOf + 1);
  const period =
    slots.period === null ? { from: toEpochMs(end - WEEK_MS), to: end } : toBounded(asked, slots.period);
  const trend = use(asked, await lookAtTrend(queries, { period, firstAt: span.firstAt }));
  const text = slots.period === null ? tell` in the last 7 days` : during(asked);
  draft.paragraph([
    ...tell`${countOf(trend.findings, "finding")} (${tellSeverities(trend.bySeverity)}) on ${countOf(trend.events, "event")}`,
    ...text,
    ...tellChange(trend),
  ]);
  const { busiest, steps, moved } = trend;
  draft.points([
    ...(busiest === null
      ? []
      : [
          tell`Most findings on ${new Date(busiest.at).toISOString().slice(0, 10)}: ${busiest.findings}, with ${countOf(busiest.events, "event")}`,
        ]),
    ...(steps.length > 1
      ? [
          tell`On average ${Math.round((10 * trend.findings) / steps.length) / 10} findings a day over ${countOf(steps.length, "day")}`,
        ]
      : []),
    ...moved.map(
      ({ detector, now, before }) =>
        tell`${now > before ? "More" : "Fewer"} of “${detector}”: ${now}, before ${before}`,
    ),
  ]);
  drawTrend(draft, trend);
  draft.suggest(
    "What are the main security concerns right now?",
    "and last week?",
    "Which users pose the highest risk?",
  );
};

function drawTrend(draft: Draft, { steps, busiest }: Trend): void {
  draft.table({
    title: "Day by day",
    columns: toColumns({
      "day (UTC)": "text",
      findings: "number",
      critical: "number",
      high: "number",
      events: "number",
    }),
    rows: steps.map(({ at, findings, bySeverity, events }) => ({
      cells: [
        new Date(at).toISOString().slice(0, 10),
        findings,
        bySeverity.critical,
        bySeverity.high,
        events,
      ],
      link: null,
    })),
  });
  draft.chart({
    title: "Findings a day",
    unit: "findings",
    points: steps.map(({ at, findings }) => ({
      label: new Date(at).toISOString().slice(5, 10),
      value: findings,
    })),
    marked: busiest === null ? null : new Date(busiest.at).toISOString().slice(5, 10),
  });
}

function tellChange({ findings, events, before }: Trend): readonly Part[] {
  if (before === null) return tell`. The data do not reach back far enough to compare with the time before.`;
  const change = findings - before.findings;
  const share = before.findings === 0 ? null : Math.round((100 * Math.abs(change)) / before.findings);
  const direction = change === 0 ? "as many as" : `${Math.abs(change)} ${change > 0 ? "more" : "fewer"} than`;
  return [
    words(": "),
    strong(direction),
    ...tell` in as long a time before (${countOf(before.findings, "finding")} on ${countOf(before.events, "event")})`,
    ...(share === null || change === 0 ? [] : tell`, ${share}% ${change > 0 ? "up" : "down"}`),
    ...tellRate(findings / Math.max(events, 1), before.findings / Math.max(before.events, 1)),
    words("."),
  ];
}

/** Whether there is more because there is more going on. */
function tellRate(now: number, before: number): readonly Part[] {
  const show = (rate: number): number => Math.round(rate * 100_000) / 10;
  return tell`; per 10,000 events ${show(now)}, before ${show(before)}`;
}

const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** Whether it stands out, and against what. */
function tellHour(asked: Asked, hour: HourDetail, findings: readonly number[]): readonly Part[] {
  const usual = Math.round(hour.usual * 10) / 10;
  const peak = findings.indexOf(Math.max(...findings));
  const times = hour.usual === 0 ? null : Math.round((10 * hour.findings) / hour.usual) / 10;
  return [
    ...(hour.isSpike
      ? [
          ...tell`At ${clock(hour.hour)} UTC there is a spike`,
          ...during(asked),
          ...tell`: ${countOf(hour.findings, "finding")}, where the other hours have ${usual} on average${times === null ? "" : ` (${times} times as many)`}.`,
        ]
      : [
          ...tell`There is no spike at ${clock(hour.hour)} UTC`,
          ...during(asked),
          ...tell`: ${countOf(hour.findings, "finding")}, where the other hours have ${usual} on average. Most begin at ${clock(peak)} UTC: ${findings[peak] ?? 0}.`,
        ]),
    ...tell` It is number ${hour.rank} of 24 hours, with ${countOf(hour.events, "event")}.`,
  ];
}

/** What, who and when, each in a line. */
const tellCauses = (draft: Draft, hour: HourDetail): readonly (readonly Part[])[] => [
  ...(hour.detectors.length === 0
    ? []
    : [
        [
          words("What is found: "),
          ...listOf(hour.detectors.map(({ value: title, count }) => tell`${title} (${count})`)),
        ],
      ]),
  ...(hour.people.length === 0
    ? []
    : [
        [
          words("Who is behind it: "),
          ...listOf(
            hour.people.map(({ id, name, findings: count }) => [
              value(name),
              draft.cite("actor", id, name),
              ...tell` (${count})`,
            ]),
          ),
        ],
      ]),
  ...(hour.days.length === 0
    ? []
    : [
        [
          words("On which days: "),
          ...listOf(hour.days.map(({ value: day, count }) => tell`${day} (${count})`)),
        ],
      ]),
];

/** When in the day, and what makes an hour stand out. */
export const answerHours: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const { findings, hour } = use(
    asked,
    await lookAtHours(queries, { period: periodOf(asked), hour: slots.hours?.[0] ?? null }),
  );
  if (hour === null) {
    draft.paragraph([...tell`Nothing was found`, ...during(asked), ...tell`, at no hour.`]);
    draft.suggest("What was not looked at?");
    return;
  }
  draft.paragraph(tellHour(asked, hour, findings));
  draft.points(tellCauses(draft, hour));
  if (hour.worst.length > 0) {
    draft.heading("The worst at this hour");
    draft.points(
      hour.worst.map((finding) => tellFinding(asked, finding)),
      true,
    );
  }
  draft.note("Hours are UTC; a finding counts at the hour in which its evidence begins.");
  draft.chart({
    title: "Findings by hour of the day (UTC)",
    unit: "findings",
    points: findings.map((count, one) => ({ label: String(one).padStart(2, "0"), value: count })),
    marked: String(hour.hour).padStart(2, "0"),
  });
  draft.show("finding", hour.worst);
  const who = hour.people[0]?.name;
  draft.suggest(
    "Why?",
    ...(who === undefined ? [] : [`Investigate ${who}`]),
    `What about ${clock((hour.hour + 12) % 24)}?`,
  );
};
