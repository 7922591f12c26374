import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import { useZone } from "../time-range/zone.ts";
import { formatCount, formatShort, formatTime } from "./format.ts";
import styles from "./histogram.module.css";
import { useBrush } from "./use-brush.ts";

export interface Bucket {
  /** Milliseconds since 1970; half-open. */
  readonly from: number;
  readonly to: number;
  /** By the key of a series. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Series {
  readonly key: string;
  readonly label: string;
  /** A CSS colour, best a token. */
  readonly colour: string;
}

export interface HistogramProps {
  readonly label: string;
  /** Of one length, in order of time. */
  readonly buckets: readonly Bucket[];
  /** From below to above. */
  readonly series: readonly Series[];
  /** A stretch that was drawn with the pointer, in milliseconds. */
  readonly onBrush?: (range: { readonly from: number; readonly to: number }) => void;
  readonly height?: number;
}

const MARGIN = { top: 6, right: 4, bottom: 20, left: 36 } as const;
const TICK_EVERY_PX = 110;
/** A tick needs so much room at its right. */
const TICK_PX = 32;
/** From this length on ticks say days alone. */
const DAYS_FROM_MS = 4 * 86_400_000;

/** How many there were over time, stacked. Drawing over it chooses a range of time. The same numbers stand in a table below. */
export function Histogram(props: HistogramProps) {
  const { label, buckets, series, onBrush, height = 130 } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const inner = {
    width: Math.max(0, width - MARGIN.left - MARGIN.right),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const from = buckets[0]?.from ?? 0;
  const to = buckets.at(-1)?.to ?? 1;
  const brush = useBrush(inner, (start, end) =>
    onBrush?.({
      from: from + (start / inner.width) * (to - from),
      to: from + (end / inner.width) * (to - from),
    }),
  );
  return (
    <figure className={styles["figure"]} ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
            <Bars buckets={buckets} series={series} size={inner} />
            {onBrush !== undefined && <g ref={brush} className={styles["brush"]} />}
          </g>
        </svg>
      )}
      <Legend series={series} buckets={buckets} />
      <CountTable {...props} />
    </figure>
  );
}

interface BarsProps extends Pick<HistogramProps, "buckets" | "series"> {
  readonly size: { readonly width: number; readonly height: number };
}

function Bars({ buckets, series, size }: BarsProps) {
  const [zone] = useZone();
  const totals = useMemo(() => buckets.map((bucket) => sumCounts(bucket)), [buckets]);
  const top = niceTop(Math.max(1, ...totals));
  const step = size.width / Math.max(1, buckets.length);
  const tickEvery = Math.max(1, Math.ceil(TICK_EVERY_PX / Math.max(1, step)));
  const length = (buckets[0]?.to ?? 0) - (buckets[0]?.from ?? 0);
  const span = length * buckets.length;
  const style = span > DAYS_FROM_MS ? "day" : "minute";
  return (
    <>
      {(top % 2 === 0 ? [0, 0.5, 1] : [0, 1]).map((share) => (
        <g key={share} transform={`translate(0,${size.height * (1 - share)})`}>
          <line x2={size.width} className={styles["rule"]} />
          <text x={-6} dy="0.32em" textAnchor="end" className={styles["tick"]}>
            {formatShort(top * share)}
          </text>
        </g>
      ))}
      {buckets.map((bucket, index) => (
        <g key={bucket.from} transform={`translate(${index * step},0)`}>
          <Stack
            bucket={bucket}
            series={series}
            scale={size.height / top}
            width={Math.max(1, step - 1)}
            height={size.height}
          />
          {index % tickEvery === 0 && index * step <= size.width - TICK_PX && (
            <text x={0} y={size.height + 14} className={styles["tick"]}>
              {formatTime(bucket.from, style, zone).replace(/,? \d{4}$/, "")}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

interface StackProps {
  readonly bucket: Bucket;
  readonly series: readonly Series[];
  /** Pixels of one. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

function Stack({ bucket, series, scale, width, height }: StackProps) {
  let below = 0;
  return series.map(({ key, colour }) => {
    const count = bucket.counts[key] ?? 0;
    if (count === 0) return null;
    const tall = Math.max(1, count * scale);
    below += tall;
    return <rect key={key} y={height - below} width={width} height={tall} fill={colour} rx={1} />;
  });
}

const sumCounts = ({ counts }: Bucket): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** A round number at or above. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
}

function Legend({ series, buckets }: Pick<HistogramProps, "series" | "buckets">) {
  if (series.length < 2) return null;
  const shown = series.filter(({ key }) => buckets.some(({ counts }) => (counts[key] ?? 0) > 0));
  return (
    <ul className={styles["legend"]}>
      {shown.map(({ key, label, colour }) => (
        <li key={key}>
          <span style={{ background: colour }} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function CountTable({ label, buckets, series }: HistogramProps) {
  const [zone] = useZone();
  return (
    <details className={styles["twin"]}>
      <summary>As a table</summary>
      <div className={styles["rows"]}>
        <table>
          <caption className="unseen">{label}</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {series.map(({ key, label: name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.map((bucket) => (
              <tr key={bucket.from}>
                <th scope="row">{formatTime(bucket.from, "minute", zone)}</th>
                {series.map(({ key }) => (
                  <td key={key}>{formatCount(bucket.counts[key] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
