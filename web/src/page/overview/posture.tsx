import type { ReactNode } from "react";
import { formatBytes, formatCount, formatShare, formatShort } from "../../part/format.ts";
import { SEVERITIES, SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./overview-page.module.css";
import type { Overview } from "./use-overview.ts";

/** The figures that say how it stands; each leads to what it counts. */
export function Posture({ overview }: { readonly overview: Overview }) {
  const figures = hasBefore(overview) ? overview : withoutBefore(overview);
  return (
    <section className={styles["posture"]} aria-label="In figures">
      <Figure label="Incidents" to="/incidents" value={figures.incidents} format={formatCount}>
        <Severities counts={figures.incidents?.by_severity ?? null} />
      </Figure>
      <Figure label="Findings" to="/findings" value={figures.findings} format={formatCount}>
        <Severities counts={figures.findings?.by_severity ?? null} />
      </Figure>
      <Figure label="Actors" to="/actors" value={figures.actors} format={formatCount} />
      <Figure label="Events" value={figures.events} format={formatShort} />
      <Figure label="Failed calls" value={figures.failures} format={formatShort} />
      <Figure label="Taken out" value={figures.bytes_out} format={formatBytes} />
      <Figure label="Alerts sent" value={figures.alerts} format={formatCount} />
    </section>
  );
}

/** Whether the stretch before is stored as a whole: a part of it says nothing. */
function hasBefore({ from, to, stored }: Overview): boolean {
  if (from === null || to === null || stored.first_time === null) return false;
  return Date.parse(stored.first_time) <= 2 * Date.parse(from) - Date.parse(to) + SLACK_MS;
}

const SLACK_MS = 86_400_000;

type Figures = Pick<
  Overview,
  "incidents" | "findings" | "actors" | "events" | "failures" | "bytes_out" | "alerts"
>;

function withoutBefore(overview: Overview): Figures {
  const clear = <T extends { readonly before: number | null } | null>(figure: T) =>
    figure === null ? figure : { ...figure, before: null };
  const { incidents, findings, actors, events, failures, bytes_out, alerts } = overview;
  return {
    incidents: clear(incidents),
    findings: clear(findings),
    actors: clear(actors),
    events: clear(events),
    failures: clear(failures),
    bytes_out: clear(bytes_out),
    alerts: clear(alerts),
  };
}

interface FigureProps {
  readonly label: string;
  readonly to?: string;
  /** Null: nothing was ever looked at. */
  readonly value: { readonly count: number; readonly before: number | null } | null;
  readonly format: (value: number) => string;
  readonly children?: ReactNode;
}

function Figure({ label, to, value, format, children }: FigureProps) {
  return (
    <div className={styles["figure"]}>
      <div className={styles["label"]}>{to === undefined ? label : <PageLink to={to}>{label}</PageLink>}</div>
      <div className={styles["number"]}>{value === null ? "–" : format(value.count)}</div>
      {value === null ? (
        <div className={styles["small"]}>not looked at yet</div>
      ) : (
        <Change {...value} format={format} />
      )}
      {children}
    </div>
  );
}

/** Against the stretch of the same length before. */
function Change({ count, before, format }: NonNullable<FigureProps["value"]> & Pick<FigureProps, "format">) {
  if (before === null || before === 0) return null;
  const change = count / before - 1;
  if (Math.abs(change) < 0.005) return <div className={styles["small"]}>as before</div>;
  return (
    <div className={styles["small"]} title={`${format(before)} in the stretch of the same length before`}>
      {change > 0 ? "▲" : "▼"} {formatShare(Math.abs(change))} {change > 0 ? "above" : "below"} the time
      before
    </div>
  );
}

function Severities({ counts }: { readonly counts: Readonly<Record<string, number>> | null }) {
  if (counts === null) return null;
  const shown = SEVERITIES.toReversed().filter((one) => (counts[one] ?? 0) > 0 && one !== "info");
  return (
    <div className={styles["severities"]}>
      {shown.map((one) => (
        <span key={one} title={`${SEVERITY_WORDS[one]}: ${counts[one]}`}>
          <SeverityShape severity={one} size={10} />
          <span className="unseen">{SEVERITY_WORDS[one]}</span> {formatCount(counts[one] ?? 0)}
        </span>
      ))}
    </div>
  );
}
