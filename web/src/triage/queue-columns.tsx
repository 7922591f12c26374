import type { Column } from "../part/data-column.ts";
import { NumberText } from "../part/number-text.tsx";
import { TagList } from "./tag-list.tsx";

/** Columns that every queue has, for who chooses them. */
export const TAGS_COLUMN: Column<{ readonly tags: readonly string[] }> = {
  id: "tags",
  head: "Tags",
  width: 140,
  isOptional: true,
  cell: ({ tags }) => <TagList tags={tags} onChange={null} />,
};

export const SCORE_COLUMN: Column<{ readonly score: number }> = {
  id: "score",
  head: "Score",
  width: 70,
  align: "end",
  isOptional: true,
  cell: ({ score }) => score.toFixed(2),
};

export const toEventsColumn = <Row,>(toCount: (row: Row) => number): Column<Row> => ({
  id: "events",
  head: "Events",
  width: 76,
  align: "end",
  isOptional: true,
  cell: (row) => <NumberText value={toCount(row)} />,
});
