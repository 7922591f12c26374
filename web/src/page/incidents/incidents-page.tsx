import { CountHistogram } from "../../part/count-histogram.tsx";
import { toWholeAddress } from "../../part/download.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueueControls } from "../../triage/queue-controls.tsx";
import { QueueTable } from "../../triage/queue-table.tsx";
import { useGoTo } from "../../url/use-go-to.ts";
import styles from "../findings/findings-page.module.css";
import { INCIDENT_COLUMNS } from "./incident-columns.tsx";
import { type Incident, useIncidentChoice, useIncidentList, useIncidentQuery } from "./use-incidents.ts";

/** The queue: stories to be understood and judged, the worst first. */
export function IncidentsPage() {
  const { counted } = useIncidentChoice();
  return (
    <>
      <PageHead
        title="Incidents"
        note="Findings that tell one story: one identity, or a chain of linked ones, within a day. The worst first."
      />
      <QueueControls queue="incidents" />
      <div className={styles["list"]}>
        <CountHistogram
          title="Incidents over time"
          subject="incidents"
          by="severity"
          height={90}
          {...counted}
        />
        <IncidentTable />
      </div>
    </>
  );
}

const toKey = ({ incident }: Incident): string => incident;

function IncidentTable() {
  const list = useIncidentList();
  const query = useIncidentQuery();
  const goTo = useGoTo();
  return (
    <QueueTable
      queue="incidents"
      noun="incident"
      title="Queue"
      label="Incidents"
      list={list}
      columns={INCIDENT_COLUMNS}
      toKey={toKey}
      onOpen={({ incident }) => goTo("/incidents/$id", { params: { id: incident } })}
      rowHeight={70}
      toExported={toExported}
      whole={toWholeAddress("/api/v1/incidents.csv", query)}
      none={{
        text: "Looked, and no story of this kind came together in this range.",
        next: "Choose a longer range of time or another state, or look at single findings.",
      }}
    />
  );
}

const toExported = ({
  incident,
  time,
  until,
  severity,
  score,
  actors,
  tactics,
  findings,
  summary,
  state,
  verdict,
  assignee,
  tags,
}: Incident) => ({
  incident,
  time,
  until,
  severity,
  score,
  actors: actors.join(" "),
  tactics: tactics.join(" "),
  findings: findings.length,
  summary,
  state,
  verdict,
  assignee,
  tags: tags.join(" "),
});
