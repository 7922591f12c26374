import type { FindingSummary } from "../../client/use-finding.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { cutText } from "../../part/cut-text.ts";
import type { Column } from "../../part/data-column.ts";
import { EntityLink } from "../../part/entity-link.tsx";
import { InlineValue } from "../../part/inline-value.tsx";
import { LogText } from "../../part/log-text.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticChips } from "../../part/tactic-chips.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { TwoLines } from "../../part/two-lines.tsx";
import { toVisible } from "../../part/visible-text.ts";
import { SCORE_COLUMN, TAGS_COLUMN, toEventsColumn } from "../../triage/queue-columns.tsx";
import { StandingBadge } from "../../triage/standing-badge.tsx";

const SUMMARY_MAX = 220;

export const KIND_WORDS: Readonly<Record<FindingSummary["detector"]["kind"], string>> = {
  rule: "Rule",
  correlation: "Correlation",
  first_seen: "First seen",
  travel: "Travel",
  deviation: "Deviation",
  model: "Model",
};

/** A sentence without the title that it begins with, which stands beside. */
export const toDeed = ({ summary, detector }: Pick<FindingSummary, "summary" | "detector">): string =>
  summary.startsWith(`${detector.title}: `) ? summary.slice(detector.title.length + 2) : summary;

export const FINDING_COLUMNS: readonly Column<FindingSummary>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 100,
    isSlim: true,
    cell: ({ severity }) => <SeverityBadge severity={severity} quiet />,
  },
  {
    id: "what",
    head: "What was found",
    cell: (finding) => (
      <span title={toVisible(finding.summary.slice(0, 400))}>
        <TwoLines
          head={
            <strong style={{ fontWeight: 550 }}>
              <LogText text={finding.detector.title} />
            </strong>
          }
          text={<LogText text={cutText(toDeed(finding), SUMMARY_MAX)} most={SUMMARY_MAX} />}
        />
      </span>
    ),
  },
  {
    id: "actor",
    head: "Actor, time",
    width: 190,
    isMinor: true,
    cell: ({ actor, time }) => (
      <TwoLines
        head={
          <InlineValue field="user" value={actor.name}>
            <ActorLink id={actor.id} name={actor.name} type={actor.type} />
          </InlineValue>
        }
        text={<TimeText time={time} />}
      />
    ),
  },
  {
    id: "state",
    head: "State",
    width: 132,
    isMinor: true,
    cell: (finding) => (
      <TwoLines
        head={<StandingBadge {...finding} />}
        text={<LogText text={finding.assignee ?? KIND_WORDS[finding.detector.kind]} most={40} />}
      />
    ),
  },
  {
    id: "assignee",
    head: "Assigned to",
    width: 120,
    isOptional: true,
    cell: ({ assignee }) => (assignee === null ? "nobody" : <LogText text={assignee} most={40} />),
  },
  TAGS_COLUMN,
  SCORE_COLUMN,
  {
    id: "entity",
    head: "About",
    width: 170,
    isOptional: true,
    cell: ({ entity }) => <EntityLink type={entity.type} id={entity.id} />,
  },
  {
    id: "tactics",
    head: "Tactics",
    width: 190,
    isOptional: true,
    cell: ({ attack }) => <TacticChips tactics={attack.map(({ tactic }) => tactic)} most={2} />,
  },
  toEventsColumn(({ event_count: count }) => count),
];
