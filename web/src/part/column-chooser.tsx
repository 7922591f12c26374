import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useMemo, useState } from "react";
import {
  type ColumnChoice,
  chooseColumns,
  isColumnShown,
  moveColumn,
  NO_CHOICE,
  orderColumns,
  readChoice,
  showColumn,
} from "./column-choice.ts";
import styles from "./column-chooser.module.css";
import type { Column } from "./data-column.ts";
import { PopoverMenu } from "./popover-menu.tsx";

export interface ChosenColumns<Row> {
  /** For the table. */
  readonly shown: readonly Column<Row>[];
  /** For the `ColumnChooser`. */
  readonly chooser: ColumnChooserProps;
}

/** The columns of a table as its reader wants them; the browser remembers it under the table's name. */
export function useColumns<Row>(table: string, columns: readonly Column<Row>[]): ChosenColumns<Row> {
  const [choice, setChoice] = useLocalStorage<ColumnChoice>({
    key: `gait-columns-${table}`,
    defaultValue: NO_CHOICE,
    getInitialValueInEffect: false,
    deserialize: readChoice,
  });
  // The same list while nothing changes: rows that are drawn need not be drawn anew.
  const shown = useMemo(() => chooseColumns(columns, choice), [columns, choice]);
  return { shown, chooser: { columns, choice, onChoose: setChoice } };
}

export interface ColumnChooserProps {
  readonly columns: readonly Pick<Column<never>, "id" | "head" | "isOptional">[];
  readonly choice: ColumnChoice;
  readonly onChoose: (choice: ColumnChoice) => void;
}

/** Which columns a table shows, in which order. */
export function ColumnChooser({ columns, choice, onChoose }: ColumnChooserProps) {
  const [isOpen, setIsOpen] = useState(false);
  const ordered = orderColumns(columns, choice);
  const shown = ordered.filter((column) => isColumnShown(column, choice));
  return (
    <PopoverMenu
      label="Columns"
      isOpen={isOpen}
      onOpen={setIsOpen}
      width={270}
      target={
        <ActionIcon aria-label="Columns" title="Choose columns">
          <Columns3 size={14} aria-hidden />
        </ActionIcon>
      }
    >
      <ul className={styles["list"]}>
        {ordered.map(({ id, head }, place) => (
          <li key={id}>
            <Checkbox
              label={head}
              checked={shown.some((one) => one.id === id)}
              disabled={shown.length === 1 && shown[0]?.id === id}
              onChange={({ currentTarget }) => onChoose(showColumn(choice, id, currentTarget.checked))}
            />
            <ActionIcon
              aria-label={`Move ${head} to the front`}
              disabled={place === 0}
              onClick={() => onChoose(moveColumn(columns, choice, { id, by: -1 }))}
            >
              <ArrowUp size={13} aria-hidden />
            </ActionIcon>
            <ActionIcon
              aria-label={`Move ${head} to the end`}
              disabled={place === ordered.length - 1}
              onClick={() => onChoose(moveColumn(columns, choice, { id, by: 1 }))}
            >
              <ArrowDown size={13} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        size="xs"
        mt="xs"
        disabled={choice.order.length === 0 && Object.keys(choice.isShown).length === 0}
        onClick={() => onChoose(NO_CHOICE)}
      >
        Reset
      </Button>
    </PopoverMenu>
  );
}
