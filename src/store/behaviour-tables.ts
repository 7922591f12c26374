import type { ActorType, DetectorKind, EntityType, Judgement, Verdict } from "../domain/index.ts";

/** Tables of what is found and of what passes need, as queries see them. See `tables.ts` for instants and numbers. */
export interface BehaviourTables {
  readonly finding_rows: FindingRowsTable;
  readonly finding_events: EvidenceTable<"finding_key">;
  readonly incident_rows: IncidentRowsTable;
  readonly incident_findings: {
    readonly incident_key: number;
    readonly place: number;
    readonly finding_id: string;
  };
  readonly incident_actors: {
    readonly incident_key: number;
    readonly place: number;
    readonly actor_id: string;
  };
  readonly incident_events: EvidenceTable<"incident_key">;
  readonly verdict_rows: VerdictRowsTable;
  readonly exception_rows: ExceptionRowsTable;
  readonly rule_sets: { readonly rule_set_key: number; readonly hash: string };
  readonly match_inputs: { readonly rule_set_key: number; readonly input_key: number };
  readonly match_rows: MatchRowsTable;
  readonly lenses: { readonly lens: string; readonly configuration: string };
  readonly lens_inputs: { readonly lens: string; readonly input_key: number };
  readonly pass_days: PassDaysTable;
  readonly pass_parts: PassPartsTable;
  readonly value_texts: { readonly code: number; readonly value_text: string };
  readonly pass_runs: PassRunsTable;
  readonly leases: LeasesTable;
  readonly models: ModelsTable;
  readonly model_activations: ModelActivationsTable;
}

/** Event ids as `toEventKey` makes them, in the order of the evidence. */
type EvidenceTable<Key extends string> = { readonly [K in Key]: number } & {
  readonly place: number;
  readonly event_key: string;
  readonly event_id: string | null;
};

/** One row for each day on which a pass gave the finding; the latest is current. */
export interface FindingRowsTable {
  readonly finding_key: number;
  readonly id: string;
  readonly lens: string;
  /** Null: the pass has no partitions. */
  readonly partition_number: number | null;
  readonly pass_day: number;
  readonly is_current: boolean;
  /** Hash of all that the row and its evidence say: equal ones are the same finding. */
  readonly digest: string;
  readonly happened_at: number;
  readonly until_at: number;
  readonly detector_id: string;
  readonly detector_kind: DetectorKind;
  readonly detector_title: string;
  /** `severityRank`. */
  readonly severity: number;
  readonly score: number;
  /** As grouping into incidents lowered it; null: not grouped yet. */
  readonly ranked_score: number | null;
  readonly actor_id: string;
  readonly actor_type: ActorType;
  readonly actor_name: string;
  readonly entity_type: EntityType;
  readonly entity_id: string;
  /** JSON. */
  readonly attack: string;
  readonly event_count: number;
  readonly access_key_id: string | null;
  readonly summary: string;
  /** JSON. */
  readonly explanation: string;
  /** JSON; null: the detector does not count. */
  readonly tally: string | null;
}

export interface IncidentRowsTable {
  readonly incident_key: number;
  readonly id: string;
  readonly digest: string;
  readonly happened_at: number;
  readonly until_at: number;
  readonly severity: number;
  readonly score: number;
  /** JSON. */
  readonly tactics: string;
  readonly summary: string;
}

export interface VerdictRowsTable {
  readonly verdict_key: number;
  readonly target_type: Verdict["target"]["type"];
  readonly target_id: string;
  readonly verdict: Judgement;
  readonly judged_at: number;
  readonly judged_by: string;
  readonly note: string | null;
}

export interface ExceptionRowsTable {
  readonly exception_key: number;
  readonly id: string;
  readonly version: number;
  readonly is_latest: boolean;
  readonly detector_id: string;
  readonly entity_type: EntityType | null;
  readonly entity_id: string | null;
  readonly actor_id: string | null;
  readonly reason: string;
  readonly until_at: number | null;
  readonly is_ended: boolean;
  readonly finding_id: string | null;
  readonly made_by: string;
  readonly made_at: number;
}

export interface MatchRowsTable {
  readonly rule_set_key: number;
  readonly input_key: number;
  readonly position: number;
  readonly kind: number;
  readonly detector_number: number;
  readonly rule_number: number;
  readonly match_group: string;
  readonly value_number: number | null;
  readonly value_text: string | null;
  /** JSON. */
  readonly detail: string | null;
}

/** Partition -1: the tenant as a whole. */
export interface PassDaysTable {
  readonly lens: string;
  readonly pass_day: number;
  readonly partition_number: number;
  /** Null: to be done again. */
  readonly done_at: number | null;
  /** JSON. */
  readonly answers: string | null;
}

export interface PassPartsTable {
  readonly lens: string;
  readonly pass_day: number;
  readonly partition_number: number;
  readonly part: string;
  readonly body: Uint8Array;
}

export interface PassRunsTable {
  readonly run_key: number;
  readonly id: string;
  readonly purpose: string;
  readonly started_at: number;
  readonly finished_at: number | null;
  /** JSON. */
  readonly record: string | null;
}

export interface LeasesTable {
  readonly name: string;
  /** Empty: nobody. */
  readonly holder: string;
  readonly token: number;
  readonly until_at: number;
}

export interface ModelsTable {
  readonly model_key: number;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly created_at: number;
  readonly from_at: number | null;
  readonly to_at: number | null;
  /** JSON. */
  readonly card: string;
  readonly body_bytes: number;
  readonly body: Uint8Array;
}

export interface ModelActivationsTable {
  readonly activation_key: number;
  readonly name: string;
  readonly model_id: string;
  readonly activated_at: number;
  readonly is_withdrawn: boolean;
}
