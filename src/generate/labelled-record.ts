import type { JsonObject } from "../domain/index.ts";

/** A generated record with the truth about it, which no field of the record tells. */
export interface LabelledRecord {
  readonly at: number;
  readonly record: JsonObject;
  /** The attack story that it belongs to; null: ordinary. */
  readonly story: string | null;
  /** MITRE ATT&CK tactic of this step; null: ordinary. */
  readonly tactic: string | null;
}

export const ordinary = (at: number, record: JsonObject): LabelledRecord => ({
  at,
  record,
  story: null,
  tactic: null,
});

/** A field of a generated record that is text by construction. */
export function textOf(record: JsonObject, field: string): string {
  const value = record[field];
  return typeof value === "string" ? value : "";
}
