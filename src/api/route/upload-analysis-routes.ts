import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { addFileRoute, fileName } from "../file-body.ts";
import type { UploadAnalysisPort, UploadLimits } from "../port/upload-analysis-port.ts";
import { addRoute } from "../route.ts";
import { periodQuery, toPeriod } from "./list.ts";

const TAG = "uploads";
const URL = "/api/v1/uploads/analyses";
const MB = 1_048_576;
/** A thousand terabytes, far below what a double counts exactly in bytes. */
const MB_MAX = 1e9;
const WINDOW_HOURS_MAX = 24 * 31;
const HOUR_MS = 3_600_000;

const megabytes = z.coerce.number().min(0).max(MB_MAX);

const limits = {
  threshold_mb: megabytes.optional().describe("total of a window over which it is told; 100"),
  window_hours: z.coerce.number().gt(0).max(WINDOW_HOURS_MAX).optional().describe("1"),
  services: z.coerce
    .number()
    .int()
    .min(0)
    .max(1e6)
    .optional()
    .describe("services over which an hour is told; 2"),
  service_mb: megabytes.optional().describe("total over which such an hour is told; 50"),
  z: z.coerce.number().min(0).max(1e6).optional().describe("standard deviations over which a day is told; 3"),
  history_days: z.coerce
    .number()
    .int()
    .min(0)
    .max(1e6)
    .optional()
    .describe("other days to judge a day by; 5"),
};

/** More rows than this are told of by asking for all of them. */
const ROWS_MAX = 100_000;
const rows_max = z.coerce
  .number()
  .int()
  .min(1)
  .max(ROWS_MAX)
  .optional()
  .describe("rows of each analysis, those that are furthest over their limit; all of them");

type LimitsQuery = {
  readonly [Name in keyof typeof limits]?: number | undefined;
};

const toLimits = (query: LimitsQuery, usual: UploadLimits): UploadLimits => ({
  windowMs: Math.max(1, Math.round((query.window_hours ?? usual.windowMs / HOUR_MS) * HOUR_MS)),
  thresholdBytes: Math.round((query.threshold_mb ?? usual.thresholdBytes / MB) * MB),
  services: query.services ?? usual.services,
  serviceBytes: Math.round((query.service_mb ?? usual.serviceBytes / MB) * MB),
  z: query.z ?? usual.z,
  otherDaysMin: query.history_days ?? usual.otherDaysMin,
});

const user_id = z.string();
const instant = z.string().describe("UTC");
const burst = {
  user_id,
  service_count: z.number(),
  total_mb: z.number(),
  start_time: instant,
  end_time: instant,
  duration_minutes: z.number(),
};
const day = {
  user_id,
  activity_date: z.string(),
  daily_mb: z.number(),
  avg_daily_mb: z.number(),
  z_score: z.number(),
};

const answer = z
  .object({
    forward: z.array(
      z.object({
        user_id,
        start_time: instant,
        end_time: instant,
        total_bytes: z.number(),
        services: z.string().describe("distinct, joined by a comma"),
      }),
    ),
    trailing: z.array(z.object({ user_id, suspicious_activity_time: instant, total_mb_1h: z.number() })),
    bursts: z.array(
      z.object({
        user_id,
        start_time: instant,
        end_time: instant,
        uploads: z.number(),
        total_bytes: z.number(),
        peak_bytes: z.number(),
        services: z.string(),
      }),
    ),
    multi_service: z.array(z.object(burst)),
    multi_service_sliding: z.array(z.object({ ...burst, services: z.string() })),
    daily_z: z.array(z.object(day)),
    daily_z_leave_one_out: z.array(z.object(day)),
    daily_robust: z.array(
      z.object({
        user_id,
        activity_date: z.string(),
        daily_mb: z.number(),
        median_daily_mb: z.number(),
        robust_score: z.number(),
      }),
    ),
    not_looked: z.array(
      z.looseObject({
        analysis: z.string(),
        user_id,
        activity_date: z.string().nullable(),
        active_days: z.number().nullable(),
        why: z.string(),
      }),
    ),
    run: z.object({
      uploads: z.int(),
      rejects: z.int(),
      first_rejects: z.array(
        z.object({
          row: z.int().describe("after the header, from 1"),
          code: z.string(),
          reason: z.string(),
          excerpt: z.string().nullable(),
        }),
      ),
      limits: z.record(z.string(), z.number()),
      rows: z.record(z.string(), z.int()).describe("of each analysis, however many of them stand here"),
      source: z.enum(["file", "stored"]),
    }),
  })
  .meta({ id: "UploadAnalyses" });

/** Suspicious uploads, by every analysis. */
export function addUploadAnalysisRoute(app: FastifyInstance, port: UploadAnalysisPort): void {
  addRoute(app, {
    method: "GET",
    url: URL,
    scope: "read",
    tag: TAG,
    summary: "Suspicious uploads among stored events, by every analysis of `gait uploads`",
    query: z.object({ ...limits, rows_max, ...periodQuery }),
    answer,
    isExact: true,
    handle: ({ query }) =>
      port.analyseStored({
        ...toPeriod(query),
        limits: toLimits(query, port.defaults),
        rowsMax: query.rows_max ?? null,
      }),
  });
}

/** The same of a log that is sent along. */
export function addUploadFileRoute(
  scope: FastifyInstance,
  { uploads: port, bytesMax }: { readonly uploads: UploadAnalysisPort; readonly bytesMax: number },
): void {
  addFileRoute(scope, {
    url: URL,
    scope: "read",
    tag: TAG,
    summary:
      "Suspicious uploads of a CSV with the columns timestamp,user_id,service,bytes_uploaded, as a form's file or as the body; nothing of it is kept",
    query: z.object({ ...limits, name: fileName }),
    status: 200,
    answer,
    handle: ({ query, files }) =>
      port.analyseFile({ files, limits: toLimits(query, port.defaults), bytesMax }),
  });
}
