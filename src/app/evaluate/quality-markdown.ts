import type { QualityReport } from "../../cli/evaluate-port.ts";

/** A report of one generated company. */
export interface SeedReport {
  readonly seed: number;
  readonly report: QualityReport;
}

const NONE = "–";
const ofNumber = (value: number | null, digits = 2): string =>
  value === null ? NONE : value.toFixed(digits);
const HOUR_MS = 3_600_000;

/** Tables for documents: all seeds side by side. */
export function toQualityMarkdown(reports: readonly SeedReport[]): string {
  return `${[
    toSummaryTable(reports),
    "### Attacks",
    "The place of the incident that tells each among all incidents, and how long after its first event the first finding spoke.",
    toStoryTable(reports),
    "### What only looks like an attack",
    "The place of the worst incident about it; a dash where nothing was said.",
    toDecoyTable(reports),
    "### What each family of detectors adds",
    "The same findings with one family left out, put together and ranked again.",
    toFamilyTable(reports),
  ].join("\n\n")}\n`;
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, place) => (place === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

function toSummaryTable(reports: readonly SeedReport[]): string {
  const row = (name: string, toCell: (report: QualityReport) => string): readonly string[] => [
    name,
    ...reports.map(({ report }) => toCell(report)),
  ];
  const baseline =
    (name: string) =>
    ({ baselines }: QualityReport): string =>
      ofNumber(baselines.find((one) => one.name === name)?.ranking.averagePrecision ?? null, 4);
  const interval = ({ ranking }: QualityReport): string =>
    ranking.interval === null
      ? ""
      : ` (${ofNumber(ranking.interval.low)} to ${ofNumber(ranking.interval.high)})`;
  return toTable(
    ["", ...reports.map(({ seed }) => `seed ${seed}`)],
    [
      row("events", ({ events }) => events.toLocaleString("en")),
      row("events of attacks", ({ attackEvents }) => attackEvents.toLocaleString("en")),
      row("attacks told by an incident", ({ summary }) => `${summary.told} of ${summary.stories}`),
      row("of these among the first 10 incidents", ({ summary }) => String(summary.within10)),
      row("of these among the first 15 incidents", ({ summary }) => String(summary.within15)),
      row("decoys below the median attack", ({ summary }) => `${Math.round(100 * summary.decoysBelow)}%`),
      row("alerts a day (incidents of high or above)", ({ alerts }) => ofNumber(alerts.alertsPerDay)),
      row("of these, not about an attack", ({ alerts }) => ofNumber(alerts.falseAlertsPerDay)),
      row(
        "ordinary events cited by findings of high or above",
        ({ alerts }) => `${(100 * alerts.benignShareHigh).toFixed(3)}%`,
      ),
      row(
        "PR-AUC of event ranking",
        (report) => `${ofNumber(report.ranking.averagePrecision, 3)}${interval(report)}`,
      ),
      row("the same, reference forest on nine columns", baseline("reference-forest")),
      row("the same, events at random", baseline("random")),
      row("the same, doing nothing", baseline("do-nothing")),
    ],
  );
}

const namesOf = (
  reports: readonly SeedReport[],
  toNames: (report: QualityReport) => readonly string[],
): string[] => [...new Set(reports.flatMap(({ report }) => toNames(report)))].sort();

function toStoryTable(reports: readonly SeedReport[]): string {
  const names = namesOf(reports, ({ stories }) => stories.map(({ name }) => name));
  return toTable(
    ["attack", ...reports.map(({ seed }) => `seed ${seed}`)],
    names.map((name) => [
      name,
      ...reports.map(({ report }) => {
        const story = report.stories.find((one) => one.name === name);
        if (story === undefined) return NONE;
        const rank = story.rank === null ? "not told" : String(story.rank);
        return story.detectedAfterMs === null ? rank : `${rank}, ${toDelay(story.detectedAfterMs)}`;
      }),
    ]),
  );
}

function toDelay(ms: number): string {
  if (ms < HOUR_MS) return `${Math.ceil(ms / 60_000)} min`;
  return ms < 48 * HOUR_MS ? `${(ms / HOUR_MS).toFixed(1)} h` : `${(ms / (24 * HOUR_MS)).toFixed(1)} d`;
}

function toDecoyTable(reports: readonly SeedReport[]): string {
  const names = namesOf(reports, ({ decoys }) => decoys.map(({ name }) => name));
  const median = ["median attack", ...reports.map(({ report }) => String(report.summary.medianRank ?? NONE))];
  return toTable(
    ["no attack", ...reports.map(({ seed }) => `seed ${seed}`)],
    [
      ...names.map((name) => [
        name,
        ...reports.map(({ report }) => String(report.decoys.find((one) => one.name === name)?.rank ?? NONE)),
      ]),
      median,
    ],
  );
}

function toFamilyTable(reports: readonly SeedReport[]): string {
  const families = ["nothing", ...(reports[0]?.report.without.map(({ family }) => family) ?? [])];
  const mean = (
    family: string,
    toValue: (summary: QualityReport["summary"]) => number | null,
  ): number | null => {
    const values = reports.flatMap(({ report }) => {
      const summary =
        family === "nothing" ? report.summary : report.without.find((one) => one.family === family)?.summary;
      return summary === undefined ? [] : (toValue(summary) ?? []);
    });
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return toTable(
    [
      "left out",
      "attacks told",
      "among the first 10",
      "median place",
      "decoys below",
      "PR-AUC",
      "alerts a day",
    ],
    families.map((family) => [
      family,
      ofNumber(
        mean(family, ({ told }) => told),
        1,
      ),
      ofNumber(
        mean(family, ({ within10 }) => within10),
        1,
      ),
      ofNumber(
        mean(family, ({ medianRank }) => medianRank),
        1,
      ),
      `${ofNumber(100 * (mean(family, ({ decoysBelow }) => decoysBelow) ?? 0), 0)}%`,
      ofNumber(
        mean(family, ({ averagePrecision }) => averagePrecision),
        3,
      ),
      ofNumber(mean(family, ({ alertsPerDay }) => alertsPerDay)),
    ]),
  );
}
