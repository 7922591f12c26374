import { SegmentedControl, Select } from "@mantine/core";
import { useCallback, useState } from "react";
import { CountHistogram } from "../../part/count-histogram.tsx";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { formatCount } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useMay } from "../../session/use-session.ts";
import { useJudge, type VerdictKind } from "../../triage/use-judge.ts";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import { BulkBar } from "../findings/bulk-bar.tsx";
import styles from "../findings/findings-page.module.css";
import { INCIDENT_COLUMNS } from "./incident-columns.tsx";
import { type Incident, useIncidentChoice, useIncidentList } from "./use-incidents.ts";

const ORDER_WORDS = [
  { value: "worst-first", label: "Worst first" },
  { value: "newest-first", label: "Newest first" },
  { value: "oldest-first", label: "Oldest first" },
];

/** The queue: stories to be understood and judged, the worst first. */
export function IncidentsPage() {
  const { q, all, order } = useIncidentChoice();
  const [, setShow] = useUrlParam("show", "open");
  const [, setOrder] = useUrlParam("order", "worst-first");
  return (
    <>
      <PageHead
        title="Incidents"
        note="Findings that tell one story: one identity, or a chain of linked ones, within a day. The worst first."
      />
      <div className={styles["controls"]}>
        <FilterBar subject="incidents" />
        <SegmentedControl
          aria-label="Which incidents"
          value={all ? "all" : "open"}
          onChange={setShow}
          data={[
            { value: "open", label: "Without false ones" },
            { value: "all", label: "All" },
          ]}
        />
        <Select
          aria-label="Order"
          data={ORDER_WORDS}
          value={order}
          onChange={(value) => setOrder(value ?? "worst-first")}
          allowDeselect={false}
          w={130}
        />
      </div>
      <div className={styles["list"]}>
        <CountHistogram
          title="Incidents over time"
          subject="incidents"
          by="severity"
          q={q}
          all={all}
          height={90}
        />
        <IncidentTable />
      </div>
    </>
  );
}

function IncidentTable() {
  const list = useIncidentList();
  const goTo = useGoTo();
  const judge = useJudge();
  const may = useMay("triage");
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const say = (verdict: VerdictKind) => (row: Incident) =>
    judge.mutate({ targets: [row.incident], verdict, note: null, exception: null });
  return (
    <>
      <BulkBar noun="incident" selection={selection} onClear={() => setSelection(new Set())} />
      <QueryPanel
        title="Queue"
        query={list}
        flush
        lines={10}
        aside={
          <>
            <span>
              {formatCount(rows.length)}
              {hasNextPage && "+"}
            </span>
            <ExportMenu name="incidents" rows={() => rows.map(toExported)} />
          </>
        }
        whenEmpty={() =>
          rows.length > 0
            ? null
            : {
                kind: "empty",
                text: "Looked, and no story came together in this range.",
                next: "Choose a longer range of time, or look at single findings.",
              }
        }
      >
        {() => (
          <DataTable
            label="Incidents"
            rows={rows}
            columns={INCIDENT_COLUMNS}
            toKey={({ incident }) => incident}
            onOpen={({ incident }) => goTo("/incidents/$id", { params: { id: incident } })}
            onEnd={onEnd}
            selection={selection}
            onSelect={setSelection}
            rowHeight={70}
            rowKeys={
              may
                ? [
                    { keys: "1", does: "true positive", run: say("true-positive") },
                    { keys: "2", does: "benign", run: say("benign") },
                    { keys: "3", does: "false positive", run: say("false-positive") },
                  ]
                : []
            }
          />
        )}
      </QueryPanel>
    </>
  );
}

const toExported = ({
  incident,
  time,
  until,
  severity,
  score,
  actors,
  tactics,
  findings,
  summary,
  verdict,
}: Incident) => ({
  incident,
  time,
  until,
  severity,
  score,
  actors: actors.join(" "),
  tactics: tactics.join(" "),
  findings: findings.length,
  summary,
  verdict,
});
