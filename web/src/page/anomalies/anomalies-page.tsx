import { useMemo } from "react";
import { useActors } from "../../client/use-actors.ts";
import { useCounts, useFindingValues, useMeasures } from "../../client/use-statistics.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { BarList } from "../../part/bar-list.tsx";
import { cutText } from "../../part/cut-text.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { quoteValue } from "../../part/filter-text.ts";
import { formatCount, formatPlural } from "../../part/format.ts";
import { type Bucket, Histogram, type Series } from "../../part/histogram.tsx";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import type { PanelState } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { isSeverity, SEVERITIES, SEVERITY_WORDS, toSeverityColour } from "../../part/severity.ts";
import { useSetTimeRange } from "../../time-range/use-time-range.ts";
import { PageLink } from "../../url/page-link.tsx";
import { countryName } from "../map/country-name.ts";
import styles from "./anomalies-page.module.css";
import { HourChart } from "./hour-chart.tsx";
import { ScoreChart } from "./score-chart.tsx";
import { ScoreEvent } from "./score-event.tsx";

/** What was found as a whole: how strange, when, by whom, at which actions. */
export const AnomaliesPage = () => (
  <>
    <PageHead
      title="Anomalies"
      note="Everything that was found in the range, as a whole: how strange it is, when it happens, who does it, at which actions."
    />
    <div className={styles["grid"]}>
      <OverTime />
      <ScoreChart />
      <HourChart />
      <SuspiciousActors />
      <ByAction />
      <ByDetector />
      <ByCountry />
      <ScoreEvent />
    </div>
  </>
);

const NOTHING: Extract<PanelState, { kind: "empty" }> = {
  kind: "empty",
  text: "Nothing was found in this range.",
  next: "Choose a longer one, or see the models' opinion of an event below.",
};

const SERIES: readonly Series[] = SEVERITIES.map((severity) => ({
  key: severity,
  label: SEVERITY_WORDS[severity],
  colour: toSeverityColour(severity),
}));

function OverTime() {
  const counts = useCounts({ subject: "findings", by: "severity", buckets: 60, series: 5 });
  const setRange = useSetTimeRange();
  const buckets = useMemo(() => {
    const { data } = counts;
    if (data === undefined || data.from === null) return [];
    const start = Date.parse(data.from);
    return data.total.map((_, index): Bucket => {
      const from = start + index * data.step_ms;
      const entries = data.series.flatMap(({ value, counts: of }) =>
        value !== null && isSeverity(value) ? [[value, of[index] ?? 0] as const] : [],
      );
      return { from, to: from + data.step_ms, counts: Object.fromEntries(entries) };
    });
  }, [counts]);
  return (
    <QueryPanel
      title="Findings over time"
      note="Draw over it to choose a range."
      className={styles["wide"]}
      query={counts}
      aside={
        <ExportMenu
          name="findings-over-time"
          rows={() => buckets.map(({ from, counts: of }) => ({ from: new Date(from).toISOString(), ...of }))}
        />
      }
      whenEmpty={({ total }) => (total.some((count) => count > 0) ? null : NOTHING)}
    >
      {() => (
        <Histogram
          label="Findings over time by severity"
          buckets={buckets}
          series={SERIES}
          onBrush={({ from, to }) =>
            setRange({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
          }
        />
      )}
    </QueryPanel>
  );
}

const SHOWN = 10;

function SuspiciousActors() {
  const actors = useActors({ text: "", type: null, minLevel: null, order: "findings" });
  const shown = (actors.data?.pages[0]?.items ?? []).filter(({ findings }) => findings > 0).slice(0, SHOWN);
  return (
    <QueryPanel
      title="Suspicious actors"
      note="With the most findings of all time, of those who acted in the range; the number beside is their risk."
      query={actors}
      aside={
        <ExportMenu
          name="suspicious-actors"
          rows={() =>
            shown.map(({ id, name, findings, risk }) => ({ id, name, findings, risk: risk?.score ?? null }))
          }
        />
      }
      whenEmpty={() => (shown.length > 0 ? null : NOTHING)}
    >
      {() => (
        <BarList
          colour="var(--series-4)"
          bars={shown.map(({ id, name, type, findings, risk }) => ({
            key: id,
            label: <ActorLink id={id} name={name} type={type} />,
            value: findings,
            shown: formatPlural(findings, "finding"),
            note: risk === null ? undefined : `risk ${Math.round(risk.score)}`,
          }))}
        />
      )}
    </QueryPanel>
  );
}

function ByAction() {
  const measures = useMeasures({ by: "action", order: "findings", limit: SHOWN });
  const shown = (measures.data?.items ?? []).filter(({ findings }) => findings > 0);
  return (
    <QueryPanel
      title="By action"
      note="Actions on which most findings stand, beside how often they are done at all."
      query={measures}
      aside={<ExportMenu name="anomalies-by-action" rows={() => shown} />}
      whenEmpty={() => (shown.length > 0 ? null : NOTHING)}
    >
      {() => (
        <BarList
          colour="var(--series-2)"
          bars={shown.map(({ value, label, findings, events }) => ({
            key: value,
            label: (
              <PageLink to="/findings" query={{ q: `action:${quoteValue(value)}` }}>
                <LogText text={cutText(label ?? value, 80)} mono />
              </PageLink>
            ),
            value: findings,
            shown: formatPlural(findings, "finding"),
            note: `of ${formatCount(events)} events`,
          }))}
        />
      )}
    </QueryPanel>
  );
}

const ByDetector = () => <ByField title="By detector" field="detector" note="What speaks most often." />;
const ByCountry = () => (
  <ByField title="By country" field="country" note="Where the calls came from on which findings stand." />
);

interface ByFieldProps {
  readonly title: string;
  readonly note: string;
  readonly field: string;
}

function ByField({ title, note, field }: ByFieldProps) {
  const values = useFindingValues(field, SHOWN);
  return (
    <QueryPanel
      title={title}
      note={note}
      query={values}
      aside={<ExportMenu name={`anomalies-by-${field}`} rows={() => values.data?.items ?? []} />}
      whenEmpty={({ items }) => (items.length > 0 ? null : NOTHING)}
    >
      {({ items }) => (
        <BarList
          colour="var(--series-5)"
          bars={items.map(({ value, label, count }) => ({
            key: value,
            label: (
              <PageLink to="/findings" query={{ q: `${field}:${quoteValue(value)}` }}>
                <LogText text={cutText(field === "country" ? countryName(value) : (label ?? value), 90)} />
              </PageLink>
            ),
            value: count,
            shown: formatCount(count),
          }))}
        />
      )}
    </QueryPanel>
  );
}
