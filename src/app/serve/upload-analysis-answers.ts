import type { UploadAnalysisPort } from "../../api/index.ts";
import type { UploadsReport } from "../../cli/uploads-port.ts";
import type { Store } from "../../store/index.ts";
import { UPLOAD_DEFAULTS, type UploadColumns } from "../../store/queries/uploads/index.ts";
import { analyseColumns, analyseLog } from "../uploads/uploads-port.ts";
import { receiveFiles } from "./received-files.ts";

const MICROS = 1000n;

/** Analyses of the store that are kept: each may have thousands of rows. */
const KEPT_MAX = 4;

/** The upload analyses for the API. */
export const createUploadAnalyses = (store: Store): UploadAnalysisPort => {
  const analyseStored: UploadAnalysisPort["analyseStored"] = async ({ from, to, limits }) => {
    const period = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
    const uploads = streamUploads(store.statistics.streamUploads(period));
    return toAnswer(await analyseColumns(uploads, limits), "stored");
  };
  return {
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
    analyseStored: store.statistics.keep(analyseStored, { answersMax: KEPT_MAX }),
  };
};

/** Events that say how many bytes went into the cloud: rows of upload logs, and uploads to storage. */
async function* streamUploads(
  batches: ReturnType<Store["statistics"]["streamUploads"]>,
): AsyncGenerator<UploadColumns> {
  for await (const { at, users, services, bytes } of batches)
    yield {
      times: at.map((ms) => BigInt(ms) * MICROS),
      users,
      services,
      bytes: bytes.map((count) => BigInt(count)),
    };
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
function toPlainRow(row: UploadsReport["tables"][number]["rows"][number]): object {
  const plain: Record<string, unknown> = {};
  for (const column in row) {
    const value = row[column];
    plain[column] = typeof value === "bigint" ? Number(value) : value;
  }
  return plain;
}
