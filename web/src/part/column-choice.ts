import type { Column } from "./data-column.ts";

/** Which columns of a table somebody wants, and in which order. */
export interface ColumnChoice {
  /** Ids of columns; those that are not named follow in the order of the table. */
  readonly order: readonly string[];
  /** Shown or not, by id; a column that is not named is as the table has it. */
  readonly isShown: Readonly<Record<string, boolean>>;
}

export const NO_CHOICE: ColumnChoice = { order: [], isShown: {} };

type Known = Pick<Column<unknown>, "id" | "isOptional">;

/** Whatever stands in the browser's memory as a choice. */
export function readChoice(text: string | undefined): ColumnChoice {
  if (text === undefined) return NO_CHOICE;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return NO_CHOICE;
    const order = "order" in kept && Array.isArray(kept.order) ? kept.order : [];
    const isShown = "isShown" in kept && typeof kept.isShown === "object" ? kept.isShown : null;
    return {
      order: order.filter((id) => typeof id === "string"),
      isShown: Object.fromEntries(
        Object.entries(isShown ?? {}).filter(
          (pair): pair is [string, boolean] => typeof pair[1] === "boolean",
        ),
      ),
    };
  } catch {
    // It was written by something else: the table is as it comes.
    return NO_CHOICE;
  }
}

/** All columns in the order that was chosen. */
export function orderColumns<C extends Known>(columns: readonly C[], { order }: ColumnChoice): readonly C[] {
  const places = new Map(order.map((id, place) => [id, place]));
  return columns.toSorted((a, b) => (places.get(a.id) ?? order.length) - (places.get(b.id) ?? order.length));
}

export const isColumnShown = ({ id, isOptional }: Known, { isShown }: ColumnChoice): boolean =>
  isShown[id] ?? isOptional !== true;

/** Those that are shown; all of them where none would be. */
export function chooseColumns<C extends Known>(columns: readonly C[], choice: ColumnChoice): readonly C[] {
  const ordered = orderColumns(columns, choice);
  const shown = ordered.filter((column) => isColumnShown(column, choice));
  return shown.length > 0 ? shown : ordered;
}

/** One column further to the front (-1) or the end (1). */
export function moveColumn(
  columns: readonly Known[],
  choice: ColumnChoice,
  { id, by }: { readonly id: string; readonly by: -1 | 1 },
): ColumnChoice {
  const order = orderColumns(columns, choice).map((column) => column.id);
  const from = order.indexOf(id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= order.length) return choice;
  return { ...choice, order: order.with(from, order[to]!).with(to, id) };
}

export const showColumn = (choice: ColumnChoice, id: string, isShown: boolean): ColumnChoice => ({
  ...choice,
  isShown: { ...choice.isShown, [id]: isShown },
});
