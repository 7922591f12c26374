import { type Action, type Event, type JsonObject, toEpochMs } from "../../../domain/index.ts";
import { BoundedCache } from "../../../enrich/index.ts";
import { showValue } from "../../excerpt.ts";
import { Refusal, refuse } from "../../trouble.ts";
import type { Format, MapContext } from "../format.ts";
import { optionalAmount, requireText, requireTime } from "../row-field.ts";

const COLUMNS = ["timestamp", "user_id", "service", "bytes_uploaded"];

/** Uploads to cloud services, one row each: when, who, to which service, how many bytes. */
export const UPLOAD_LOG: Format = {
  id: "upload-log",
  logType: "upload",
  listFields: [],
  columns: COLUMNS,
  requiredColumns: COLUMNS,
  rowsAreLines: true,
  recognises: ({ columns }) => COLUMNS.every((column) => columns.has(column)) && !columns.has("action_type"),
  toRecord: (value) => value,
  toEvent: mapUpload,
};

/**
 * One row as an event. All four columns are needed: an upload without a size says nothing about volume. Sizes are whole
 * and exact: one that no double holds exactly, above 8 PiB, is refused rather than rounded.
 */
export function mapUpload(record: JsonObject, context: MapContext): Event | Refusal {
  const at = requireTime(record, "timestamp");
  if (at instanceof Refusal) return at;
  const userId = requireText(record, "user_id");
  if (userId instanceof Refusal) return userId;
  const service = requireText(record, "service");
  if (service instanceof Refusal) return service;
  const bytes = optionalAmount(record, "bytes_uploaded");
  if (bytes instanceof Refusal) return bytes;
  if (bytes === null) return refuse("SOURCE_FIELD_MISSING", { field: "bytes_uploaded" });
  if (!Number.isSafeInteger(bytes))
    return refuse("SOURCE_FIELD_INVALID", {
      field: "bytes_uploaded",
      found: showValue(record["bytes_uploaded"] ?? null),
      wanted: `whole bytes up to ${Number.MAX_SAFE_INTEGER}`,
    });
  return {
    id: context.ids.toId(record),
    at: toEpochMs(at),
    receivedAt: context.receivedAt,
    logType: "upload",
    actor: context.people.toActor(userId),
    accessKeyId: null,
    action: ACTIONS.toAction(service),
    outcome: "success",
    errorCode: null,
    account: null,
    region: null,
    address: context.enricher.toAddress(undefined),
    tool: context.enricher.toTool(undefined),
    device: null,
    resource: service,
    bytesIn: bytes,
    bytesOut: null,
    links: [],
  };
}

const SERVICES_MAX = 4096;

/** The upload action of each service, as shared objects. */
class UploadActions {
  readonly #known = new BoundedCache<Action>(SERVICES_MAX);

  toAction(service: string): Action {
    const known = this.#known.get(service);
    if (known !== undefined) return known;
    const action: Action = { name: "Upload", service, class: "upload", activity: "create", sensitivity: 1 };
    this.#known.set(service, action);
    return action;
  }
}

const ACTIONS = new UploadActions();
