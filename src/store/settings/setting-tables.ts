/** Tables of settings as queries see them. See `tables.ts` for instants and numbers. */
export interface SettingTables {
  readonly settings: SettingsTable;
  readonly setting_versions: SettingVersionsTable;
}

export interface SettingsTable {
  readonly name: string;
  /** JSON. */
  readonly value: string;
  readonly changed_at: number;
  readonly changed_by: string;
}

/** One row: the number of changes so far. */
export interface SettingVersionsTable {
  readonly name: string;
  readonly version: number;
}
