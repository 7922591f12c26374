import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Maximize2 } from "lucide-react";
import { answer, client } from "../../client/client.ts";
import { type FindingDetail, useFinding } from "../../client/use-finding.ts";
import { ComparisonPanel } from "../../finding/comparison-panel.tsx";
import { EvidencePanel } from "../../finding/evidence-panel.tsx";
import { WhyPanel } from "../../finding/why-panel.tsx";
import { ActorLink } from "../../part/actor-link.tsx";
import { EntityLink } from "../../part/entity-link.tsx";
import { Flyout } from "../../part/flyout.tsx";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticChips } from "../../part/tactic-chips.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { StandingBadge } from "../../triage/standing-badge.tsx";
import { TriagePanel } from "../../triage/triage-panel.tsx";
import { VerdictForm } from "../../triage/verdict-form.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { KIND_WORDS, toDeed } from "./finding-columns.tsx";
import styles from "./findings-page.module.css";

/** A finding beside the list: what, why, on what evidence, and what to say of it. */
export function FindingFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const finding = useFinding(id === "" ? null : id);
  return (
    <Flyout
      isOpen={id !== ""}
      onClose={onClose}
      title={finding.data === undefined ? "Finding" : <LogText text={finding.data.detector.title} />}
      aside={
        <PageLink to="/investigation" query={{ finding: id }} title="The whole page">
          <Maximize2 size={14} aria-label="The whole page" />
        </PageLink>
      }
    >
      {finding.data === undefined ? (
        <Panel title={null} state={toPanelState(finding, { lines: 12 })} />
      ) : (
        <Detail key={finding.data.id} finding={finding.data} />
      )}
    </Flyout>
  );
}

function Detail({ finding }: { readonly finding: FindingDetail }) {
  const { severity, actor, entity, attack, time, until, incident, verdict, exception } = finding;
  return (
    <>
      <Panel title={null}>
        <div className={styles["facts"]}>
          <SeverityBadge severity={severity} />
          <span>{KIND_WORDS[finding.detector.kind]}</span>
          <StandingBadge {...finding} />
          {exception !== null && <span>covered by an exception</span>}
        </div>
        <p className={styles["deed"]}>
          <LogText text={toDeed(finding)} most={900} />
        </p>
        <dl className={styles["lines"]}>
          <dt>Who</dt>
          <dd>
            <ActorLink id={actor.id} name={actor.name} type={actor.type} /> <ActorRisk id={actor.id} />
          </dd>
          {entity.type !== "actor" && (
            <>
              <dt>About</dt>
              <dd>
                <EntityLink type={entity.type} id={entity.id} />
              </dd>
            </>
          )}
          <dt>When</dt>
          <dd>
            <TimeText time={time} style="full" />
            {until !== time && (
              <>
                {" "}
                – <TimeText time={until} style="clock" />
              </>
            )}
          </dd>
          <dt>Tactics</dt>
          <dd>
            <TacticChips tactics={attack.map(({ tactic }) => tactic)} />
          </dd>
          {incident !== null && (
            <>
              <dt>Story</dt>
              <dd>
                <PageLink to="/incidents/$id" params={{ id: incident }}>
                  The incident that it belongs to
                </PageLink>
              </dd>
            </>
          )}
        </dl>
      </Panel>
      <WhyPanel finding={finding} />
      <TriagePanel id={finding.id} noun="finding" />
      <Panel title="Your verdict">
        <VerdictForm key={verdict ?? "none"} targets={[finding.id]} verdict={verdict} mayExcept />
      </Panel>
      <ComparisonPanel finding={finding} />
      <EvidencePanel finding={finding} />
      <PageLink to="/investigation" query={{ finding: finding.id }}>
        <Button component="span" variant="default">
          Investigate further
        </Button>
      </PageLink>
    </>
  );
}

/** What a verdict changes at once. */
function ActorRisk({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ["actor-risk-now", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/actors/{id}", { params: { path: { id } }, signal })),
  });
  if (data === undefined) return null;
  return (
    <span className={styles["risk"]} data-testid="actor-risk">
      risk <RiskMeter score={data.risk?.score ?? null} level={data.risk?.level ?? null} worded />
    </span>
  );
}
