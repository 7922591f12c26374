import { cutText } from "../../part/cut-text.ts";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticPath } from "../../part/tactic-path.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { toLength } from "../incidents/incident-columns.tsx";
import { readStory } from "../incidents/story.ts";
import styles from "./overview-page.module.css";
import { useWorstIncidents } from "./use-overview.ts";

/** Characters of what happened in one chapter of a story. */
const DEEDS_MAX = 170;

/** The stories that somebody should read first. */
export function WorstPanel() {
  const worst = useWorstIncidents();
  return (
    <QueryPanel
      title="Read these first"
      note="The worst stories of the range that nobody judged false."
      query={worst}
      lines={8}
      flush
      aside={<PageLink to="/incidents">All incidents</PageLink>}
      whenEmpty={({ items }) =>
        items.length > 0
          ? null
          : {
              kind: "empty",
              text: "Looked, and no story came together in this range.",
              next: "That is the good case.",
            }
      }
    >
      {({ items }) => (
        <ol className={styles["worst"]}>
          {items.map(({ incident, severity, time, until, summary, tactics, findings }) => {
            const { opening, chapters } = readStory(summary);
            return (
              <li key={incident}>
                <div className={styles["worst-head"]}>
                  <SeverityBadge severity={severity} />
                  <span className={styles["small"]}>
                    <TimeText time={time} />, over {toLength({ time, until })},{" "}
                    {formatPlural(findings.length, "finding")}
                  </span>
                  <span className={styles["push"]}>
                    <TacticPath tactics={tactics} />
                  </span>
                </div>
                <PageLink to="/incidents/$id" params={{ id: incident }} className={styles["story-link"]}>
                  <LogText text={opening.replace(/, \d{4}-\d\d-\d\d \d\d:\d\d UTC.*$/, "")} most={200} />
                </PageLink>
                <p className={styles["deeds"]}>
                  {chapters.map(({ head, deeds }) => (
                    <span key={head}>
                      <strong>{head}:</strong> <LogText
                        text={cutText(`${deeds.join("; ")}.`, DEEDS_MAX)}
                      />{" "}
                    </span>
                  ))}
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </QueryPanel>
  );
}
