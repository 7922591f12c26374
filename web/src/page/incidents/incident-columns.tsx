import { ActorLink } from "../../part/actor-link.tsx";
import { cutText } from "../../part/cut-text.ts";
import type { Column } from "../../part/data-column.ts";
import { formatDuration, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticPath } from "../../part/tactic-path.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { TwoLines } from "../../part/two-lines.tsx";
import { SCORE_COLUMN, TAGS_COLUMN, toEventsColumn } from "../../triage/queue-columns.tsx";
import { StandingBadge } from "../../triage/standing-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { readStory } from "./story.ts";
import type { Incident } from "./use-incidents.ts";

const TEXT_MAX = 300;

/** How long a story took. */
export const toLength = ({ time, until }: Pick<Incident, "time" | "until">): string =>
  formatDuration(Date.parse(until) - Date.parse(time));

/** Without the time, which stands beside. */
const toWho = (opening: string): string => opening.replace(/, \d{4}-\d\d-\d\d \d\d:\d\d UTC.*$/, "");

function StoryCell({ incident: { incident, summary } }: { readonly incident: Incident }) {
  const { opening, chapters } = readStory(summary);
  const deeds = chapters.map(({ head, deeds: done }) => `${head}: ${done.join("; ")}.`).join(" ");
  return (
    <TwoLines
      head={
        <PageLink to="/incidents/$id" params={{ id: incident }} title={summary.slice(0, 600)}>
          <LogText text={cutText(toWho(opening), TEXT_MAX)} most={TEXT_MAX} />
        </PageLink>
      }
      text={<LogText text={cutText(deeds, TEXT_MAX)} most={TEXT_MAX} />}
      lines={2}
    />
  );
}

export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 108,
    isSlim: true,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  { id: "story", head: "Story", cell: (incident) => <StoryCell incident={incident} /> },
  {
    id: "tactics",
    head: "Along the tactics",
    width: 176,
    isMinor: true,
    cell: ({ tactics, findings }) => (
      <TwoLines head={<TacticPath tactics={tactics} />} text={formatPlural(findings.length, "finding")} />
    ),
  },
  {
    id: "time",
    head: "Began, took",
    width: 124,
    isMinor: true,
    cell: (incident) => <TwoLines head={<TimeText time={incident.time} />} text={toLength(incident)} />,
  },
  {
    id: "state",
    head: "State",
    width: 132,
    isMinor: true,
    cell: (incident) => (
      <TwoLines
        head={<StandingBadge {...incident} />}
        text={incident.assignee === null ? "Nobody's" : <LogText text={incident.assignee} most={40} />}
      />
    ),
  },
  TAGS_COLUMN,
  SCORE_COLUMN,
  {
    id: "actors",
    head: "Identities",
    width: 180,
    isOptional: true,
    cell: ({ actors }) => (
      <TwoLines
        head={actors[0] === undefined ? null : <ActorLink id={actors[0]} />}
        text={actors.length > 1 ? `and ${actors.length - 1} more` : ""}
      />
    ),
  },
  toEventsColumn(({ events }) => events.length),
];
