import type { Device, LogType, Outcome } from "../../domain/index.ts";
import type { RowLayout } from "./rows.ts";

/** Columns of an event row's `fields`. Numbers point into tables of the sender, later into those of the log. */
export const EVENT_FIELD = {
  actor: 0,
  action: 1,
  address: 2,
  tool: 3,
  context: 4,
  /** Key number + 1; 0: none. */
  accessKey: 5,
  /** Code (`toValueCode`) of the session name. */
  session: 6,
  /** Code of the thing acted on. */
  resource: 7,
  /** Code of what holds it: the bucket of an object; the thing itself where nothing holds it. */
  container: 8,
  /** `ID_UUID` or `ID_TEXT`. */
  idKind: 9,
} as const;

/** Columns of an event row's `values`; NaN: the log does not say. */
export const EVENT_VALUE = { bytesIn: 0, bytesOut: 1 } as const;

/** One event: 80 bytes. */
export const EVENT_LAYOUT: RowLayout = { fields: 10, values: 2 };

/** The id's words are a packed UUID. */
export const ID_UUID = 0;
/** The id's words are the number of a text, its fingerprint (two words), and 0. */
export const ID_TEXT = 1;

/** What an event shares with many others besides actor, action, address and tool. */
export interface EventContext {
  readonly logType: LogType;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly device: Device | null;
}
