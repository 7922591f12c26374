import type { Event, EventId } from "../domain/index.ts";

/** An event as the store gives it, and the input whose record it was. */
export interface ListedEvent {
  readonly event: Event;
  readonly origin: { readonly hash: string; readonly name: string; readonly position: number };
}

/** An event for programs; field names are part of the interface. Times are ISO 8601, UTC. */
export const toEventJson = ({ event, origin }: ListedEvent): object => ({
  id: event.id,
  time: toIso(event.at),
  received_at: toIso(event.receivedAt),
  log_type: event.logType,
  actor: event.actor,
  access_key_id: event.accessKeyId,
  action: event.action,
  outcome: event.outcome,
  error_code: event.errorCode,
  account: event.account,
  region: event.region,
  address: event.address,
  tool: event.tool,
  device: event.device,
  resource: event.resource,
  bytes_in: event.bytesIn,
  bytes_out: event.bytesOut,
  links: event.links.map(({ kind, accessKeyId, target }) => ({ kind, access_key_id: accessKeyId, target })),
  input: { name: origin.name, sha256: origin.hash, position: origin.position },
});

type Cell = string | number | null;
type CellOf = (listed: ListedEvent) => Cell;

/** One column per field, for tables of other programs. */
export const EVENT_COLUMNS: readonly (readonly [name: string, toCell: CellOf])[] = [
  ["id", ({ event }): EventId => event.id],
  ["time", ({ event }) => toIso(event.at)],
  ["log_type", ({ event }) => event.logType],
  ["actor_id", ({ event }) => event.actor.id],
  ["actor_type", ({ event }) => event.actor.type],
  ["actor_name", ({ event }) => event.actor.name],
  ["session", ({ event }) => event.actor.session],
  ["access_key_id", ({ event }) => event.accessKeyId],
  ["service", ({ event }) => event.action.service],
  ["action", ({ event }) => event.action.name],
  ["action_class", ({ event }) => event.action.class],
  ["outcome", ({ event }) => event.outcome],
  ["error_code", ({ event }) => event.errorCode],
  ["account", ({ event }) => event.account],
  ["region", ({ event }) => event.region],
  ["address", ({ event }) => event.address.text],
  ["country", ({ event }) => event.address.country],
  ["tool", ({ event }) => event.tool.name],
  ["tool_version", ({ event }) => event.tool.version],
  ["device", ({ event }) => event.device],
  ["resource", ({ event }) => event.resource],
  ["bytes_in", ({ event }) => event.bytesIn],
  ["bytes_out", ({ event }) => event.bytesOut],
  ["input", ({ origin }) => origin.name],
  ["position", ({ origin }) => origin.position],
];

/** A spreadsheet takes a cell that begins so for a formula, and log text is written by strangers. */
const FORMULA = /^[=+\-@\t\r]/;

export function toCsvCells(listed: ListedEvent): readonly (string | number | null)[] {
  return EVENT_COLUMNS.map(([, toCell]) => {
    const cell = toCell(listed);
    return typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell;
  });
}

export const toIso = (ms: number): string => new Date(ms).toISOString();
