import { useNewest } from "../time-range/newest.tsx";
import { useZone } from "../time-range/zone.ts";
import { formatAgo, formatTime, type TimeStyle } from "./format.ts";

export interface TimeTextProps {
  /** ISO 8601, or milliseconds since 1970; null: not known. */
  readonly time: string | number | null;
  readonly style?: TimeStyle | "ago";
}

/** An instant in the reader's zone and language; ISO 8601 in UTC on hover. */
export function TimeText({ time, style = "minute" }: TimeTextProps) {
  const [zone] = useZone();
  const { now } = useNewest();
  const at = time === null ? Number.NaN : new Date(time).getTime();
  if (Number.isNaN(at)) return <span>never</span>;
  const iso = new Date(at).toISOString();
  const text = style === "ago" ? formatAgo(at, now) : formatTime(at, style, zone);
  return (
    <time dateTime={iso} title={iso}>
      {text}
    </time>
  );
}
