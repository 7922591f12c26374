import { formatPlural } from "../../part/format.ts";
import { Histogram, type Series } from "../../part/histogram.tsx";

const DAY_MS = 86_400_000;
const FINDINGS: readonly Series[] = [{ key: "findings", label: "Findings", colour: "var(--series-1)" }];

export interface DayBarsProps {
  readonly label: string;
  readonly days: readonly { readonly day: string; readonly findings: number }[];
}

/** Findings day by day; the same numbers stand in a table below. */
export const DayBars = ({ label, days }: DayBarsProps) => (
  <Histogram
    label={`${label}: ${formatPlural(
      days.reduce((sum, { findings }) => sum + findings, 0),
      "finding",
    )} in ${formatPlural(days.length, "day")}`}
    height={110}
    series={FINDINGS}
    buckets={days.map(({ day, findings }) => {
      const from = Date.parse(`${day}T00:00:00Z`);
      return { from, to: from + DAY_MS, counts: { findings } };
    })}
  />
);
