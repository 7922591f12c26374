import type { UploadAnalyses } from "../../assistant/index.ts";
import type { JsonObject } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { openUploadTable, UPLOAD_DEFAULTS, type UploadQueryName } from "../../store/queries/uploads/index.ts";

const ANALYSES = {
  bursts: "Bursts: overlapping hours with over 100 MB",
  multi_service_sliding: "Bursts over many services",
  daily_z_leave_one_out: "Days far above the user's other days",
  daily_robust: "Days far above the user's median day",
} as const satisfies Partial<Record<UploadQueryName, string>>;
const NAMES = Object.keys(ANALYSES) as readonly (keyof typeof ANALYSES)[];
const ROWS_SHOWN = 5;
const MICROS = 1000n;

/** The upload analyses over the uploads that are stored; null: there are none. */
export async function readUploads(store: Store): Promise<UploadAnalyses | null> {
  const { eventsByLogType } = await store.events.readStats();
  if ((eventsByLogType.upload ?? 0) === 0) return null;
  const table = await openUploadTable();
  const users = new Set<string>();
  let uploads = 0;
  try {
    for await (const batch of store.events.streamEvents({})) {
      const rows = Array.from({ length: batch.length }, (_, row) => row).filter(
        (row) => batch.contexts[row]!.logType === "upload",
      );
      uploads += rows.length;
      for (const row of rows) users.add(batch.actors[row]!.name);
      table.append({
        times: rows.map((row) => BigInt(batch.at[row]!) * MICROS),
        users: rows.map((row) => batch.actors[row]!.name),
        services: rows.map((row) => batch.actions[row]!.service),
        bytes: rows.map((row) => BigInt(Math.max(0, Math.round(batch.bytesIn[row]! || 0)))),
      });
    }
    const analyses = [];
    for (const name of NAMES) {
      const rows: readonly Readonly<Record<string, unknown>>[] = await table.query(name, UPLOAD_DEFAULTS);
      analyses.push({
        name,
        title: ANALYSES[name],
        rows: rows.length,
        users: [...new Set(rows.map((row) => String(row["user_id"])))],
        first: rows.slice(0, ROWS_SHOWN).map(toJson),
      });
    }
    return { uploads, users: users.size, analyses };
  } finally {
    table.close();
  }
}

const toJson = (row: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : String(value),
    ]),
  );
