import { type Counted, SEVERITY_SERIES, toBuckets, useHistogram } from "../client/use-counts.ts";
import { toRangeText } from "../time-range/range.ts";
import { useSetTimeRange } from "../time-range/use-time-range.ts";
import { ExportMenu } from "./export-menu.tsx";
import { Histogram, type Series } from "./histogram.tsx";
import { QueryPanel } from "./query-panel.tsx";

export interface CountHistogramProps extends Counted {
  readonly title: string;
  /** A field to stack by; `severity` has its own colours. */
  readonly by?: string;
  readonly height?: number;
}

const EVENTS: readonly Series[] = [{ key: "none", label: "Events", colour: "var(--series-1)" }];

/** How much there was over the range of time; drawing over it narrows the range. */
export function CountHistogram({ title, height, ...counted }: CountHistogramProps) {
  const query = useHistogram(counted);
  const setRange = useSetTimeRange();
  const buckets = query.data === undefined ? [] : toBuckets(query.data);
  return (
    <QueryPanel
      title={title}
      query={query}
      aside={
        <ExportMenu
          name={`${counted.subject}-over-time`}
          rows={() => buckets.map(({ from, counts }) => ({ from: new Date(from).toISOString(), ...counts }))}
        />
      }
      whenEmpty={({ total }) =>
        total.some((count) => count > 0)
          ? null
          : { kind: "empty", text: "Nothing in this range.", next: "Choose a longer one, or another filter." }
      }
    >
      {() => (
        <Histogram
          label={title}
          buckets={buckets}
          series={counted.by === "severity" ? SEVERITY_SERIES : EVENTS}
          onBrush={({ from, to }) => setRange(toRangeText(from, to))}
          {...(height === undefined ? {} : { height })}
        />
      )}
    </QueryPanel>
  );
}
