import {
  ACTION_CLASSES,
  type Action,
  type ActionClass,
  type Activity,
  type Event,
  type JsonObject,
  type Sensitivity,
  toEpochMs,
} from "../../../domain/index.ts";
import { showValue } from "../../excerpt.ts";
import { RESOURCE_CHARS_MAX, toText } from "../../field.ts";
import { Refusal, refuse } from "../../trouble.ts";
import type { Format, MapContext, Sample } from "../format.ts";
import { optionalAmount, readDevice, requireText, requireTime } from "../row-field.ts";

const REQUIRED = ["user_id", "timestamp", "action_type"];

/** What users did, one row or object each, with the fields of the prediction API. */
export const USER_ACTIVITY: Format = {
  id: "user-activity",
  logType: "activity",
  listFields: ["instances", "events"],
  columns: [
    ...REQUIRED,
    "resource_id",
    "ip_address",
    "data_volume_mb",
    "location",
    "device_type",
    "failed_attempts",
    "location_change",
    "explain",
  ],
  requiredColumns: REQUIRED,
  rowsAreLines: true,
  recognises: isUserActivity,
  toRecord: (value) => value,
  toEvent: mapUserActivity,
};

function isUserActivity({ text, isJson, columns }: Sample): boolean {
  return REQUIRED.every((field) => (isJson ? text.includes(`"${field}"`) : columns.has(field)));
}

/** One megabyte of `data_volume_mb`. */
const MEGABYTE = 1024 * 1024;

/**
 * One row as an event. `data_volume_mb` of an upload went into the cloud, of anything else out of it.
 * `failed_attempts` and `location_change` stay in the record: they are features, not part of what happened.
 */
export function mapUserActivity(record: JsonObject, context: MapContext): Event | Refusal {
  const at = requireTime(record, "timestamp");
  if (at instanceof Refusal) return at;
  const userId = requireText(record, "user_id");
  if (userId instanceof Refusal) return userId;
  const action = readAction(record);
  if (action instanceof Refusal) return action;
  const megabytes = optionalAmount(record, "data_volume_mb");
  if (megabytes instanceof Refusal) return megabytes;
  const attempts = optionalAmount(record, "failed_attempts");
  if (attempts instanceof Refusal) return attempts;
  const bytes = megabytes === null ? null : Math.round(megabytes * MEGABYTE);
  const isUpload = action.class === "upload";
  return {
    id: context.ids.toId(record),
    at: toEpochMs(at),
    receivedAt: context.receivedAt,
    logType: "activity",
    actor: context.people.toActor(userId),
    accessKeyId: null,
    action,
    outcome: "success",
    errorCode: null,
    account: null,
    region: toText(record["location"]),
    address: context.enricher.toAddress(record["ip_address"] === "" ? undefined : record["ip_address"]),
    tool: context.enricher.toTool(undefined),
    device: readDevice(record["device_type"]),
    resource: toText(record["resource_id"], RESOURCE_CHARS_MAX),
    bytesIn: isUpload ? bytes : null,
    bytesOut: isUpload ? null : bytes,
    links: [],
  };
}

function readAction(record: JsonObject): Action | Refusal {
  const text = requireText(record, "action_type");
  if (text instanceof Refusal) return text;
  const word = text.toLowerCase();
  const known = ACTION_CLASSES.find((name) => name === word);
  if (known !== undefined) return ACTIONS[known];
  const wanted = `one of ${ACTION_CLASSES.join(", ")}`;
  return refuse("SOURCE_FIELD_INVALID", { field: "action_type", found: showValue(text), wanted });
}

const act = (name: ActionClass, activity: Activity, sensitivity: Sensitivity): Action => ({
  name,
  service: "activity",
  class: name,
  activity,
  sensitivity,
});

const ACTIONS: Readonly<Record<ActionClass, Action>> = {
  login: act("login", "logon", 0),
  logout: act("logout", "logoff", 0),
  download: act("download", "read", 1),
  upload: act("upload", "create", 1),
  delete: act("delete", "delete", 2),
  view: act("view", "read", 0),
  admin: act("admin", "update", 2),
};
