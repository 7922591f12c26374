/** Tables of rules as queries see them. See `tables.ts` for instants and numbers. */
export interface RuleTables {
  readonly rule_rows: RuleRowsTable;
}

/** One row per version. */
export interface RuleRowsTable {
  readonly rule_key: number;
  readonly rule_id: string;
  readonly version: number;
  readonly is_latest: boolean;
  readonly title: string;
  /** YAML; null: its text stands elsewhere, the row says only whether it looks. */
  readonly body: string | null;
  readonly is_enabled: boolean;
  readonly is_removed: boolean;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_at: number;
}
