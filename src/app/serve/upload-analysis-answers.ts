import type { UploadAnalysisPort } from "../../api/index.ts";
import type { UploadsReport } from "../../cli/uploads-port.ts";
import { toEpochMs } from "../../domain/index.ts";
import type { EventBatch, Store } from "../../store/index.ts";
import { UPLOAD_DEFAULTS, type UploadColumns } from "../../store/queries/uploads/index.ts";
import { analyseColumns, analyseLog } from "../uploads/uploads-port.ts";
import { receiveFiles } from "./received-files.ts";

const FIRST = toEpochMs(Number.MIN_SAFE_INTEGER);
const MICROS = 1000;

/** The upload analyses for the API. */
export const createUploadAnalyses = (store: Store): UploadAnalysisPort => ({
  defaults: UPLOAD_DEFAULTS,
  async analyseFile({ files, limits, bytesMax }) {
    const received = await receiveFiles(files, bytesMax);
    try {
      const report = await analyseLog(received.files[0]!, limits, () => {});
      return toAnswer(report, "file");
    } finally {
      await received.drop();
    }
  },
  async analyseStored({ from, to, limits }) {
    const period = { ...(from === null ? { from: FIRST } : { from }), ...(to === null ? {} : { to }) };
    return toAnswer(await analyseColumns(streamUploads(store.events.streamEvents(period)), limits), "stored");
  },
});

/** Events that say how many bytes went into the cloud: rows of upload logs, and uploads to storage. */
async function* streamUploads(batches: AsyncIterable<EventBatch>): AsyncGenerator<UploadColumns> {
  for await (const { length, at, actors, actions, bytesIn } of batches) {
    const columns = {
      times: [] as bigint[],
      users: [] as string[],
      services: [] as string[],
      bytes: [] as bigint[],
    };
    for (let row = 0; row < length; row++) {
      const bytes = bytesIn[row]!;
      // NaN, where the log does not say, is not above zero either.
      if (!(bytes > 0)) continue;
      columns.times.push(BigInt(at[row]!) * BigInt(MICROS));
      columns.users.push(actors[row]!.name);
      columns.services.push(actions[row]!.service);
      columns.bytes.push(BigInt(Math.round(bytes)));
    }
    if (columns.times.length > 0) yield columns;
  }
}

/** The JSON of `gait uploads`, every analysis under its name. */
const toAnswer = (report: UploadsReport, source: "file" | "stored"): object => ({
  ...Object.fromEntries(report.tables.map(({ key, rows }) => [key, rows.map(toPlainRow)])),
  run: {
    uploads: report.uploads,
    rejects: report.rejects,
    first_rejects: report.firstRejects,
    limits: {
      threshold_bytes: report.limits.thresholdBytes,
      window_ms: report.limits.windowMs,
      services: report.limits.services,
      service_bytes: report.limits.serviceBytes,
      z: report.limits.z,
      other_days_min: report.limits.otherDaysMin,
    },
    source,
  },
});

/** Bytes as numbers: exact up to nine petabytes. */
const toPlainRow = (row: UploadsReport["tables"][number]["rows"][number]): object =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, typeof value === "bigint" ? Number(value) : value]),
  );
