import { formatCount, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import styles from "./overview-page.module.css";
import type { Overview } from "./use-overview.ts";

const WHY: Readonly<Record<string, string>> = {
  "history-too-short": "have too little history yet",
  "field-missing": "miss a field that the logs do not have",
  "source-gap": "need logs that are not there",
  disabled: "are switched off",
};
const TITLES_SHOWN = 12;
const GAPS_SHOWN = 3;

/** What nobody looked at, and why: silence is not peace. */
export function LookedPanel({ overview }: { readonly overview: Overview }) {
  const { looked, not_looked: missing, gaps } = overview;
  const groups = Map.groupBy(missing, ({ why, needs }) => `${why}\n${needs}`);
  return (
    <Panel title="What was looked at" state={looked.finished_at === null ? NEVER : { kind: "ready" }}>
      <p>
        {formatCount(looked.detectors_looked)} of {formatCount(looked.detectors)} detectors looked, the last
        time <TimeText time={looked.finished_at} />.
        {looked.events_waiting > 0 && ` ${formatPlural(looked.events_waiting, "event")} came since and wait.`}
      </p>
      <ul className={styles["missing"]}>
        {[...groups].map(([key, detectors]) => (
          <li key={key}>
            <details>
              <summary>
                {formatCount(detectors.length)} {WHY[detectors[0]?.why ?? ""] ?? "did not look"}
                {detectors[0]?.needs !== "" && `: ${detectors[0]?.needs}`}
              </summary>
              <p className={styles["small"]}>
                <LogText
                  text={detectors
                    .slice(0, TITLES_SHOWN)
                    .map(({ title }) => title)
                    .join("; ")}
                  most={900}
                />
                {detectors.length > TITLES_SHOWN && ` and ${detectors.length - TITLES_SHOWN} more`}
              </p>
            </details>
          </li>
        ))}
        {gaps.slice(0, GAPS_SHOWN).map(({ account, from, hours }) => (
          <li key={`${account} ${from}`}>
            No event for {formatPlural(hours, "hour")} from <TimeText time={from} /> on
            {account !== null && ` in account ${account}`}: logs may be missing.
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const NEVER = { kind: "not-looked", reason: "No pass has finished yet: nothing was looked at." } as const;
