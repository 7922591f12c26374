import type { Finding } from "../../client/use-finding.ts";
import { shortenActor } from "../../part/actor-link.tsx";
import { formatDuration } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { TacticChips } from "../../part/tactic-chips.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { cx } from "../../theme/class-names.ts";
import { toDeed } from "../findings/finding-columns.tsx";
import styles from "./incident-page.module.css";

export interface StepsProps {
  /** In the order of time. */
  readonly findings: readonly Finding[];
  /** When the story began, in milliseconds. */
  readonly start: number;
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** What happened, one thing after the other; each step opens its reasons and its evidence. */
export const Steps = ({ findings, start, open, onOpen }: StepsProps) => (
  <ol className={styles["steps"]}>
    {findings.map((finding) => (
      <li key={finding.id} className={cx(styles["step"], open === finding.id && styles["chosen"])}>
        <div className={styles["when"]}>
          <TimeText time={finding.time} style="clock" />
          <small>+{formatDuration(Date.parse(finding.time) - start)}</small>
        </div>
        <div className={styles["shape"]}>
          <SeverityShape severity={finding.severity} size={13} />
          <span className="unseen">{SEVERITY_WORDS[finding.severity]}</span>
        </div>
        <div className={styles["what"]}>
          <button type="button" onClick={() => onOpen(finding.id)}>
            <LogText text={finding.detector.title} />
          </button>
          <p>
            <LogText text={toDeed(finding)} most={260} />
          </p>
          <div className={styles["foot"]}>
            <TacticChips tactics={finding.attack.map(({ tactic }) => tactic)} most={3} />
            <small>
              <LogText text={finding.actor.name || shortenActor(finding.actor.id)} most={60} />
            </small>
          </div>
        </div>
      </li>
    ))}
  </ol>
);
