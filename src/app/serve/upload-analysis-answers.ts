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
  const analyseStored: UploadAnalysisPort["analyseStored"] = async ({ from, to, limits, rowsMax }) => {
    const period = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
    const uploads = streamUploads(store.statistics.streamUploads(period));
    return toAnswer(await analyseColumns(uploads, limits), { source: "stored", rowsMax });
  };
  return {
    defaults: UPLOAD_DEFAULTS,
    async analyseFile({ files, limits, bytesMax }) {
      const received = await receiveFiles(files, bytesMax);
      try {
        const report = await analyseLog(received.files[0]!, limits, () => {});
        return toAnswer(report, { source: "file", rowsMax: null });
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

type Rows = UploadsReport["tables"][number]["rows"];

interface AnswerOptions {
  readonly source: "file" | "stored";
  /** Of each analysis; null: all. */
  readonly rowsMax: number | null;
}

/** The JSON of `gait uploads`, every analysis under its name. */
const toAnswer = (report: UploadsReport, { source, rowsMax }: AnswerOptions): object => ({
  ...Object.fromEntries(
    report.tables.map(({ key, rows }) => [
      key,
      (rowsMax === null ? rows : takeGravest(key, { rows, most: rowsMax })).map(toPlainRow),
    ]),
  ),
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
    rows: Object.fromEntries(report.tables.map(({ key, rows }) => [key, rows.length])),
    source,
  },
});

/**
 * Of every user the gravest first, so that nobody is hidden behind who always moves much; in the analysis's own order. Most
 * analyses begin with the gravest; `forward` goes by users and times.
 */
function takeGravest(key: string, { rows, most }: { readonly rows: Rows; readonly most: number }): Rows {
  if (rows.length <= most) return rows;
  const places = Array.from(rows.keys());
  if (key === "forward") {
    const sizes = Float64Array.from(rows, (row) => Number(row["total_bytes"]));
    places.sort((a, b) => sizes[b]! - sizes[a]!);
  }
  const ofUser = new Map<unknown, number>();
  const ranks = new Uint32Array(rows.length);
  for (const place of places) {
    const user = rows[place]!["user_id"];
    const rank = ofUser.get(user) ?? 0;
    ranks[place] = rank;
    ofUser.set(user, rank + 1);
  }
  return places
    .sort((a, b) => ranks[a]! - ranks[b]!)
    .slice(0, most)
    .sort((a, b) => a - b)
    .map((place) => rows[place]!);
}

/** Bytes as numbers: exact up to nine petabytes. */
function toPlainRow(row: Rows[number]): object {
  const plain: Record<string, unknown> = {};
  for (const column in row) {
    const value = row[column];
    plain[column] = typeof value === "bigint" ? Number(value) : value;
  }
  return plain;
}
