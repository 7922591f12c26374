import { CountHistogram } from "../../part/count-histogram.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { ReportMenu } from "../../part/report-menu.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { AttackPanel } from "./attack-panel.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { LookedPanel } from "./looked-panel.tsx";
import { MapPanel } from "./map-panel.tsx";
import styles from "./overview-page.module.css";
import { Posture } from "./posture.tsx";
import { RiskiestPanel } from "./riskiest-panel.tsx";
import { useOverview } from "./use-overview.ts";
import { WorstPanel } from "./worst-panel.tsx";

/** What happened, in one look. */
export function OverviewPage() {
  const overview = useOverview();
  const range = useTimeRange();
  const { data } = overview;
  return (
    <>
      <PageHead
        title="Overview"
        note="What happened, what stands out, and what nobody looked at."
        aside={<ReportMenu path="/api/v1/reports/period" query={range.query} />}
      />
      {data === undefined ? (
        <Panel title={null} state={toPanelState(overview, { lines: 3 })} />
      ) : (
        <div className={styles["stack"]}>
          <FirstSteps overview={data} />
          <Posture overview={data} />
        </div>
      )}
      <div className={styles["columns"]}>
        <div className={styles["stack"]}>
          <WorstPanel />
          <CountHistogram title="Findings over time" subject="findings" by="severity" q="" height={120} />
          {data !== undefined && <AttackPanel overview={data} />}
        </div>
        <div className={styles["stack"]}>
          <RiskiestPanel />
          <MapPanel />
          {data !== undefined && <LookedPanel overview={data} />}
        </div>
      </div>
    </>
  );
}
