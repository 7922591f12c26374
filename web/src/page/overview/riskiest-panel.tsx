import { ActorLink } from "../../part/actor-link.tsx";
import { formatPlural } from "../../part/format.ts";
import { QueryPanel } from "../../part/query-panel.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./overview-page.module.css";
import { useRiskiest } from "./use-overview.ts";

/** Who should be looked at. */
export function RiskiestPanel() {
  const riskiest = useRiskiest();
  return (
    <QueryPanel
      title="Riskiest actors"
      query={riskiest}
      lines={8}
      aside={<PageLink to="/actors">All actors</PageLink>}
      whenEmpty={({ items }) =>
        items.length > 0 ? null : { kind: "empty", text: "Nobody acted in this range." }
      }
    >
      {({ items }) => (
        <ol className={styles["riskiest"]}>
          {items.map(({ id, name, type, risk, findings }) => (
            <li key={id}>
              <ActorLink id={id} name={name} type={type} />
              <small>{formatPlural(findings, "finding")}</small>
              <RiskMeter score={risk?.score ?? null} level={risk?.level ?? null} />
            </li>
          ))}
        </ol>
      )}
    </QueryPanel>
  );
}
