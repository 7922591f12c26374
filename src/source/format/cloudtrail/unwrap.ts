import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { Refusal, refuse } from "../../trouble.ts";

/**
 * The CloudTrail record inside of what carried it: an EventBridge event (`detail`), an answer of LookupEvents
 * (`CloudTrailEvent`, JSON as text), a log event of CloudWatch or Logstash (`message`, JSON as text).
 * A digest is no event.
 */
export function unwrapRecord(value: JsonObject): JsonObject | Refusal {
  if (value["eventName"] !== undefined) return value;
  if (isJsonObject(value["detail"])) return fromEventBridge(value["detail"], value);
  const text = value["CloudTrailEvent"] ?? value["message"];
  if (typeof text === "string" && /^\s*\{/.test(text)) return fromText(text);
  if (typeof value["digestS3Bucket"] === "string")
    return new Refusal({ code: "SOURCE_DIGEST", details: {} }, true);
  return value;
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
