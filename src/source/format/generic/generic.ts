import {
  ACTION_CLASSES,
  type Action,
  type ActionClass,
  type Activity,
  type Event,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Outcome,
  toEpochMs,
  toEventId,
} from "../../../domain/index.ts";
import { BoundedCache } from "../../../enrich/index.ts";
import { showValue } from "../../excerpt.ts";
import { parseNumber, RESOURCE_CHARS_MAX, toText } from "../../field.ts";
import { parseEpoch, parseInstant } from "../../instant.ts";
import { Refusal, refuse } from "../../trouble.ts";
import type { Format, MapContext } from "../format.ts";
import { readDevice } from "../row-field.ts";
import type { ColumnMapping, MappedField } from "./column-mapping.ts";

/** Any log of rows or JSON objects, read by a mapping. Never recognised: a mapping must be given. */
export function createGenericFormat(mapping: ColumnMapping): Format {
  const actions = new MappedActions();
  return {
    id: "generic",
    logType: "generic",
    listFields: mapping.list === undefined ? [] : [mapping.list],
    columns: [mapping.time.column, ...columnsOf(mapping)],
    requiredColumns: [mapping.time.column, ...[mapping.actor, mapping.action].flatMap(columnOf)],
    rowsAreLines: false,
    recognises: () => false,
    toRecord: (value) => value,
    toEvent: (record, context) => mapGeneric(record, context, { mapping, actions }),
  };
}

const columnOf = (field: MappedField | undefined): readonly string[] =>
  field?.kind === "column" ? [field.column] : [];

function columnsOf(mapping: ColumnMapping): readonly string[] {
  const { actor, action, service, error_code, account, region, address, user_agent, device, resource } =
    mapping;
  const fields = [actor, action, service, error_code, account, region, address, user_agent, device, resource];
  return fields.flatMap(columnOf);
}

interface Reading {
  readonly mapping: ColumnMapping;
  readonly actions: MappedActions;
}

function mapGeneric(record: JsonObject, context: MapContext, { mapping, actions }: Reading): Event | Refusal {
  const at = readMappedTime(record, mapping.time);
  if (at instanceof Refusal) return at;
  const person = textOf(record, mapping.actor);
  if (person === null) return refuseMissing(mapping.actor);
  const name = textOf(record, mapping.action);
  if (name === null) return refuseMissing(mapping.action);
  const service = textOf(record, mapping.service) ?? "";
  const actionClass = readClass(record, mapping.class);
  if (actionClass instanceof Refusal) return actionClass;
  const bytesIn = readMappedBytes(record, mapping.bytes_in);
  if (bytesIn instanceof Refusal) return bytesIn;
  const bytesOut = readMappedBytes(record, mapping.bytes_out);
  if (bytesOut instanceof Refusal) return bytesOut;
  const id = mapping.id === undefined ? null : toText(valueAt(record, mapping.id));
  const { enricher } = context;
  return {
    id: id === null ? context.ids.toId(record) : toEventId(id),
    at: toEpochMs(at),
    receivedAt: context.receivedAt,
    logType: "generic",
    actor: context.people.toActor(person),
    accessKeyId: null,
    action:
      actionClass === null ? enricher.toAction(name, service) : actions.toAction(name, service, actionClass),
    outcome: readMappedOutcome(record, mapping.outcome),
    errorCode: textOf(record, mapping.error_code),
    account: textOf(record, mapping.account),
    region: textOf(record, mapping.region),
    address: enricher.toAddress(textOf(record, mapping.address) ?? undefined),
    tool: enricher.toTool(textOf(record, mapping.user_agent) ?? undefined),
    device: readDevice(textOf(record, mapping.device)),
    resource: textOf(record, mapping.resource, RESOURCE_CHARS_MAX),
    bytesIn,
    bytesOut,
    links: [],
  };
}

