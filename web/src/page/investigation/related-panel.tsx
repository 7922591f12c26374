import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../client/client.ts";
import type { Finding, FindingDetail, FindingSummary } from "../../client/use-finding.ts";
import { cutText } from "../../part/cut-text.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";

const RELATIONS = ["incident", "actor", "detector"] as const;
type Relation = (typeof RELATIONS)[number];
const RELATED_MAX = 200;
/** Around the finding, for what the same actor did. */
const AROUND_MS = 3 * 86_400_000;

function toQuery(relation: Relation, { incident, actor, detector, time }: Finding) {
  const shared = { all: "true", order: "newest-first", limit: RELATED_MAX } as const;
  if (relation === "incident") return { ...shared, incident: incident ?? "" };
  if (relation === "detector") return { ...shared, detector: detector.id };
  const at = Date.parse(time);
  return {
    ...shared,
    actor: actor.id,
    from: new Date(at - AROUND_MS).toISOString(),
    to: new Date(at + AROUND_MS).toISOString(),
  };
}

/** What else belongs to it. */
export function RelatedPanel({ finding }: { readonly finding: FindingDetail }) {
  const [chosen, setChosen] = useUrlParam("related", finding.incident === null ? "actor" : "incident");
  const offered = RELATIONS.filter((one) => one !== "incident" || finding.incident !== null);
  const relation = offered.find((one) => one === chosen) ?? "actor";
  const query = toQuery(relation, finding);
  const related = useQuery({
    queryKey: ["related-findings", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/findings/summaries", { params: { query }, signal })),
  });
  const others = related.data?.items.filter(({ id }) => id !== finding.id) ?? [];
  return (
    <QueryPanel
      title="Related findings"
      note={NOTES[relation]}
      query={related}
      flush
      aside={
        <>
          <SegmentedControl
            size="xs"
            aria-label="How they are related"
            value={relation}
            onChange={setChosen}
            data={offered.map((value) => ({ value, label: WORDS[value] }))}
          />
          <ExportMenu name="related-findings" rows={() => others} />
        </>
      }
      whenEmpty={() => (others.length > 0 ? null : { kind: "empty", text: "There is no other." })}
    >
      {() => (
        <DataTable
          label="Findings that are related"
          rows={others}
          columns={COLUMNS}
          toKey={({ id }) => id}
          maxHeight="22rem"
        />
      )}
    </QueryPanel>
  );
}

const WORDS: Readonly<Record<Relation, string>> = {
  incident: "Incident",
  actor: "Actor",
  detector: "Detector",
};

const NOTES: Readonly<Record<Relation, string>> = {
  incident: "Of the same incident.",
  actor: "About the same actor, from three days before to three days after.",
  detector: "By the same detector, whoever they are about.",
};

const COLUMNS: readonly Column<FindingSummary>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 110,
    cell: ({ severity }) => <SeverityBadge severity={severity} quiet />,
  },
  {
    id: "summary",
    head: "What",
    cell: ({ id, summary }) => (
      <PageLink to="/investigation" query={{ finding: id }} title={summary.slice(0, 300)}>
        <LogText text={cutText(summary, 200)} />
      </PageLink>
    ),
  },
  { id: "time", head: "Time", width: 120, isMinor: true, cell: ({ time }) => <TimeText time={time} /> },
];
