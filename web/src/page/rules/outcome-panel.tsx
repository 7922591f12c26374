import { formatCount, formatShare } from "../../part/format.ts";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { Tiles } from "../../part/tiles.tsx";
import { DayBars } from "./day-bars.tsx";
import { NoiseNote } from "./noise-note.tsx";
import { useOutcome } from "./use-rule-work.ts";

export const OUTCOME_DAYS = 30;

/** What a rule found in the last days, how noisy it is, and what people said to it. */
export function OutcomePanel({ id }: { readonly id: string }) {
  const query = useOutcome(id, OUTCOME_DAYS);
  return (
    <QueryPanel
      title={`Last ${OUTCOME_DAYS} days`}
      note="Of the days that have events, whatever range is chosen above."
      query={query}
      lines={6}
    >
      {({ text, noise, by_day, findings, covered, median_severity, verdicts, is_whole }) => {
        const judged = findings - (verdicts["none"] ?? 0);
        const wrong = verdicts["false-positive"] ?? 0;
        return (
          <>
            <p>{text}</p>
            {findings > 0 && <NoiseNote noise={noise} />}
            {findings > 0 && <DayBars label="What it found" days={by_day} />}
            {findings > 0 && (
              <Tiles
                tiles={[
                  {
                    label: "Findings",
                    value: `${formatCount(findings)}${is_whole ? "" : " or more"}`,
                    ...(covered === 0 ? {} : { note: `${formatCount(covered)} covered by exceptions` }),
                  },
                  {
                    label: "Median severity",
                    value:
                      median_severity === null ? "none" : <SeverityBadge severity={median_severity} quiet />,
                  },
                  {
                    label: "False positives",
                    value: judged === 0 ? "not judged" : formatShare(wrong / judged),
                    ...(judged === 0 ? {} : { note: `${formatCount(judged)} judged` }),
                  },
                ]}
              />
            )}
          </>
        );
      }}
    </QueryPanel>
  );
}
