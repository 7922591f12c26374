import { useActor } from "../../client/use-actors.ts";
import type { FindingDetail } from "../../client/use-finding.ts";
import styles from "../../finding/finding-panels.module.css";
import { ActorLink } from "../../part/actor-link.tsx";
import { formatNumber, formatPlural, formatShare } from "../../part/format.ts";
import { NumberText } from "../../part/number-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";

/** How risky its actor is, and how much of that is this finding. */
export function RiskPanel({ finding }: { readonly finding: FindingDetail }) {
  const actor = useActor(finding.actor.id);
  return (
    <QueryPanel title="Risk" query={actor}>
      {({ risk, risk_parts: parts, incidents, events }) => {
        const own = parts.find((part) => part.finding === finding.id);
        return (
          <>
            <div className={styles["risk"]}>
              <ActorLink id={finding.actor.id} name={finding.actor.name} type={finding.actor.type} />
              <RiskMeter score={risk?.score ?? null} level={risk?.level ?? null} worded />
            </div>
            <dl className={styles["facts"]} style={{ marginTop: "var(--space-3)" }}>
              <dt>This finding</dt>
              <dd>
                {own === undefined
                  ? "adds nothing to the risk now: it was judged, is covered by an exception, or is about something else"
                  : `adds ${formatNumber(Number(own.points.toFixed(2)))} of ${Math.round(risk?.score ?? 0)} points${risk === null || risk.score === 0 ? "" : ` (${formatShare(own.points / risk.score)})`}`}
              </dd>
              <dt>Strangeness</dt>
              <dd>
                {formatShare(finding.score)}
                <span className={styles["faint"]}> of 100%, after grouping into incidents</span>
              </dd>
              <dt>Other findings</dt>
              <dd>
                {formatPlural(Math.max(0, parts.length - (own === undefined ? 0 : 1)), "other")} weigh on the
                actor
              </dd>
              <dt>Incidents</dt>
              <dd>
                <NumberText value={incidents.length} /> open
              </dd>
              <dt>Events</dt>
              <dd>
                <NumberText value={events} /> in the range
              </dd>
            </dl>
          </>
        );
      }}
    </QueryPanel>
  );
}
