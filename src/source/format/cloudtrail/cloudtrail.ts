import { deliveryTime } from "../../input/s3-layout.ts";
import type { Format, Sample } from "../format.ts";
import { HISTORY_COLUMNS, HISTORY_COLUMNS_REQUIRED } from "./history-row.ts";
import { mapCloudTrail } from "./map-cloudtrail.ts";
import { unwrapRecord } from "./unwrap.ts";

/**
 * AWS CloudTrail in every container: files from S3, lists, one record a line, EventBridge, LookupEvents, Logstash,
 * exports of search engines, and the CSV that the console's event history gives.
 */
export const CLOUDTRAIL: Format = {
  id: "cloudtrail",
  logType: "aws-cloudtrail",
  // S3 files and the CLI's lookups; `logEvents` is what a log group's subscription delivers, `events` what searching it answers.
  listFields: ["Records", "Events", "logEvents", "events"],
  columns: HISTORY_COLUMNS,
  requiredColumns: HISTORY_COLUMNS_REQUIRED,
  rowsAreLines: false,
  recognises: isCloudTrail,
  toRecord: unwrapRecord,
  toEvent: mapCloudTrail,
};

const FIELDS = [
  "eventVersion",
  "userIdentity",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "requestParameters",
  "eventID",
  "eventType",
  "recipientAccountId",
  "insightDetails",
];
/** So many of the fields in the sample make it CloudTrail; records inside of JSON text have their quotes escaped. */
const FIELDS_MIN = 3;

function isCloudTrail({ text, name, isJson, columns }: Sample): boolean {
  if (!isJson) return HISTORY_COLUMNS_REQUIRED.every((column) => columns.has(column.toLowerCase()));
  if (deliveryTime(name) !== null) return true;
  if (text.includes('"digestS3Bucket"') || /^\s*\{\s*"Records"\s*:\s*\[\s*\]/.test(text)) return true;
  return (
    FIELDS.filter((field) => text.includes(`"${field}"`) || text.includes(`\\"${field}\\"`)).length >=
    FIELDS_MIN
  );
}
