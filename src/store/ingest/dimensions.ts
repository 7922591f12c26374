import type { Event } from "../../domain/index.ts";
import type { ColumnType } from "../engine.ts";
import { toHashUuid } from "../event-key.ts";
import { toStoredText } from "../stored-text.ts";

export type DimensionValue = string | number | boolean | null;

/** A part of an event that repeats: kept once, named by a key. */
export interface Dimension {
  readonly table: "actors" | "credentials" | "actions" | "addresses" | "tools" | "contexts";
  readonly key: "actor_key" | "credential_key" | "action_key" | "address_key" | "tool_key" | "context_key";
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Two events for which this gives the same thing (by `===`) have the same values; a cheap question before the values are made. */
  identify(event: Event): unknown;
  /** In the order of the columns. */
  toValues(event: Event): readonly DimensionValue[];
}

const text = (name: string): { name: string; type: ColumnType } => ({ name, type: "text" });

export const DIMENSIONS: readonly Dimension[] = [
  {
    table: "actors",
    key: "actor_key",
    columns: [
      text("actor_id"),
      text("actor_type"),
      text("actor_name"),
      text("actor_account"),
      { name: "automated", type: "boolean" },
    ],
    identify: (event) => event.actor,
    toValues: ({ actor }) => [actor.id, actor.type, actor.name, actor.account, actor.automated],
  },
  {
    table: "credentials",
    key: "credential_key",
    columns: [text("session"), text("access_key_id")],
    identify: ({ actor, accessKeyId }) =>
      actor.session === null ? accessKeyId : `${actor.session}\n${accessKeyId ?? ""}`,
    toValues: ({ actor, accessKeyId }) => [actor.session, accessKeyId],
  },
  {
    table: "actions",
    key: "action_key",
    columns: [
      text("action"),
      text("service"),
      text("action_class"),
      text("activity"),
      { name: "sensitivity", type: "integer" },
    ],
    identify: (event) => event.action,
    toValues: ({ action }) => [
      action.name,
      action.service,
      action.class,
      action.activity,
      action.sensitivity,
    ],
  },
  {
    table: "addresses",
    key: "address_key",
    columns: [text("address_kind"), text("address"), text("country")],
    identify: (event) => event.address,
    toValues: ({ address }) => [address.kind, address.text, address.country],
  },
  {
    table: "tools",
    key: "tool_key",
    columns: [text("tool_family"), text("tool"), text("tool_version"), text("tool_os")],
    identify: (event) => event.tool,
    toValues: ({ tool }) => [tool.family, tool.name, tool.version, tool.os],
  },
  {
    table: "contexts",
    key: "context_key",
    columns: [
      text("log_type"),
      text("outcome"),
      text("error_code"),
      text("account"),
      text("region"),
      text("device"),
    ],
    identify: (event) =>
      `${event.logType}\n${event.outcome}\n${event.errorCode}\n${event.account}\n${event.region}\n${event.device}`,
    toValues: (event) => [
      event.logType,
      event.outcome,
      event.errorCode,
      event.account,
      event.region,
      event.device,
    ],
  },
];

/** The different values of one dimension among the events of a flush, numbered from 0. */
export class DimensionRows {
  readonly dimension: Dimension;
  readonly digests: string[] = [];
  readonly values: (readonly DimensionValue[])[] = [];
  readonly #byIdentity = new Map<unknown, number>();
  readonly #byDigest = new Map<string, number>();

  constructor(dimension: Dimension) {
    this.dimension = dimension;
  }

  /** The number of this event's values. Instances differ where values do not: the digest decides. */
  add(event: Event): number {
    const identity = this.dimension.identify(event);
    const known = this.#byIdentity.get(identity);
    if (known !== undefined) return known;
    const values = this.dimension.toValues(event).map(toStoredValue);
    const digest = toHashUuid(JSON.stringify(values));
    let number = this.#byDigest.get(digest);
    if (number === undefined) {
      number = this.values.length;
      this.digests.push(digest);
      this.values.push(values);
      this.#byDigest.set(digest, number);
    }
    this.#byIdentity.set(identity, number);
    return number;
  }
}

const toStoredValue = (value: DimensionValue): DimensionValue =>
  typeof value === "string" ? toStoredText(value) : value;
