import type { Actor, IdentityLink } from "./actor.ts";
import type { EpochMs, EventId } from "./id.ts";

/** Where an event's fields come from. */
export const LOG_TYPES = ["aws-cloudtrail", "upload", "activity", "account-snapshot", "generic"] as const;
export type LogType = (typeof LOG_TYPES)[number];

/** The seven action types of the user-activity format; every action of every log has one. */
export const ACTION_CLASSES = ["login", "logout", "download", "upload", "delete", "view", "admin"] as const;
export type ActionClass = (typeof ACTION_CLASSES)[number];

/** OCSF API Activity: what the call does to its resource. */
export const ACTIVITIES = ["create", "read", "update", "delete", "logon", "logoff", "other"] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** How much harm an action can do in the wrong hands: 0 none to speak of, 1 low, 2 high, 3 critical. */
export type Sensitivity = 0 | 1 | 2 | 3;

export interface Action {
  /** The call's plain name: versioned names (`UpdateFunctionCode20150331v2`) equal their plain form. */
  readonly name: string;
  /** Short service name (`s3`), without `.amazonaws.com`. */
  readonly service: string;
  readonly class: ActionClass;
  readonly activity: Activity;
  readonly sensitivity: Sensitivity;
}

export const OUTCOMES = ["success", "denied", "failure"] as const;
/** `denied`: refused for want of permission. `failure`: any other error. */
export type Outcome = (typeof OUTCOMES)[number];

export const ADDRESS_KINDS = [
  "public",
  "private", // RFC 1918, link-local, loopback, unique-local, carrier-grade NAT
  "reserved", // documentation, multicast, unspecified
  "service", // a service name stands where the address should: `cloudtrail.amazonaws.com`
  "aws-internal", // the text `AWS Internal`
  "invalid", // something that is no address: `253.252.51.07`
  "absent",
] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** Where the call came from. Instances are shared between events. */
export interface Address {
  readonly kind: AddressKind;
  /** Canonical text of a valid address, the raw text otherwise; null when absent. */
  readonly text: string | null;
  /** ISO 3166-1 alpha-2; null: not public, or not in the database. */
  readonly country: string | null;
}

export const TOOL_FAMILIES = [
  "console",
  "cli",
  "sdk",
  "infrastructure-as-code",
  "browser",
  "aws-service",
  "offensive",
  "other",
  "absent",
] as const;
export type ToolFamily = (typeof TOOL_FAMILIES)[number];

/** What made the call, from the user agent. Instances are shared between events. */
export interface Tool {
  readonly family: ToolFamily;
  /** `aws-cli`, `Boto3`, `Terraform`, `Chrome`. */
  readonly name: string;
  readonly version: string | null;
  readonly os: string | null;
}

export const DEVICES = ["desktop", "mobile", "tablet", "server"] as const;
export type Device = (typeof DEVICES)[number];

/** One record, normalised: who did what, to what, from where, with what outcome and how many bytes. */
export interface Event {
  readonly id: EventId;
  /** When it happened, by the log's own clock. */
  readonly at: EpochMs;
  /** When we read it; never used in a window. */
  readonly receivedAt: EpochMs;
  readonly logType: LogType;
  readonly actor: Actor;
  /** Access key that signed the call, permanent or temporary; follows one person through roles. */
  readonly accessKeyId: string | null;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  /** The account in which it happened; null: the log does not say. */
  readonly account: string | null;
  /** AWS region, or a free place name from a user-activity log. */
  readonly region: string | null;
  readonly address: Address;
  readonly tool: Tool;
  readonly device: Device | null;
  /** The thing acted on: an ARN where the log gives one, else a name. */
  readonly resource: string | null;
  /** Into the cloud. null: the log does not say. 0: it says none. */
  readonly bytesIn: number | null;
  /** Out of the cloud. null: the log does not say. 0: it says none. */
  readonly bytesOut: number | null;
  /** Identities that this event handed over or made; empty for nearly all events. */
  readonly links: readonly IdentityLink[];
}

/** Where a record stood: the input's name and the record's ordinal in it, from 0. */
export interface Origin {
  readonly file: string;
  readonly position: number;
}
