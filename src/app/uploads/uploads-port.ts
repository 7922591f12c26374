import { stat, writeFile } from "node:fs/promises";
import type {
  UploadsLimits,
  UploadsPort,
  UploadsReport,
  UploadsRequest,
  UploadsTable,
} from "../../cli/uploads-port.ts";
import { toEpochMs, toError } from "../../domain/index.ts";
import { drawScatterSvg, drawScatterText, type ScatterChart } from "../../report/chart/index.ts";
import { type Input, openPath } from "../../source/index.ts";
import {
  openUploadTable,
  UPLOAD_DEFAULTS,
  UPLOAD_PROBLEMS,
  UPLOAD_QUERIES,
  type UploadColumns,
  type UploadQueryName,
  type UploadSettings,
  type UploadTable,
} from "../../store/queries/uploads/index.ts";
import { readUploads, type UploadReject } from "./read-uploads.ts";

/** Rejects of which a report gives row and reason; all of them are counted. */
export const REJECTS_KEPT_MAX = 1000;
const MB = 1_048_576;
const TEXT_CHART_LINES = 12;

/** The analyses in the order in which people read them, with what their rows say. */
const TITLES = {
  forward: "Uploads that begin a window over the threshold",
  trailing: "Uploads that end a window over the threshold",
  bursts: "Bursts: overlapping windows over the threshold, merged",
  multi_service: "Hours of the clock with many services and many bytes",
  multi_service_sliding: "Bursts over many services, whatever the clock says",
  daily_z: "Days far above the user's average day, the day itself counted in",
  daily_z_leave_one_out: "Days far above the average of the user's other days",
  daily_robust: "Days far above the user's median day",
} as const satisfies Partial<Record<UploadQueryName, string>>;
type Analysis = keyof typeof TITLES;
const ANALYSES = Object.keys(TITLES) as readonly Analysis[];

/** `gait uploads`, wired: the log into a table in memory, every analysis over it, the chart from its answer. */
export const UPLOADS_PORT: UploadsPort = {
  defaults: UPLOAD_DEFAULTS,
  analyses: [...ANALYSES, "not_looked"],
  analyse: analyseUploads,
  writeSvg,
  drawText: (report, width) => drawScatterText(toChart(report), { width, height: TEXT_CHART_LINES }),
};

async function analyseUploads(request: UploadsRequest): Promise<UploadsReport> {
  const { file, limits, onProgress } = request;
  const total = file === "-" ? null : ((await stat(file).catch(() => null))?.size ?? null);
  let bytes = 0;
  return analyseLog(openPath(file, total), limits, (more) => {
    bytes += more;
    onProgress(bytes, total);
  });
}

/** Every analysis of an upload log. Throws UPLOAD_LOG_UNUSABLE. */
export async function analyseLog(
  log: Input,
  limits: UploadsLimits,
  onBytes: (bytes: number) => void,
): Promise<UploadsReport> {
  const rejects: UploadReject[] = [];
  let rejected = 0;
  const onReject = (reject: UploadReject): void => {
    rejected++;
    if (rejects.length < REJECTS_KEPT_MAX) rejects.push(reject);
  };
  const report = await analyseColumns(readUploads(log, { onReject, onBytes }), limits);
  return { ...report, rejects: rejected, firstRejects: rejects };
}

/** Every analysis of uploads as columns, wherever they come from. */
export async function analyseColumns(
  batches: AsyncIterable<UploadColumns>,
  limits: UploadsLimits,
): Promise<UploadsReport> {
  const table = await openUploadTable();
  try {
    let uploads = 0;
    for await (const columns of batches) {
      table.append(columns);
      uploads += columns.times.length;
    }
    const settings: UploadSettings = { ...UPLOAD_DEFAULTS, ...limits };
    const tables = await analyse(table, settings);
    const notLooked = await listNotLooked(table, settings);
    return { uploads, rejects: 0, firstRejects: [], limits, tables: [...tables, notLooked] };
  } finally {
    table.close();
  }
}

/** Analyses that run at once: each is the work of one processor, and needs memory. */
const LANES = 2;

/** Each lane takes the next one that nobody has taken; the costliest comes first. */
async function analyse(table: UploadTable, settings: UploadSettings): Promise<readonly UploadsTable[]> {
  const made = new Map<Analysis, UploadsTable>();
  const left = ANALYSES.values();
  const run = async (): Promise<void> => {
    for (const key of left) {
      const rows = await table.query(key, settings);
      made.set(key, { key, title: TITLES[key], columns: columnsOf(key), rows });
    }
  };
  await Promise.all(Array.from({ length: LANES }, run));
  return ANALYSES.flatMap((key) => made.get(key) ?? []);
}

const columnsOf = (name: UploadQueryName): readonly string[] => Object.keys(UPLOAD_QUERIES[name].columns);

/** What was not judged and why: silence about a user must not look like peace. */
async function listNotLooked(table: UploadTable, settings: UploadSettings): Promise<UploadsTable> {
  const short = await table.query("history", settings);
  const many = await table.query("many_services", settings);
  const flat = await table.query("flat_history", settings);
  return {
    key: "not_looked",
    title: "Not judged, and why",
    columns: ["analysis", "user_id", "activity_date", "active_days", "why"],
    rows: [
      ...short.map(({ analysis, user_id, active_days }) => ({
        analysis,
        user_id,
        activity_date: null,
        active_days,
        why: "history-too-short",
      })),
      ...many.map(({ user_id, service_count }) => ({
        analysis: "multi_service_sliding",
        user_id,
        activity_date: null,
        active_days: null,
        service_count,
        why: "too-many-services",
      })),
      ...flat.map(({ user_id, activity_date, daily_mb, other_days_mb }) => ({
        analysis: "daily_z_leave_one_out",
        user_id,
        activity_date,
        active_days: null,
        daily_mb,
        other_days_mb,
        why: "history-constant",
      })),
    ],
  };
}

async function writeSvg(report: UploadsReport, file: string): Promise<void> {
  const svg = await drawScatterSvg(toChart(report));
  await writeFile(file, svg).catch((error: NodeJS.ErrnoException) => {
    throw toError(UPLOAD_PROBLEMS, "UPLOAD_CHART", { file, reason: error.code ?? error.message });
  });
}

/** Every row of `forward` at the time at which its window begins. */
function toChart(report: UploadsReport): ScatterChart {
  const rows = report.tables.find((table) => table.key === "forward")?.rows ?? [];
  return {
    title: "Suspicious Upload Activities",
    xLabel: "Time",
    yLabel: "Total Upload Size (MB)",
    points: rows.map((row) => {
      const value = Number(row["total_bytes"]) / MB;
      const label = `${row["user_id"]}, ${row["start_time"]}: ${value.toFixed(1)} MB to ${row["services"]}`;
      return { at: toEpochMs(Date.parse(String(row["start_time"]))), value, label };
    }),
  };
}
