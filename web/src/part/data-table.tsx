import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { cx } from "../theme/class-names.ts";
import type { Column, Sort } from "./data-column.ts";
import styles from "./data-table.module.css";
import { type Shortcut, useShortcuts } from "./shortcut.tsx";
import { SortHead } from "./sort-head.tsx";

export interface DataTableProps<Row> {
  /** What the rows are, for people who do not see the page. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly toKey: (row: Row) => string;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** Enter or a click on a row. */
  readonly onOpen?: (row: Row) => void;
  /** Key of the row whose details are open. */
  readonly openKey?: string | null;
  readonly selection?: ReadonlySet<string>;
  readonly onSelect?: (selection: ReadonlySet<string>) => void;
  /** Asked when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Keys that do something with the row under the cursor: `{ keys: "a", does: "acknowledge", run }`. */
  readonly rowKeys?: readonly (Omit<Shortcut, "run"> & { readonly run: (row: Row) => void })[];
  /** Pixels of a row. */
  readonly rowHeight?: number;
  /** Longest the table gets before it scrolls. */
  readonly maxHeight?: string;
}

const ROW_HEIGHT = 38;
/** Rows before the end at which more are asked for. */
const ROWS_AHEAD = 20;

/** Rows of any number, drawn as far as they are seen. Keys: j and k move, Enter opens, x chooses. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    rows,
    label,
    toKey,
    columns,
    selection,
    openKey,
    rowHeight = ROW_HEIGHT,
    maxHeight = "70vh",
  } = props;
  const { open, choose } = useRowActs(props);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
  });
  const cursor = useCursor(props, (index) => virtual.scrollToIndex(index));
  const items = virtual.getVirtualItems();
  const first = items[0]?.start ?? 0;
  const last = items.at(-1);
  const { onEnd } = props;
  const isNearEnd = last !== undefined && last.index >= rows.length - ROWS_AHEAD;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd]);
  return (
    <section
      ref={scroller}
      className={styles["scroller"]}
      style={{ maxHeight }}
      tabIndex={0}
      aria-label={label}
    >
      <table className={styles["table"]} aria-rowcount={rows.length + 1}>
        <TableHead {...props} />
        <tbody>
          <Gap height={first} />
          {items.map(({ index }) => {
            const row = rows[index]!;
            const key = toKey(row);
            return (
              <TableRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                height={rowHeight}
                isCursor={cursor === index}
                isOpen={openKey === key}
                isChosen={props.onSelect === undefined ? null : (selection?.has(key) ?? false)}
                onOpen={props.onOpen === undefined ? null : open}
                onChoose={choose}
              />
            );
          })}
          <Gap height={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  );
}

/** In place of rows that are out of sight. */
const Gap = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden style={{ height }}>
      {/* One cell: a span over more columns than are seen would make columns of its own, and take their room. */}
      <td />
    </tr>
  );

/** The row under the cursor of the keyboard, from 0; -1: none yet. */
function useCursor<Row>(props: DataTableProps<Row>, onMove: (index: number) => void): number {
  const { rows, onOpen, onSelect, selection, toKey, rowKeys = [] } = props;
  const [cursor, setCursor] = useState(-1);
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, cursor + by));
    setCursor(next);
    onMove(next);
  };
  const withRow = (act: (row: Row) => void) => (): void => {
    const row = rows[cursor];
    if (row !== undefined) act(row);
  };
  useShortcuts([
    { keys: "j", does: "next row", run: () => move(1) },
    { keys: "k", does: "row before", run: () => move(-1) },
    ...(onOpen === undefined ? [] : [{ keys: "Enter", does: "open the row", run: withRow(onOpen) }]),
    ...(onSelect === undefined
      ? []
      : [
          {
            keys: "x",
            does: "choose the row",
            run: withRow((row) => onSelect(toggle(selection ?? new Set(), toKey(row)))),
          },
        ]),
    ...rowKeys.map(({ keys, does, run }) => ({ keys, does, run: withRow(run) })),
  ]);
  return cursor;
}

function toggle(selection: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selection);
  if (!next.delete(key)) next.add(key);
  return next;
}

function TableHead<Row>({ rows, columns, selection, onSelect, toKey, sort, onSort }: DataTableProps<Row>) {
  const isAll = selection !== undefined && rows.length > 0 && rows.every((row) => selection.has(toKey(row)));
  return (
    <thead>
      <tr>
        {onSelect !== undefined && (
          <th className={styles["choice"]}>
            <Checkbox
              aria-label="Choose all rows"
              checked={isAll}
              indeterminate={!isAll && (selection?.size ?? 0) > 0}
              onChange={() => onSelect(isAll ? new Set() : new Set(rows.map(toKey)))}
            />
          </th>
        )}
        {columns.map((column) => (
          <SortHead
            key={column.id}
            column={column}
            sort={sort}
            onSort={onSort}
            className={toCellClass(column)}
          />
        ))}
      </tr>
    </thead>
  );
}

/** What is done with a row: the same functions at every drawing, so that rows that did not change are not drawn anew. */
function useRowActs<Row>(props: DataTableProps<Row>) {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const open = useCallback((row: Row) => latest.current.onOpen?.(row), []);
  const choose = useCallback((row: Row) => {
    const { onSelect, selection, toKey } = latest.current;
    onSelect?.(toggle(selection ?? new Set(), toKey(row)));
  }, []);
  return { open, choose };
}

const toCellClass = ({ isMinor, isSlim, align }: Pick<Column<never>, "isMinor" | "isSlim" | "align">) =>
  cx(
    isMinor === true && styles["minor"],
    isSlim === true && styles["slim"],
    align === "end" && styles["end"],
  );

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly height: number;
  readonly isCursor: boolean;
  readonly isOpen: boolean;
  /** Null: rows are not chosen here. */
  readonly isChosen: boolean | null;
  /** Null: rows have no details. */
  readonly onOpen: ((row: Row) => void) | null;
  readonly onChoose: (row: Row) => void;
}

function PlainRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, height, isCursor, isOpen, isChosen, onOpen, onChoose } = props;
  const open = (event: React.MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest("a, button, input, label") !== null) return;
    onOpen?.(row);
  };
  return (
    <tr
      aria-rowindex={index + 2}
      className={cx(isCursor && styles["cursor"], isOpen && styles["open"], onOpen && styles["opens"])}
      style={{ height }}
      onClick={open}
    >
      {isChosen !== null && (
        <td className={styles["choice"]}>
          <Checkbox aria-label="Choose this row" checked={isChosen} onChange={() => onChoose(row)} />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={toCellClass(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Drawn anew when something of it changes, not whenever the table is scrolled. */
function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, height, isCursor, isOpen, isChosen, onOpen, onChoose } = props;
  return useMemo(
    () => <PlainRow {...{ row, index, columns, height, isCursor, isOpen, isChosen, onOpen, onChoose }} />,
    [row, index, columns, height, isCursor, isOpen, isChosen, onOpen, onChoose],
  );
}
