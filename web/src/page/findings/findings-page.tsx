import type { FindingSummary } from "../../client/use-finding.ts";
import { CountHistogram } from "../../part/count-histogram.tsx";
import { toWholeAddress } from "../../part/download.ts";
import { Facet } from "../../part/facet.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { QueueControls } from "../../triage/queue-controls.tsx";
import { QueueTable } from "../../triage/queue-table.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { FINDING_COLUMNS, KIND_WORDS } from "./finding-columns.tsx";
import { FindingFlyout } from "./finding-flyout.tsx";
import styles from "./findings-page.module.css";
import { useFindingChoice, useFindingList, useFindingQuery } from "./use-findings.ts";

/** Everything that was found, to be looked through and judged. */
export function FindingsPage() {
  const { counted: of } = useFindingChoice();
  const counted = { subject: "findings", ...of } as const;
  return (
    <>
      <PageHead
        title="Findings"
        note="What detectors state, one by one: who, when, why it stands out. Incidents put them together into stories."
      />
      <QueueControls queue="findings" />
      <CountHistogram title="Findings over time" by="severity" height={120} {...counted} />
      <div className={styles["columns"]}>
        <aside className={styles["facets"]} aria-label="Narrow down">
          <Facet title="Severity" field="severity" {...counted} />
          <Facet title="Found by" field="kind" words={KIND_WORDS} {...counted} />
          <Facet title="Tactic" field="tactic" {...counted} />
          <Facet title="Actor" field="user" {...counted} />
          <Facet title="Detector" field="detector" {...counted} />
          <Facet title="Tag" field="tag" {...counted} />
        </aside>
        <FindingTable />
      </div>
    </>
  );
}

const toKey = ({ id }: FindingSummary): string => id;

function FindingTable() {
  const [open, setOpen] = useUrlParam("finding");
  const list = useFindingList();
  const query = useFindingQuery();
  return (
    <div className={styles["list"]}>
      <QueueTable
        queue="findings"
        noun="finding"
        title="Findings"
        label="Findings in rows"
        list={list}
        columns={FINDING_COLUMNS}
        toKey={toKey}
        onOpen={({ id }) => setOpen(id)}
        openKey={open}
        rowHeight={52}
        toExported={toExported}
        whole={toWholeAddress("/api/v1/findings.csv", query)}
        none={{
          text: "Looked, and found nothing like that.",
          next: "Choose a longer range of time or another state, or take a condition away.",
        }}
      />
      <FindingFlyout id={open} onClose={() => setOpen("")} />
    </div>
  );
}

const toExported = ({
  id,
  time,
  severity,
  score,
  detector,
  actor,
  entity,
  attack,
  summary,
  state,
  verdict,
  assignee,
  tags,
  incident,
}: FindingSummary) => ({
  id,
  time,
  severity,
  score,
  detector: detector.title,
  kind: detector.kind,
  actor: actor.id,
  entity: entity.id,
  tactics: attack.map(({ tactic }) => tactic).join(" "),
  summary,
  state,
  verdict,
  assignee,
  tags: tags.join(" "),
  incident,
});
