import { Button } from "@mantine/core";
import { useState } from "react";
import type { ActorDetail } from "../../client/use-actors.ts";
import { cutText } from "../../part/cut-text.ts";
import { formatNumber, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { toSeverityColour } from "../../part/severity.ts";
import { SeverityBadge, SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./risk-parts.module.css";

/** Contributions that are shown at first. */
const SHOWN_MAX = 6;

/** The risk, and the findings that it is the sum of. */
export function RiskParts({ actor }: { readonly actor: ActorDetail }) {
  const [isWhole, setIsWhole] = useState(false);
  const { risk, risk_parts: parts } = actor;
  if (risk === null) return null;
  const shown = isWhole ? parts : parts.slice(0, SHOWN_MAX);
  const rest = parts.slice(shown.length);
  const most = Math.max(...parts.map(({ points }) => points), 1);
  return (
    <>
      <div className={styles["score"]}>
        <span className={styles["number"]}>{Math.round(risk.score)}</span>
        <span className={styles["of"]}>of 100</span>
        <SeverityBadge severity={risk.level} />
      </div>
      {parts.length === 0 && <p className={styles["of"]}>Nothing that was found weighs on it now.</p>}
      <ul className={styles["parts"]}>
        {shown.map((part) => (
          <li key={part.finding} className={styles["part"]}>
            <SeverityShape severity={part.severity} />
            <PageLink
              to="/investigation"
              query={{ finding: part.finding }}
              className={styles["title"]}
              title={part.summary.slice(0, 300)}
            >
              <LogText text={cutText(part.summary, 90)} />
            </PageLink>
            <span className={styles["points"]}>+{toPoints(part.points)}</span>
            <span className={styles["track"]} aria-hidden>
              <span
                className={styles["fill"]}
                style={{
                  width: `${(part.points / most) * 100}%`,
                  background: toSeverityColour(part.severity),
                }}
              />
            </span>
            <span className={styles["when"]}>
              <TimeText time={part.time} />
              {part.verdict !== null && `, judged ${part.verdict.replaceAll("-", " ")}`}
            </span>
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <Button variant="subtle" size="compact-xs" mt="xs" onClick={() => setIsWhole(true)}>
          {formatPlural(rest.length, "smaller part")}, +
          {toPoints(rest.reduce((sum, { points }) => sum + points, 0))}
        </Button>
      )}
      {parts.length > 0 && (
        <p className={styles["sum"]}>
          <span>Sum</span>
          <span>{toPoints(risk.score)}</span>
        </p>
      )}
    </>
  );
}

/** Two places, so that small parts do not vanish. */
const toPoints = (points: number): string =>
  points >= 0.01 ? formatNumber(Number(points.toFixed(2))) : "<0.01";
