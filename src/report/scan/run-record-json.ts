import type { EpochMs, JsonValue, RunRecord } from "../../domain/index.ts";
import { toIsoTime } from "./finding-json.ts";

const maybeTime = (at: EpochMs | null): string | null => (at === null ? null : toIsoTime(at));

/** The run's record as programs read it: snake_case names, ISO times. */
export function toRunRecordJson(record: RunRecord): Readonly<Record<string, JsonValue>> {
  return {
    version: 1,
    started: toIsoTime(record.startedAt),
    seconds: Math.round(record.seconds * 1000) / 1000,
    threads: record.threads,
    files: record.files,
    bytes: record.bytes,
    records: record.records,
    events: record.events,
    duplicates: record.duplicates,
    rejected: record.rejected,
    outside_range: record.outside,
    events_per_second: Math.round(record.events / Math.max(record.seconds, 0.001)),
    first_event: maybeTime(record.firstAt),
    last_event: maybeTime(record.lastAt),
    log_types: { ...record.logTypes },
    rejected_by_code: { ...record.rejectedByCode },
    rejects: record.rejects.map(({ origin, code, reason, excerpt }) => ({
      file: origin.file,
      position: origin.position,
      code,
      reason,
      excerpt,
    })),
    skipped_count: record.skippedCount,
    skipped: record.skipped.map((one) => ({ ...one })),
    problems: record.problems.map(({ code, text, remedy }) => ({ code, text, remedy })),
    detectors: record.detectors,
    looked: record.looked,
    not_looked: record.notLooked.map((one) => ({ ...one })),
    findings: { ...record.findings },
    incidents: record.incidents,
    notes: [...record.notes],
  };
}
