import { Select } from "@mantine/core";
import { useCallback, useMemo } from "react";
import type { Finding } from "../../client/use-finding.ts";
import { ColumnChooser, useColumns } from "../../part/column-chooser.tsx";
import { CountHistogram } from "../../part/count-histogram.tsx";
import { DataTable } from "../../part/data-table.tsx";
import { toWholeAddress } from "../../part/download.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { Facet } from "../../part/facet.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { formatCount } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { BulkBar } from "../../triage/bulk-bar.tsx";
import { CloseDialog } from "../../triage/close-dialog.tsx";
import { AssigneeSelect, QueueTabs } from "../../triage/queue-tabs.tsx";
import { useQueueKeys } from "../../triage/use-queue-keys.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { FINDING_COLUMNS } from "./finding-columns.tsx";
import { FindingFlyout } from "./finding-flyout.tsx";
import styles from "./findings-page.module.css";
import { useFindingChoice, useFindingList, useFindingQuery } from "./use-findings.ts";

const ORDER_WORDS = [
  { value: "worst-first", label: "Worst first" },
  { value: "newest-first", label: "Newest first" },
  { value: "oldest-first", label: "Oldest first" },
];

/** Everything that was found, to be looked through and judged. */
export function FindingsPage() {
  const { counted: of, order } = useFindingChoice();
  const [, setOrder] = useUrlParam("order", "worst-first");
  const counted = { subject: "findings", ...of } as const;
  return (
    <>
      <PageHead
        title="Findings"
        note="What detectors state, one by one: who, when, why it stands out. Incidents put them together into stories."
      />
      <QueueTabs queue="findings" />
      <div className={styles["controls"]}>
        <FilterBar subject="findings" />
        <AssigneeSelect />
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
          <Facet title="Tag" field="tag" {...counted} />
        </aside>
        <FindingTable />
      </div>
    </>
  );
}

const toKey = ({ id }: Finding): string => id;

function FindingTable() {
  const [open, setOpen] = useUrlParam("finding");
  const list = useFindingList();
  const query = useFindingQuery();
  const queue = useQueueKeys(toKey);
  const { shown, chooser } = useColumns("findings", FINDING_COLUMNS);
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const { selection, onSelect, rowKeys, closing, onClosing } = queue;
  const clear = (): void => onSelect(new Set());
  return (
    <div className={styles["list"]}>
      <BulkBar noun="finding" selection={selection} onClear={clear} onClose={onClosing} />
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
            <ColumnChooser {...chooser} />
            <ExportMenu
              name="findings"
              rows={() => rows.map(toExported)}
              whole={toWholeAddress("/api/v1/findings.csv", query)}
            />
          </>
        }
        whenEmpty={() =>
          rows.length > 0
            ? null
            : {
                kind: "empty",
                text: "Looked, and found nothing like that.",
                next: "Choose a longer range of time or another state, or take a condition away.",
              }
        }
      >
        {() => (
          <DataTable
            label="Findings in rows"
            rows={rows}
            columns={shown}
            toKey={toKey}
            onOpen={({ id }) => setOpen(id)}
            openKey={open}
            onEnd={onEnd}
            selection={selection}
            onSelect={onSelect}
            rowHeight={52}
            rowKeys={rowKeys}
          />
        )}
      </QueryPanel>
      <CloseDialog targets={closing} noun="finding" onClose={() => onClosing(null)} onDone={clear} />
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
  state,
  verdict,
  assignee,
  tags,
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
  state,
  verdict,
  assignee,
  tags: tags.join(" "),
  incident,
});
