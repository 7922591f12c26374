import { ActorLink } from "../../part/actor-link.tsx";
import type { Column } from "../../part/data-column.ts";
import { formatCount, formatDuration } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TacticPath } from "../../part/tactic-path.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { VerdictBadge } from "../../triage/verdict-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import type { Incident } from "./use-incidents.ts";

const SUMMARY_MAX = 260;

/** How long a story took. */
export const toLength = ({ time, until }: Pick<Incident, "time" | "until">): string =>
  formatDuration(Date.parse(until) - Date.parse(time));

export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 112,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: "story",
    head: "Story",
    cell: ({ incident, summary }) => (
      <PageLink to="/incidents/$id" params={{ id: incident }} title={summary.slice(0, 500)} className="plain">
        <LogText text={summary.slice(0, SUMMARY_MAX)} most={SUMMARY_MAX} />
      </PageLink>
    ),
  },
  {
    id: "tactics",
    head: "Along the tactics",
    width: 176,
    isMinor: true,
    cell: ({ tactics }) => <TacticPath tactics={tactics} />,
  },
  {
    id: "actor",
    head: "Who",
    width: 180,
    isMinor: true,
    cell: ({ actors }) => (
      <>
        {actors[0] !== undefined && <ActorLink id={actors[0]} />}
        {actors.length > 1 && (
          <span style={{ color: "var(--ink-faint)" }}> +{formatCount(actors.length - 1)}</span>
        )}
      </>
    ),
  },
  {
    id: "findings",
    head: "Findings",
    width: 78,
    align: "end",
    isMinor: true,
    cell: ({ findings }) => formatCount(findings.length),
  },
  { id: "time", head: "Began", width: 122, cell: ({ time }) => <TimeText time={time} /> },
  { id: "length", head: "Took", width: 92, isMinor: true, cell: toLength },
  {
    id: "verdict",
    head: "Verdict",
    width: 124,
    isMinor: true,
    cell: ({ verdict }) => <VerdictBadge verdict={verdict} />,
  },
];
