import {
  type Event,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toEpochMs,
  toEventId,
} from "../../../domain/index.ts";
import { showValue } from "../../excerpt.ts";
import { toBytes, toText } from "../../field.ts";
import { parseEpoch, parseInstant } from "../../instant.ts";
import { type Refusal, refuse } from "../../trouble.ts";
import type { MapContext } from "../format.ts";
import { OutcomeReader } from "./outcome.ts";
import { findResource } from "./resource.ts";

/** Longer ids are none of AWS's; a hash of the content takes their place. */
const ID_CHARS_MAX = 200;

/**
 * One CloudTrail record as an event. A time and the name of the call are all that it must have; everything else may be
 * absent, null or of a wrong type.
 */
export function mapCloudTrail(record: JsonObject, context: MapContext): Event | Refusal {
  const at = readTime(record);
  if (typeof at !== "number") return at;
  const insight = record["eventName"] === undefined ? readInsight(record) : null;
  const eventName = insight?.name ?? toText(record["eventName"]);
  if (eventName === null) return refuseName(record["eventName"]);
  const { enricher } = context;
  const eventSource = insight?.source ?? toText(record["eventSource"]) ?? "";
  const userIdentity = record["userIdentity"];
  const identity = isJsonObject(userIdentity) ? userIdentity : null;
  const actor = enricher.toActor(identity, record);
  const errorCode = toText(record["errorCode"]);
  const additional = record["additionalEventData"];
  const transfer = isJsonObject(additional) ? additional : null;
  const { eventID } = record;
  return {
    id:
      typeof eventID === "string" && eventID !== "" && eventID.length <= ID_CHARS_MAX
        ? toEventId(eventID)
        : context.ids.toId(record),
    at: toEpochMs(at),
    receivedAt: context.receivedAt,
    logType: "aws-cloudtrail",
    actor,
    accessKeyId: identity === null ? null : toText(identity["accessKeyId"]),
    action: enricher.toAction(eventName, eventSource),
    outcome: OUTCOMES.toOutcome(errorCode, record),
    errorCode,
    account:
      toText(record["recipientAccountId"]) ?? (identity === null ? null : toText(identity["accountId"])),
    region: toText(record["awsRegion"]),
    address: enricher.toAddress(record["sourceIPAddress"]),
    tool: enricher.toTool(record["userAgent"]),
    device: null,
    resource: insight?.resource ?? findResource(record, eventSource),
    bytesIn: transfer === null ? null : toBytes(transfer["bytesTransferredIn"]),
    bytesOut: transfer === null ? null : toBytes(transfer["bytesTransferredOut"]),
    links: enricher.toLinks(record, actor),
  };
}

const OUTCOMES = new OutcomeReader();

/** Logstash drops `eventTime` and writes `@timestamp`. */
function readTime(record: JsonObject): number | Refusal {
  const value = record["eventTime"] ?? record["@timestamp"];
  if (value === undefined || value === null || value === "")
    return refuse("SOURCE_FIELD_MISSING", { field: "eventTime" });
  const at =
    typeof value === "string"
      ? parseInstant(value)
      : typeof value === "number"
        ? parseEpoch(value)
        : Number.NaN;
  if (!Number.isNaN(at)) return at;
  return refuse("SOURCE_FIELD_INVALID", { field: "eventTime", found: showValue(value), wanted: "a time" });
}

function refuseName(value: JsonValue | undefined): Refusal {
  if (value === undefined || value === null || value === "")
    return refuse("SOURCE_FIELD_MISSING", { field: "eventName" });
  return refuse("SOURCE_FIELD_INVALID", { field: "eventName", found: showValue(value), wanted: "a name" });
}

interface Insight {
  readonly name: string;
  readonly source: string;
  readonly resource: string | null;
}

/**
 * CloudTrail Insights tell of an unusual rate of a call; they are not the call. The event's action is the kind of
 * insight, its resource the call that it tells of.
 */
function readInsight(record: JsonObject): Insight | null {
  const details = record["insightDetails"];
  if (!isJsonObject(details)) return null;
  const about = [toText(details["eventSource"]), toText(details["eventName"])].filter(
    (part) => part !== null,
  );
  return {
    name: toText(details["insightType"]) ?? "Insight",
    source: "cloudtrail.amazonaws.com",
    resource: about.length === 0 ? null : about.join(":"),
  };
}
