import type { TriageDeed, Verdict } from "../../domain/index.ts";

/** Tables of triage and of views as queries see them. See `tables.ts` for instants and numbers. */
export interface TriageTables {
  readonly triage_rows: TriageRowsTable;
  readonly triage_states: TriageStatesTable;
  readonly triage_tags: TriageTagsTable;
  readonly saved_views: SavedViewsTable;
  readonly view_defaults: { readonly owner_id: string; readonly page: string; readonly view_id: string };
}

interface TargetColumns {
  readonly target_type: Verdict["target"]["type"];
  readonly target_id: string;
}

/** What was done, one row for each deed. Only ever added to. */
export interface TriageRowsTable extends TargetColumns {
  readonly triage_key: number;
  readonly deed: TriageDeed;
  readonly deed_text: string | null;
  readonly done_at: number;
  readonly done_by: string;
}

/** What the rows of a target add up to, so that lists need not add. */
export interface TriageStatesTable extends TargetColumns {
  readonly is_acknowledged: boolean;
  readonly assignee: string | null;
}

export interface TriageTagsTable extends TargetColumns {
  readonly tag: string;
}

export interface SavedViewsTable {
  readonly id: string;
  readonly page: string;
  readonly name: string;
  readonly search: string;
  /** Empty: whoever uses a Gait without sign-in. */
  readonly owner_id: string;
  readonly owner_name: string;
  readonly is_shared: boolean;
  readonly changed_at: number;
}
