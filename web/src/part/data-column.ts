import type { ReactNode } from "react";

/** A column of a DataTable. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** In pixels; without it the column takes what is left. */
  readonly width?: number;
  readonly align?: "end";
  readonly isSortable?: boolean;
  /** True: left out where the screen is narrow. */
  readonly isMinor?: boolean;
  /** True: begins with a shape that says it all; where the screen is narrow its words give way to other columns. */
  readonly isSlim?: boolean;
  /** True: shown to who chooses it alone. */
  readonly isOptional?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly direction: "up" | "down";
}
