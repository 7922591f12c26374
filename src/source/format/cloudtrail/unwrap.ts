import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { Refusal, refuse } from "../../trouble.ts";
import { fromHistoryRow, isHistoryRow } from "./history-row.ts";

/**
 * The CloudTrail record inside of what carried it: an EventBridge event (`detail`), an answer of LookupEvents
 * (`CloudTrailEvent`, JSON as text), a log event of CloudWatch or Logstash (`message`, JSON as text), what searches of
 * Elasticsearch (`_source`, `event.original`) and Splunk (`result`, `_raw`) export, a row of the console's CSV.
 * A digest is no event.
 */
export function unwrapRecord(value: JsonObject): JsonObject | Refusal {
  if (value["eventName"] !== undefined) return value;
  if (isJsonObject(value["detail"])) return fromEventBridge(value["detail"], value);
  if (isHistoryRow(value)) return fromHistoryRow(value);
  const text = value["CloudTrailEvent"] ?? value["message"] ?? exportedText(value);
  if (typeof text === "string" && /^\s*\{/.test(text)) return fromText(text);
  if (typeof value["digestS3Bucket"] === "string")
    return new Refusal({ code: "SOURCE_DIGEST", details: {} }, true);
  for (const around of ["_source", "result"]) {
    const inner = value[around];
    // Once: what is nested in itself is nobody's export.
    if (isJsonObject(inner) && inner[around] === undefined) return unwrapRecord(inner);
  }
  return value;
}

/** The record as it came, beside what a search engine made of it. */
function exportedText(value: JsonObject): JsonValue | undefined {
  const event = value["event"];
  return value["_raw"] ?? (isJsonObject(event) ? event["original"] : undefined);
}

/** The time around a record stands in for a missing one of its own. */
function fromEventBridge(detail: JsonObject, envelope: JsonObject): JsonObject {
  const time = envelope["time"];
  if (detail["eventTime"] !== undefined || typeof time !== "string") return detail;
  return { ...detail, eventTime: time };
}

function fromText(text: string): JsonObject | Refusal {
  try {
    const record: JsonValue = JSON.parse(text);
    if (isJsonObject(record)) return record;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return refuse("SOURCE_JSON_INVALID", { why: "the text inside it is no JSON object" });
}
