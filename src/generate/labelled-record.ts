import type { JsonObject } from "../domain/index.ts";

/** A generated record with the truth about it, which no field of the record tells. */
export interface LabelledRecord {
  readonly at: number;
  readonly record: JsonObject;
  /** The attack story that it belongs to; null: ordinary. */
  readonly story: string | null;
  /** MITRE ATT&CK tactic of this step; null: ordinary. */
  readonly tactic: string | null;
  /** MITRE ATT&CK technique of this step; null: ordinary, or none that fits. */
  readonly technique: string | null;
  /** What looks strange about it and is no attack; null: nothing does, or it is one. */
  readonly decoy: string | null;
}

export const ordinary = (at: number, record: JsonObject, decoy: string | null = null): LabelledRecord => ({
  at,
  record,
  story: null,
  tactic: null,
  technique: null,
  decoy,
});

/** A field of a generated record that is text by construction. */
export function textOf(record: JsonObject, field: string): string {
  const value = record[field];
  return typeof value === "string" ? value : "";
}
