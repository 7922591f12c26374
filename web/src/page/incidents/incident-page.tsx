import { useParams } from "@tanstack/react-router";
import { ActorLink } from "../../part/actor-link.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { ReportMenu } from "../../part/report-menu.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticChips } from "../../part/tactic-chips.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { StandingBadge } from "../../triage/standing-badge.tsx";
import { TriagePanel } from "../../triage/triage-panel.tsx";
import { VerdictForm } from "../../triage/verdict-form.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { TacticLanes } from "../actor/tactic-lanes.tsx";
import { FindingFlyout } from "../findings/finding-flyout.tsx";
import { ActorStanding } from "./actor-standing.tsx";
import { toLength } from "./incident-columns.tsx";
import styles from "./incident-page.module.css";
import { Steps } from "./steps.tsx";
import { readStory, type Story } from "./story.ts";
import { type IncidentDetail, useIncident } from "./use-incidents.ts";

/** One incident as the story that it tells. */
export function IncidentPage() {
  const { id = "" } = useParams({ strict: false });
  const incident = useIncident(id);
  if (incident.data === undefined)
    return (
      <>
        <PageHead title="Incident" />
        <Panel title={null} state={toPanelState(incident, { lines: 14 })} />
      </>
    );
  return <Detail key={id} incident={incident.data} />;
}

function Detail({ incident }: { readonly incident: IncidentDetail }) {
  const { severity, time, findings, events, finding_details: found } = incident;
  const [open, setOpen] = useUrlParam("finding");
  const who = incident.actor_names.map(({ id, name }) => name ?? id);
  const story = readStory(incident.summary);
  const from = Date.parse(time);
  const margin = Math.max(60_000, (Date.parse(incident.until) - from) * 0.03);
  return (
    <>
      <p className={styles["back"]}>
        <PageLink to="/incidents">Incidents</PageLink>
      </p>
      <PageHead
        title={`${who[0] ?? "Somebody"}${who.length > 1 ? ` and ${who.length - 1} more` : ""}`}
        note={
          <span className={styles["facts"]}>
            <SeverityBadge severity={severity} />
            <span>
              <TimeText time={time} style="full" />, over {toLength(incident)}
            </span>
            <span>
              {formatPlural(findings.length, "finding")} on {formatPlural(events.length, "event")}
            </span>
            <StandingBadge {...incident} />
          </span>
        }
        aside={<ReportMenu path={`/api/v1/reports/incidents/${encodeURIComponent(incident.incident)}`} />}
      />
      <div className={styles["columns"]}>
        <div className={styles["stack"]}>
          <StoryPanel story={story} />
          <Panel
            title="Along the tactics"
            note="Every finding in the lane of its tactic, from the first step of an attack to the last."
          >
            <TacticLanes findings={found} from={from - margin} to={Date.parse(incident.until) + margin} />
          </Panel>
          <Panel title="Step by step" note="Open a step for the reasons and the evidence." flush>
            <Steps findings={found} start={from} open={open} onOpen={setOpen} />
          </Panel>
        </div>
        <Side incident={incident} />
      </div>
      <FindingFlyout id={open} onClose={() => setOpen("")} />
    </>
  );
}

const StoryPanel = ({ story }: { readonly story: Story }) => (
  <Panel title="The story">
    <p className={styles["opening"]}>
      <LogText text={story.opening} most={600} />
    </p>
    <ol className={styles["chapters"]}>
      {story.chapters.map(({ head, deeds }) => (
        <li key={head}>
          <h3>{head}</h3>
          <ul>
            {deeds.map((deed) => (
              <li key={deed}>
                <LogText text={deed} most={400} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  </Panel>
);

function Side({ incident }: { readonly incident: IncidentDetail }) {
  const { actor_names: actors, tactics, verdict, score } = incident;
  return (
    <div className={styles["stack"]}>
      <Panel title={actors.length > 1 ? "Linked identities" : "Who"}>
        <ul className={styles["actors"]}>
          {actors.map(({ id, name }) => (
            <li key={id}>
              <ActorLink id={id} name={name ?? undefined} />
              <ActorStanding id={id} />
            </li>
          ))}
        </ul>
        {actors.length > 1 && (
          <p className={styles["faint"]}>
            Followed through issued keys, roles taken on, and addresses that they have in common.
          </p>
        )}
      </Panel>
      <Panel
        title="Tactics"
        note={`${formatCount(tactics.length)} of MITRE ATT&CK. Strength of the story: ${score.toFixed(2)} of 1.`}
      >
        <TacticChips tactics={tactics} most={20} />
      </Panel>
      <TriagePanel id={incident.incident} noun="incident" />
      <Panel title="Your verdict" note="It counts for every finding of the story that has none of its own.">
        <VerdictForm
          key={verdict ?? "none"}
          targets={[incident.incident]}
          verdict={verdict}
          mayExcept={false}
        />
      </Panel>
    </div>
  );
}
