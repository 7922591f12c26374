import type { Finding } from "../../client/use-finding.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import type { Column } from "../../part/data-column.ts";
import { InlineValue } from "../../part/inline-value.tsx";
import { LogText } from "../../part/log-text.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { VerdictBadge } from "../../triage/verdict-badge.tsx";

const SUMMARY_MAX = 220;

export const KIND_WORDS: Readonly<Record<Finding["detector"]["kind"], string>> = {
  rule: "Rule",
  correlation: "Correlation",
  first_seen: "First seen",
  travel: "Travel",
  deviation: "Deviation",
  model: "Model",
};

/** A sentence without the title that it begins with, which stands beside. */
export const toDeed = ({ summary, detector }: Finding): string =>
  summary.startsWith(`${detector.title}: `) ? summary.slice(detector.title.length + 2) : summary;

export const FINDING_COLUMNS: readonly Column<Finding>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 112,
    cell: ({ severity }) => <SeverityBadge severity={severity} quiet />,
  },
  {
    id: "what",
    head: "What was found",
    cell: (finding) => (
      <span title={finding.summary.slice(0, 400)}>
        <strong style={{ fontWeight: 550 }}>
          <LogText text={finding.detector.title} />
        </strong>{" "}
        <span style={{ color: "var(--ink-faint)" }}>
          <LogText text={toDeed(finding).slice(0, SUMMARY_MAX)} />
        </span>
      </span>
    ),
  },
  {
    id: "actor",
    head: "Actor",
    width: 190,
    isMinor: true,
    cell: ({ actor }) => (
      <InlineValue field="user" value={actor.name}>
        <ActorLink id={actor.id} name={actor.name} type={actor.type} />
      </InlineValue>
    ),
  },
  { id: "kind", head: "By", width: 100, isMinor: true, cell: ({ detector }) => KIND_WORDS[detector.kind] },
  { id: "time", head: "Time", width: 124, cell: ({ time }) => <TimeText time={time} /> },
  {
    id: "verdict",
    head: "Verdict",
    width: 128,
    isMinor: true,
    cell: ({ verdict }) => <VerdictBadge verdict={verdict} />,
  },
];
