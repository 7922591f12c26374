/** What a column of an analysis holds, and how it leaves the database. */
export interface ColumnValues {
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly instant: string;
  /** `2026-01-31`, UTC. */
  readonly date: string;
  /** Exact, however large. */
  readonly bytes: bigint;
  readonly count: number;
  readonly number: number;
}
export type ColumnKind = keyof ColumnValues;

interface UploadQuery {
  /** Name of the file in `sql/uploads`. */
  readonly file: string;
  /** Columns in the order of the query's rows. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

/** Every upload analysis: its SQL text and the rows that it gives. */
export const UPLOAD_QUERIES = {
  forward: {
    file: "forward.sql",
    columns: {
      user_id: "text",
      start_time: "instant",
      end_time: "instant",
      total_bytes: "bytes",
      services: "text",
    },
  },
  trailing: {
    file: "trailing.sql",
    columns: { user_id: "text", suspicious_activity_time: "instant", total_mb_1h: "number" },
  },
  multi_service: {
    file: "multi-service.sql",
    columns: {
      user_id: "text",
      service_count: "count",
      total_mb: "number",
      start_time: "instant",
      end_time: "instant",
      duration_minutes: "number",
    },
  },
  daily_z: {
    file: "daily-z.sql",
    columns: {
      user_id: "text",
      activity_date: "date",
      daily_mb: "number",
      avg_daily_mb: "number",
      z_score: "number",
    },
  },
  daily_z_leave_one_out: {
    file: "daily-z-leave-one-out.sql",
    columns: {
      user_id: "text",
      activity_date: "date",
      daily_mb: "number",
      avg_daily_mb: "number",
      z_score: "number",
    },
  },
  daily_robust: {
    file: "daily-robust.sql",
    columns: {
      user_id: "text",
      activity_date: "date",
      daily_mb: "number",
      median_daily_mb: "number",
      robust_score: "number",
    },
  },
  bursts: {
    file: "bursts.sql",
    columns: {
      user_id: "text",
      start_time: "instant",
      end_time: "instant",
      uploads: "count",
      total_bytes: "bytes",
      peak_bytes: "bytes",
      services: "text",
    },
  },
  multi_service_sliding: {
    file: "multi-service-sliding.sql",
    columns: {
      user_id: "text",
      service_count: "count",
      total_mb: "number",
      start_time: "instant",
      end_time: "instant",
      duration_minutes: "number",
      services: "text",
    },
  },
  history: { file: "history.sql", columns: { analysis: "text", user_id: "text", active_days: "count" } },
  flat_history: {
    file: "flat-history.sql",
    columns: { user_id: "text", activity_date: "date", daily_mb: "number", other_days_mb: "number" },
  },
  many_services: { file: "many-services.sql", columns: { user_id: "text", service_count: "count" } },
} as const satisfies Readonly<Record<string, UploadQuery>>;

export type UploadQueryName = keyof typeof UPLOAD_QUERIES;

export type UploadRow<Name extends UploadQueryName> = {
  readonly [Column in keyof (typeof UPLOAD_QUERIES)[Name]["columns"]]: (typeof UPLOAD_QUERIES)[Name]["columns"][Column] extends infer Kind extends
    ColumnKind
    ? ColumnValues[Kind]
    : never;
};
