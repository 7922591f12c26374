import { useParams } from "@tanstack/react-router";
import { useActor } from "../../client/use-actors.ts";
import { shortenActor } from "../../part/actor-link.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { ReportMenu } from "../../part/report-menu.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { PageLink } from "../../url/page-link.tsx";
import { typeWord } from "../actors/actor-columns.tsx";
import styles from "./actor-page.module.css";
import { IdentityColumn } from "./identity-column.tsx";
import { InsightColumn } from "./insight-column.tsx";
import { RiskChart } from "./risk-chart.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";
import { LanesPanel, TimelinePanel } from "./timeline-panel.tsx";

/** One actor: who it is, what it did and what was found, what is usual for it. */
export function ActorPage() {
  const { id = "" } = useParams({ strict: false });
  const actor = useActor(id);
  const range = useTimeRange();
  const { data } = actor;
  if (data === undefined)
    return (
      <>
        <PageHead title={shortenActor(id)} />
        <Panel title={null} state={toPanelState(actor, { lines: 12 })} />
      </>
    );
  return (
    <>
      <PageHead
        title={data.name}
        note={`${typeWord(data.type)}${data.automated ? ", automated" : ""}: ${formatPlural(data.events, "event")} in the range, ${formatCount(data.failures)} of them failed.`}
        aside={
          <>
            <PageLink to="/actors">All actors</PageLink>
            <ExportMenu name="actor" rows={() => [data]} />
            <ReportMenu path={`/api/v1/reports/actors/${encodeURIComponent(data.id)}`} query={range.query} />
          </>
        }
      />
      <div className={styles["columns"]}>
        <IdentityColumn actor={data} />
        <div className={styles["column"]}>
          <RiskChart id={data.id} />
          <LanesPanel id={data.id} lastTime={data.last_time} />
          <TimelinePanel id={data.id} />
          <SessionsPanel id={data.id} />
        </div>
        <InsightColumn id={data.id} />
      </div>
    </>
  );
}
