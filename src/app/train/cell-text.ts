import type { JsonValue } from "../../domain/index.ts";

/** A cell of a record as text; null: there is nothing in it. */
export function toCellText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
