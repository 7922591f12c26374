import { Select } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { ColumnChooser, useColumns } from "../../part/column-chooser.tsx";
import { CountHistogram } from "../../part/count-histogram.tsx";
import { DataTable } from "../../part/data-table.tsx";
import { toWholeAddress } from "../../part/download.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { FilterBar } from "../../part/filter-bar.tsx";
import { formatCount } from "../../part/format.ts";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { BulkBar } from "../../triage/bulk-bar.tsx";
import { CloseDialog } from "../../triage/close-dialog.tsx";
import { AssigneeSelect, QueueTabs } from "../../triage/queue-tabs.tsx";
import { useQueueKeys } from "../../triage/use-queue-keys.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import styles from "../findings/findings-page.module.css";
import { INCIDENT_COLUMNS } from "./incident-columns.tsx";
import { type Incident, useIncidentChoice, useIncidentList, useIncidentQuery } from "./use-incidents.ts";

const ORDER_WORDS = [
  { value: "worst-first", label: "Worst first" },
  { value: "newest-first", label: "Newest first" },
  { value: "oldest-first", label: "Oldest first" },
];

/** The queue: stories to be understood and judged, the worst first. */
export function IncidentsPage() {
  const { counted, order } = useIncidentChoice();
  const [, setOrder] = useUrlParam("order", "worst-first");
  return (
    <>
      <PageHead
        title="Incidents"
        note="Findings that tell one story: one identity, or a chain of linked ones, within a day. The worst first."
      />
      <QueueTabs queue="incidents" />
      <div className={styles["controls"]}>
        <FilterBar subject="incidents" />
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
      <div className={styles["list"]}>
        <CountHistogram
          title="Incidents over time"
          subject="incidents"
          by="severity"
          height={90}
          {...counted}
        />
        <IncidentTable />
      </div>
    </>
  );
}

const toKey = ({ incident }: Incident): string => incident;

function IncidentTable() {
  const list = useIncidentList();
  const query = useIncidentQuery();
  const goTo = useGoTo();
  const { selection, onSelect, rowKeys, closing, onClosing } = useQueueKeys(toKey);
  const { shown, chooser } = useColumns("incidents", INCIDENT_COLUMNS);
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const clear = (): void => onSelect(new Set());
  return (
    <>
      <BulkBar noun="incident" selection={selection} onClear={clear} onClose={onClosing} />
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
            <ColumnChooser {...chooser} />
            <ExportMenu
              name="incidents"
              rows={() => rows.map(toExported)}
              whole={toWholeAddress("/api/v1/incidents.csv", query)}
            />
          </>
        }
        whenEmpty={() =>
          rows.length > 0
            ? null
            : {
                kind: "empty",
                text: "Looked, and no story of this kind came together in this range.",
                next: "Choose a longer range of time or another state, or look at single findings.",
              }
        }
      >
        {() => (
          <DataTable
            label="Incidents"
            rows={rows}
            columns={shown}
            toKey={toKey}
            onOpen={({ incident }) => goTo("/incidents/$id", { params: { id: incident } })}
            onEnd={onEnd}
            selection={selection}
            onSelect={onSelect}
            rowHeight={70}
            rowKeys={rowKeys}
          />
        )}
      </QueryPanel>
      <CloseDialog targets={closing} noun="incident" onClose={() => onClosing(null)} onDone={clear} />
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
  state,
  verdict,
  assignee,
  tags,
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
  state,
  verdict,
  assignee,
  tags: tags.join(" "),
});
