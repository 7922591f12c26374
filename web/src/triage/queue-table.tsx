import { type ReactNode, useCallback, useMemo } from "react";
import { ColumnChooser, useColumns } from "../part/column-chooser.tsx";
import type { Column } from "../part/data-column.ts";
import { DataTable, type DataTableProps } from "../part/data-table.tsx";
import { ExportMenu, type ExportMenuProps } from "../part/export-menu.tsx";
import { formatCount } from "../part/format.ts";
import { type Asking, QueryPanel } from "../part/query-panel.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import type { Queue } from "./queue-choice.ts";
import { useQueueKeys } from "./use-queue-keys.tsx";

/** A list that comes page after page, as `useInfiniteQuery` gives it. */
export interface QueueList<Row>
  extends Asking<{ readonly pages: readonly { readonly items: readonly Row[] }[] }> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

export interface QueueTableProps<Row>
  extends Pick<DataTableProps<Row>, "label" | "toKey" | "onOpen" | "openKey" | "rowHeight"> {
  readonly queue: Queue;
  /** One of its rows: finding, incident. */
  readonly noun: string;
  readonly title: string;
  readonly list: QueueList<Row>;
  readonly columns: readonly Column<Row>[];
  readonly toExported: (row: Row) => ReturnType<ExportMenuProps["rows"]>[number];
  /** Where the API gives everything that matches. */
  readonly whole: string;
  /** What to say, and what to do next, where nothing is like what is asked for. */
  readonly none: { readonly text: string; readonly next: ReactNode };
}

/** A queue in rows: chosen, judged and taken along, one by one or many at once. */
export function QueueTable<Row>(props: QueueTableProps<Row>) {
  const { queue, noun, title, list, toExported, whole, none, toKey, columns, ...table } = props;
  const { selection, onSelect, rowKeys, closing, onClosing } = useQueueKeys(toKey);
  const { shown, chooser } = useColumns(queue, columns);
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const clear = (): void => onSelect(new Set());
  return (
    <>
      <BulkBar noun={noun} selection={selection} onClear={clear} onClose={onClosing} />
      <QueryPanel
        title={title}
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
            <ExportMenu name={queue} rows={() => rows.map(toExported)} whole={whole} />
          </>
        }
        whenEmpty={() => (rows.length > 0 ? null : { kind: "empty", ...none })}
      >
        {() => (
          <DataTable
            {...table}
            rows={rows}
            columns={shown}
            toKey={toKey}
            onEnd={onEnd}
            selection={selection}
            onSelect={onSelect}
            rowKeys={rowKeys}
          />
        )}
      </QueryPanel>
      <CloseDialog targets={closing} noun={noun} onClose={() => onClosing(null)} onDone={clear} />
    </>
  );
}
