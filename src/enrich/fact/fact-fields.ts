import {
  ACTION_CLASSES,
  ACTIVITIES,
  ACTOR_TYPES,
  ADDRESS_KINDS,
  OUTCOMES,
  TOOL_FAMILIES,
} from "../../domain/index.ts";
import { AUDIENCES } from "./audience.ts";
import { EXPOSURE_KINDS } from "./exposure-row.ts";
import { HOLIDAY_COUNTRIES } from "./public-holiday.ts";

/** A field that rules can name. */
export interface FactField {
  /** As it is written in a rule. */
  readonly name: string;
  readonly type: "text" | "number" | "boolean" | "list";
  readonly meaning: string;
  /** All values it can have; null: any. */
  readonly values: readonly string[] | null;
}

const text = (name: string, meaning: string, values: readonly string[] | null = null): FactField => ({
  name: `gait.${name}`,
  type: "text",
  meaning,
  values,
});
const number = (name: string, meaning: string): FactField => ({
  name: `gait.${name}`,
  type: "number",
  meaning,
  values: null,
});
const boolean = (name: string, meaning: string): FactField => ({
  name: `gait.${name}`,
  type: "boolean",
  meaning,
  values: null,
});
const list = (name: string, meaning: string): FactField => ({
  name: `gait.${name}`,
  type: "list",
  meaning,
  values: null,
});

/** Every field under `gait` of a record that rules look at. A field is missing or null where the log does not say. */
export const FACT_FIELDS: readonly FactField[] = [
  text("action.name", "The call's plain name, without the date of its API."),
  text("action.service", "Short name of the service: `s3`."),
  text("action.class", "Which of the seven kinds of action it is.", ACTION_CLASSES),
  text("action.activity", "What the call does to its resource.", ACTIVITIES),
  number("action.sensitivity", "Harm in the wrong hands, from 0 (none to speak of) to 3 (critical)."),
  text("outcome", "Whether it worked; `denied` is a refusal for want of permission.", OUTCOMES),
  text("actor.id", "Stable id of the identity: never a key."),
  text("actor.type", "Kind of the identity.", ACTOR_TYPES),
  text("actor.name", "Short name of the identity."),
  text("actor.session", "Name of the role session, which its caller chose."),
  text("actor.account", "Account of the identity."),
  boolean("actor.automated", "True for services, instance roles and the like: no person at a keyboard."),
  text("address.kind", "What stands in the address field.", ADDRESS_KINDS),
  text("address.text", "The address in its canonical form, or the text as it is."),
  text("address.country", "ISO 3166-1 alpha-2 code of a public address."),
  text("tool.family", "Kind of tool that the user agent states.", TOOL_FAMILIES),
  text("tool.name", "Name of that tool."),
  text("tool.version", "Version of that tool."),
  text("tool.os", "Operating system, or the AWS runtime, that the user agent states."),
  number("bytes_in", "Bytes into the cloud."),
  number("bytes_out", "Bytes out of the cloud."),
  text("resource", "The thing acted on: an ARN where the log gives one, else a name."),
  number(
    "names_asked",
    "How many parameters or secrets the call asks for by name at once; missing where it takes one.",
  ),
  text("region", "Region in which it happened."),
  text("account", "Account in which it happened."),
  number("time.hour", "Hour of the day in UTC, 0 to 23."),
  number("time.weekday", "Day of the week in UTC, 0 (Monday) to 6 (Sunday)."),
  boolean("time.weekend", "Saturday or Sunday in UTC."),
  text("time.date", "Day in UTC: `2026-12-25`."),
  boolean(
    "time.holiday",
    `A nationwide public holiday, by the day in UTC, of the country that the address is in. Known of ${HOLIDAY_COUNTRIES.join(", ")}.`,
  ),
  boolean("cross_account", "The caller belongs to another account than the one in which it happened."),
  text("target.user", "User that an IAM call is about."),
  text("target.role", "Role that an IAM call is about, or that is taken on."),
  boolean("target.self", "The IAM call is about its caller: named, or nobody is named."),
  boolean("policy.admin", "The call gives rights to everything."),
  boolean(
    "policy.powerful",
    "The call gives rights to everything, to all of a service, or to pass any role.",
  ),
  text("policy.name", "Name of the policy."),
  text("policy.attached_to", "User, role, group, permission set or principal that gets the rights."),
  text("exposure.direction", "`grant` opens, `revoke` closes.", ["grant", "revoke"]),
  text("exposure.audience", "The widest reach of those let in.", AUDIENCES),
  text("exposure.kind", "What is opened or closed.", EXPOSURE_KINDS),
  list("exposure.principals", "Those let in or shut out, as the call names them."),
  list("exposure.accounts", "12-digit accounts among them, other than the own."),
  list("exposure.ports", "Ports opened or closed: `22`, `8000-8080`, `0-65535`, `all`, `icmp`."),
  boolean(
    "exposure.sensitive_ports",
    "Remote control, databases, file shares or cluster controls are among the ports.",
  ),
];
