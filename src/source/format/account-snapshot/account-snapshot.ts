import { type Action, type Event, type JsonObject, toEpochMs } from "../../../domain/index.ts";
import { toText } from "../../field.ts";
import { Refusal, refuse } from "../../trouble.ts";
import type { Format, MapContext } from "../format.ts";
import { optionalNumber, readDevice, requireText, requireTime } from "../row-field.ts";

/** Columns that hold numbers: rates per day, minutes, counts, days, gigabytes. */
export const SNAPSHOT_NUMBERS = [
  "login_frequency",
  "avg_session_duration",
  "failed_login_attempts",
  "successful_login_attempts",
  "account_age_days",
  "total_storage_usage_GB",
  "storage_increase_rate_GB_per_day",
  "number_of_accounts_accessed",
  "security_alerts",
] as const;
/** Columns that hold words. */
export const SNAPSHOT_WORDS = ["ip_address", "device_type", "login_location", "login_time_of_day"] as const;
/** 1 or 0 where people have judged the account. */
export const SNAPSHOT_LABEL = "is_account_compromised";
/** Not every snapshot says when it was taken. */
const SNAPSHOT_TIME = "timestamp";

/** Behaviour of accounts, one row each, as it stood at one time. */
export const ACCOUNT_SNAPSHOT: Format = {
  id: "account-snapshot",
  logType: "account-snapshot",
  listFields: [],
  columns: ["user_id", SNAPSHOT_TIME, SNAPSHOT_LABEL, ...SNAPSHOT_NUMBERS, ...SNAPSHOT_WORDS],
  requiredColumns: ["user_id", ...SNAPSHOT_NUMBERS],
  rowsAreLines: true,
  recognises: ({ columns }) =>
    columns.has("user_id") && SNAPSHOT_NUMBERS.every((column) => columns.has(column.toLowerCase())),
  toRecord: (value) => value,
  toEvent: mapAccountSnapshot,
};

/**
 * One row as an event that says "this is how the account looked"; its numbers stay in the record. Without a time of
 * its own, a snapshot was taken when it was read. Rates and storage may be negative: storage shrinks.
 */
export function mapAccountSnapshot(record: JsonObject, context: MapContext): Event | Refusal {
  const at = toText(record[SNAPSHOT_TIME]) === null ? context.receivedAt : requireTime(record, SNAPSHOT_TIME);
  if (at instanceof Refusal) return at;
  const userId = requireText(record, "user_id");
  if (userId instanceof Refusal) return userId;
  for (const field of SNAPSHOT_NUMBERS) {
    const number = optionalNumber(record, field);
    if (number instanceof Refusal) return number;
    if (number === null) return refuse("SOURCE_FIELD_MISSING", { field });
  }
  return {
    id: context.ids.toId(record),
    at: toEpochMs(at),
    receivedAt: context.receivedAt,
    logType: "account-snapshot",
    actor: context.people.toActor(userId),
    accessKeyId: null,
    action: SNAPSHOT,
    outcome: "success",
    errorCode: null,
    account: null,
    region: toText(record["login_location"]),
    address: context.enricher.toAddress(record["ip_address"] === "" ? undefined : record["ip_address"]),
    tool: context.enricher.toTool(undefined),
    device: readDevice(record["device_type"]),
    resource: null,
    bytesIn: null,
    bytesOut: null,
    links: [],
  };
}

const SNAPSHOT: Action = {
  name: "AccountSnapshot",
  service: "accounts",
  class: "view",
  activity: "other",
  sensitivity: 0,
};
