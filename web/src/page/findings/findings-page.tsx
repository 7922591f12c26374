import { SegmentedControl, Select } from "@mantine/core";
import { useCallback, useState } from "react";
import type { Finding } from "../../client/use-finding.ts";
import { CountHistogram } from "../../part/count-histogram.tsx";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { Facet } from "../../part/facet.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { formatCount } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useMay } from "../../session/use-session.ts";
import { useJudge, type VerdictKind } from "../../triage/use-judge.ts";
import { useUrlParam } from "../../url/url-state.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { FINDING_COLUMNS } from "./finding-columns.tsx";
import { FindingFlyout } from "./finding-flyout.tsx";
import styles from "./findings-page.module.css";
import { useFindingChoice, useFindingList } from "./use-findings.ts";

const ORDER_WORDS = [
  { value: "worst-first", label: "Worst first" },
  { value: "newest-first", label: "Newest first" },
  { value: "oldest-first", label: "Oldest first" },
];

/** Everything that was found, to be looked through and judged. */
export function FindingsPage() {
  const { q, all, order } = useFindingChoice();
  const [, setShow] = useUrlParam("show", "open");
  const [, setOrder] = useUrlParam("order", "worst-first");
  const counted = { subject: "findings", q, all } as const;
  return (
    <>
      <PageHead
        title="Findings"
        note="What detectors state, one by one: who, when, why it stands out. Incidents put them together into stories."
      />
      <div className={styles["controls"]}>
        <FilterBar subject="findings" />
        <SegmentedControl
          aria-label="Which findings"
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
      <CountHistogram title="Findings over time" by="severity" height={120} {...counted} />
      <div className={styles["columns"]}>
        <aside className={styles["facets"]} aria-label="Narrow down">
          <Facet title="Severity" field="severity" {...counted} />
          <Facet title="Found by" field="kind" {...counted} />
          <Facet title="Tactic" field="tactic" {...counted} />
          <Facet title="Actor" field="user" {...counted} />
          <Facet title="Detector" field="detector" {...counted} />
        </aside>
        <FindingTable />
      </div>
    </>
  );
}

function FindingTable() {
  const [open, setOpen] = useUrlParam("finding");
  const list = useFindingList();
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const judge = useJudge();
  const may = useMay("triage");
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const say = (verdict: VerdictKind) => (row: Finding) =>
    judge.mutate({ targets: [row.id], verdict, note: null, exception: null });
  return (
    <div className={styles["list"]}>
      <BulkBar noun="finding" selection={selection} onClear={() => setSelection(new Set())} />
      <QueryPanel
        title="Findings"
        query={list}
        flush
        lines={12}
        aside={
          <>
            <span>
              {formatCount(rows.length)}
              {hasNextPage && "+"}
            </span>
            <ExportMenu name="findings" rows={() => rows.map(toExported)} />
          </>
        }
        whenEmpty={() =>
          rows.length > 0
            ? null
            : {
                kind: "empty",
                text: "Looked, and found nothing like that.",
                next: "Choose a longer range of time, or take a condition away.",
              }
        }
      >
        {() => (
          <DataTable
            label="Findings in rows"
            rows={rows}
            columns={FINDING_COLUMNS}
            toKey={({ id }) => id}
            onOpen={({ id }) => setOpen(id)}
            openKey={open}
            onEnd={onEnd}
            selection={selection}
            onSelect={setSelection}
            rowHeight={52}
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
      <FindingFlyout id={open} onClose={() => setOpen("")} />
    </div>
  );
}

const toExported = ({
  id,
  time,
  severity,
  score,
  detector,
  actor,
  entity,
  attack,
  summary,
  verdict,
  incident,
}: Finding) => ({
  id,
  time,
  severity,
  score,
  detector: detector.title,
  kind: detector.kind,
  actor: actor.id,
  entity: entity.id,
  tactics: attack.map(({ tactic }) => tactic).join(" "),
  summary,
  verdict,
  incident,
});
