import { ArrowDown, ArrowUp } from "lucide-react";
import type { Column, Sort } from "./data-column.ts";
import styles from "./data-table.module.css";

export interface SortHeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly className: string;
}

/** The head of a column; sorts by it where it can be sorted by. */
export function SortHead<Row>({ column, sort, onSort, className }: SortHeadProps<Row>) {
  const { id, head, width, isSortable } = column;
  const isSorted = sort?.column === id;
  const style = width === undefined ? {} : { width };
  if (isSortable !== true || onSort === undefined)
    return (
      <th scope="col" className={className} style={style}>
        {head}
      </th>
    );
  const Arrow = sort?.direction === "up" ? ArrowUp : ArrowDown;
  const next = isSorted && sort.direction === "down" ? "up" : "down";
  return (
    <th
      scope="col"
      className={className}
      style={style}
      aria-sort={isSorted ? (sort.direction === "up" ? "ascending" : "descending") : "none"}
    >
      <button
        type="button"
        className={styles["sort"]}
        onClick={() => onSort({ column: id, direction: next })}
      >
        {head}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}