/** The value of a column; where no column has the name, of the nested field behind the dots. */
function valueAt(record: JsonObject, column: string): JsonValue | undefined {
  if (Object.hasOwn(record, column)) return record[column];
  if (!column.includes(".")) return undefined;
  let value: JsonValue | undefined = record;
  for (const name of column.split(".")) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function textOf(record: JsonObject, field: MappedField | undefined, max?: number): string | null {
  if (field === undefined) return null;
  if (field.kind === "constant") return field.constant;
  const text = toText(valueAt(record, field.column), max)?.trim();
  return text === undefined || text === "" ? null : text;
}

const refuseMissing = (field: MappedField): Refusal =>
  refuse("SOURCE_FIELD_MISSING", { field: field.kind === "column" ? field.column : "" });

function readMappedTime(record: JsonObject, time: ColumnMapping["time"]): number | Refusal {
  const value = valueAt(record, time.column);
  if (value === undefined || value === null || value === "")
    return refuse("SOURCE_FIELD_MISSING", { field: time.column });
  const at = TIME_READERS[time.format](value);
  if (!Number.isNaN(at)) return at;
  const wanted = time.format === "auto" ? "a time" : `a time as ${time.format}`;
  return refuse("SOURCE_FIELD_INVALID", { field: time.column, found: showValue(value), wanted });
}

const toNumber = (value: JsonValue): number =>
  typeof value === "number" ? value : typeof value === "string" ? parseNumber(value) : Number.NaN;
const isoOf = (value: JsonValue): number => (typeof value === "string" ? parseInstant(value) : Number.NaN);
/** Seconds and milliseconds as the mapping says, whatever their size. */
const epochOf = (number: number, factor: number): number =>
  number > 0 && Number.isSafeInteger(Math.round(number * factor)) ? Math.round(number * factor) : Number.NaN;

const TIME_READERS: Readonly<Record<ColumnMapping["time"]["format"], (value: JsonValue) => number>> = {
  auto: (value) => {
    const at = isoOf(value);
    return Number.isNaN(at) ? parseEpoch(toNumber(value)) : at;
  },
  iso: isoOf,
  epoch_s: (value) => epochOf(toNumber(value), 1000),
  epoch_ms: (value) => epochOf(toNumber(value), 1),
};

function readMappedBytes(record: JsonObject, bytes: ColumnMapping["bytes_in"]): number | null | Refusal {
  if (bytes === undefined) return null;
  const value = valueAt(record, bytes.column);
  if (value === undefined || value === null || value === "") return null;
  const size = Math.round(toNumber(value) * bytes.factor);
  if (size >= 0 && Number.isSafeInteger(size)) return size;
  return refuse("SOURCE_FIELD_INVALID", {
    field: bytes.column,
    found: showValue(value),
    wanted: "a number from 0 up",
  });
}

function readMappedOutcome(record: JsonObject, outcome: ColumnMapping["outcome"]): Outcome {
  const text = outcome === undefined ? null : toText(valueAt(record, outcome.column));
  if (outcome === undefined || text === null || outcome.success.includes(text)) return "success";
  return outcome.denied.includes(text) ? "denied" : "failure";
}

function readClass(record: JsonObject, mapped: ColumnMapping["class"]): ActionClass | null | Refusal {
  if (mapped === undefined) return null;
  if ("constant" in mapped) return mapped.constant;
  const text = toText(valueAt(record, mapped.column));
  if (text === null) return null;
  const word = text.trim().toLowerCase();
  const wanted = `one of ${ACTION_CLASSES.join(", ")}`;
  return (
    ACTION_CLASSES.find((name) => name === word) ??
    refuse("SOURCE_FIELD_INVALID", { field: mapped.column, found: showValue(text), wanted })
  );
}

const ACTIVITY_OF: Readonly<Record<ActionClass, Activity>> = {
  login: "logon",
  logout: "logoff",
  download: "read",
  upload: "create",
  delete: "delete",
  view: "read",
  admin: "update",
};

const ACTIONS_MAX = 4096;

/** Actions whose class the log itself states, as shared objects. */
class MappedActions {
  readonly #known = new BoundedCache<Action>(ACTIONS_MAX);

  toAction(name: string, service: string, actionClass: ActionClass): Action {
    const key = `${actionClass}\n${service}\n${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const sensitivity = actionClass === "admin" || actionClass === "delete" ? 2 : 0;
    const action: Action = {
      name,
      service,
      class: actionClass,
      activity: ACTIVITY_OF[actionClass],
      sensitivity,
    };
    this.#known.set(key, action);
    return action;
  }
}
