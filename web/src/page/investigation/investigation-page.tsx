import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Link2 } from "lucide-react";
import { type FindingDetail, useFinding } from "../../client/use-finding.ts";
import { ComparisonPanel } from "../../finding/comparison-panel.tsx";
import { EvidencePanel } from "../../finding/evidence-panel.tsx";
import { WhyPanel } from "../../finding/why-panel.tsx";
import { ActorLink } from "../../part/actor-link.tsx";
import { EntityLink } from "../../part/entity-link.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { ReportMenu } from "../../part/report-menu.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticChips } from "../../part/tactic-chips.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { cx } from "../../theme/class-names.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { StandingBadge } from "../../triage/standing-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { FindingChoice } from "./finding-choice.tsx";
import styles from "./investigation-page.module.css";
import { RelatedPanel } from "./related-panel.tsx";
import { ReportPanel } from "./report-panel.tsx";
import { RiskPanel } from "./risk-panel.tsx";

/** One finding from all sides: the event, what is normal, the risk, what is related, a report. */
export function InvestigationPage() {
  const [chosen] = useUrlParam("finding");
  const id = chosen === "" ? null : chosen;
  const finding = useFinding(id);
  return (
    <>
      <PageHead
        title="Investigation"
        note="Choose a finding to see what happened, what is normal, how risky it is, and to hand on a report."
      />
      <div className={styles["columns"]}>
        <FindingChoice chosen={id} />
        {id === null ? (
          <Panel
            title={null}
            state={{
              kind: "empty",
              text: "No finding is chosen.",
              next: "Choose one from the list; the address of this page then leads straight to it.",
            }}
          />
        ) : finding.data === undefined ? (
          <Panel title={null} state={toPanelState(finding, { lines: 14 })} />
        ) : (
          <Detail key={finding.data.id} finding={finding.data} />
        )}
      </div>
    </>
  );
}

const Detail = ({ finding }: { readonly finding: FindingDetail }) => (
  <div className={styles["detail"]}>
    <FindingHead finding={finding} />
    <div className={styles["stack"]}>
      <ComparisonPanel finding={finding} />
      <WhyPanel finding={finding} />
    </div>
    <div className={styles["stack"]}>
      <RiskPanel finding={finding} />
      <EvidencePanel finding={finding} />
    </div>
    <div className={cx(styles["stack"], styles["wide"])}>
      <RelatedPanel finding={finding} />
      <ReportPanel finding={finding} />
    </div>
  </div>
);

function FindingHead({ finding }: { readonly finding: FindingDetail }) {
  const { severity, detector, summary, time, until, actor, entity, attack, incident, assignee } = finding;
  const toast = useToast();
  const { copy } = useClipboard();
  return (
    <Panel
      title={detector.title}
      className={styles["wide"]}
      aside={
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<Link2 size={13} />}
            onClick={() => {
              copy(location.href);
              toast({ text: "The link to this page is in the clipboard." });
            }}
          >
            Copy link
          </Button>
          <ExportMenu name={`finding-${finding.id.slice(0, 12)}`} rows={() => [finding]} />
          <WrittenReport finding={finding} />
        </>
      }
    >
      <p className={styles["summary"]}>
        <LogText text={summary} most={500} />
      </p>
      <div className={styles["chips"]}>
        <SeverityBadge severity={severity} />
        <span>
          <TimeText time={time} style="full" />
          {until !== time && (
            <>
              {" to "}
              <TimeText time={until} style="full" />
            </>
          )}
        </span>
        <ActorLink id={actor.id} name={actor.name} type={actor.type} />
        {entity.type !== "actor" && <EntityLink type={entity.type} id={entity.id} />}
        {incident !== null && (
          <PageLink to="/incidents/$id" params={{ id: incident }}>
            Open its incident
          </PageLink>
        )}
        <StandingBadge {...finding} />
        {assignee !== null && (
          <span>
            <LogText text={assignee} most={60} /> has it in hand
          </span>
        )}
      </div>
      <div className={styles["actions"]}>
        <TacticChips tactics={attack.map(({ tactic }) => tactic)} />
      </div>
    </Panel>
  );
}

/** The report of the story that it belongs to, or of who did it where it stands alone. */
function WrittenReport({ finding: { incident, actor } }: { readonly finding: FindingDetail }) {
  const range = useTimeRange();
  return incident === null ? (
    <ReportMenu path={`/api/v1/reports/actors/${encodeURIComponent(actor.id)}`} query={range.query} />
  ) : (
    <ReportMenu path={`/api/v1/reports/incidents/${encodeURIComponent(incident)}`} />
  );
}
