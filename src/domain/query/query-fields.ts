import { ACTOR_TYPES } from "../actor.ts";
import {
  ACTION_CLASSES,
  ACTIVITIES,
  ADDRESS_KINDS,
  DEVICES,
  LOG_TYPES,
  OUTCOMES,
  TOOL_FAMILIES,
} from "../event.ts";
import { DETECTOR_KINDS, ENTITY_TYPES, SEVERITIES } from "../finding.ts";
import { TRIAGE_STATES } from "../triage.ts";
import { VERDICTS } from "../verdict.ts";
import { defineField, type QueryField, type QuerySubject } from "./query-field.ts";

/** Days of the week as queries spell them, Monday first. */
export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** What is known of an event; of a finding, what is known of the events that it stands on. */
const OF_EVENTS: readonly QueryField[] = [
  defineField("action", "text", {
    meaning: "the call",
    aliases: ["event.action", "eventName"],
    examples: ["action:GetObject", "action:Delete*"],
  }),
  defineField("service", "text", {
    meaning: "the service that was called",
    aliases: ["event.provider", "eventSource"],
    examples: ["service:s3", "service:(iam or sts)"],
  }),
  defineField("class", "choice", {
    meaning: "kind of action",
    aliases: ["action_class", "event.category"],
    choices: ACTION_CLASSES,
    examples: ["class:download"],
  }),
  defineField("activity", "choice", {
    meaning: "what the action does to its resource",
    aliases: ["event.type"],
    choices: ACTIVITIES,
    examples: ["activity:delete"],
  }),
  defineField("sensitivity", "number", {
    meaning: "harm that the action can do in the wrong hands: 0 none to speak of, 3 critical",
    examples: ["sensitivity >= 2"],
    isGroupable: true,
  }),
  defineField("outcome", "choice", {
    meaning: "how it ended; denied: for want of permission",
    aliases: ["event.outcome"],
    choices: OUTCOMES,
    examples: ["outcome:denied"],
  }),
  defineField("error", "text", {
    meaning: "error code",
    aliases: ["error.code", "errorCode", "error_code"],
    examples: ["error:AccessDenied"],
  }),
  defineField("region", "text", {
    meaning: "cloud region, or a place that the log names",
    aliases: ["cloud.region", "awsRegion"],
    examples: ["region:eu-*"],
  }),
  defineField("account", "text", {
    meaning: "account in which it happened",
    aliases: ["cloud.account.id", "recipientAccountId"],
    examples: ["account:123456789012"],
  }),
  defineField("address", "address", {
    meaning: "where the call came from; also a network (10.0.0.0/8)",
    aliases: ["ip", "source.ip", "sourceIPAddress"],
    examples: ["address:198.51.100.7", "address:198.51.100.0/24"],
    isGroupable: true,
  }),
  defineField("address_kind", "choice", {
    meaning: "what kind of address that is",
    choices: ADDRESS_KINDS,
    examples: ["address_kind:public"],
  }),
  defineField("country", "text", {
    meaning: "country of the address, two letters (ISO 3166-1)",
    aliases: ["source.geo.country_iso_code"],
    examples: ["country:DE", "not country:(DE or FR)"],
  }),
  defineField("tool", "text", {
    meaning: "what made the call",
    aliases: ["user_agent.name"],
    examples: ["tool:aws-cli"],
  }),
  defineField("tool_family", "choice", {
    meaning: "kind of tool",
    choices: TOOL_FAMILIES,
    examples: ["tool_family:offensive"],
  }),
  defineField("resource", "text", {
    meaning: "the thing acted on",
    examples: ["resource:*payroll*"],
  }),
];

const ACTOR_FIELDS: readonly QueryField[] = [
  defineField("user", "text", {
    meaning: "name or id of the actor",
    aliases: ["actor", "user.name", "user.id", "userIdentity.arn"],
    examples: ["user:alice", 'user:"arn:aws:iam::123456789012:user/alice"'],
  }),
  defineField("user_type", "choice", {
    meaning: "kind of actor",
    aliases: ["actor_type", "userIdentity.type"],
    choices: ACTOR_TYPES,
    examples: ["user_type:root"],
  }),
];

const EVENT_FIELDS: readonly QueryField[] = [
  defineField("time", "time", {
    meaning: "when it happened",
    aliases: ["@timestamp", "eventTime"],
    examples: ["time:today", "time > now-2h", "time:2026-01-25"],
  }),
  ...ACTOR_FIELDS,
  defineField("automated", "flag", {
    meaning: "not a person at a keyboard",
    examples: ["automated:false"],
  }),
  ...OF_EVENTS,
  defineField("bytes", "bytes", {
    meaning: "bytes moved in either direction",
    examples: ["bytes > 100mb"],
  }),
  defineField("bytes_out", "bytes", {
    meaning: "bytes out of the cloud",
    aliases: ["destination.bytes"],
    examples: ["bytes_out:1gb..10gb"],
  }),
  defineField("bytes_in", "bytes", {
    meaning: "bytes into the cloud",
    aliases: ["source.bytes"],
    examples: ["bytes_in > 800mb"],
  }),
  defineField("hour", "number", {
    meaning: "hour of the day in UTC, 0 to 23",
    examples: ["hour < 5", "hour:2..4"],
    isGroupable: true,
  }),
  defineField("weekday", "choice", {
    meaning: "day of the week in UTC",
    choices: WEEKDAYS,
    isOrdered: true,
    examples: ["weekday:sunday", "weekday >= saturday"],
  }),
  defineField("session", "text", {
    meaning: "name of the role session, which its caller chose",
    aliases: ["user.session"],
    examples: ["session:*deploy*"],
  }),
  defineField("key", "text", {
    meaning: "access key that signed the call",
    aliases: ["access_key_id", "userIdentity.accessKeyId"],
    examples: ["key:AKIA*"],
  }),
  defineField("tool_version", "text", {
    meaning: "version of the tool",
    aliases: ["user_agent.version"],
    examples: ['tool_version:"2.15.1"'],
  }),
  defineField("os", "text", {
    meaning: "operating system that the tool names",
    aliases: ["user_agent.os.name", "host.os.name"],
    examples: ["os:*kali*"],
  }),
  defineField("device", "choice", {
    meaning: "kind of device",
    aliases: ["device_type"],
    choices: DEVICES,
    examples: ["device:mobile"],
  }),
  defineField("log", "choice", {
    meaning: "kind of log",
    aliases: ["log_type", "event.dataset"],
    choices: LOG_TYPES,
    examples: ["log:aws-cloudtrail"],
  }),
  defineField("id", "text", {
    meaning: "the event's id",
    aliases: ["event.id", "eventID"],
    examples: ['id:"ac15577e-91c5-488a-a9dd-7a1c9df40fbb"'],
    isGroupable: false,
  }),
];

const RANKED_FIELDS: readonly QueryField[] = [
  defineField("time", "time", {
    meaning: "time of the first event",
    aliases: ["@timestamp"],
    examples: ["time:yesterday", "time > now-7d"],
  }),
  defineField("severity", "choice", {
    meaning: "how bad it is",
    aliases: ["event.severity", "kibana.alert.severity"],
    choices: SEVERITIES,
    isOrdered: true,
    examples: ["severity:critical", "severity >= high"],
  }),
  defineField("score", "number", {
    meaning: "0 to 1, higher is stranger",
    aliases: ["event.risk_score"],
    examples: ["score > 0.9"],
  }),
  defineField("verdict", "choice", {
    meaning: "what a person said; none: nobody did",
    choices: [...VERDICTS, "none"],
    examples: ["verdict:none"],
  }),
  defineField("state", "choice", {
    meaning: "how far people are with it; closed: it has a verdict",
    aliases: ["status", "kibana.alert.workflow_status"],
    choices: TRIAGE_STATES,
    examples: ["state:new", "not state:closed"],
  }),
  defineField("assignee", "text", {
    meaning: "who has it in hand",
    aliases: ["owner", "assigned_to"],
    examples: ["assignee:ann", "not assignee:*"],
  }),
  defineField("tag", "text", {
    meaning: "a tag that somebody gave it",
    aliases: ["tags", "label"],
    examples: ["tag:needs-hr"],
  }),
  defineField("summary", "text", {
    meaning: "the sentence",
    aliases: ["message"],
    examples: ["summary:*bucket*"],
    isGroupable: false,
  }),
];

const TACTIC = defineField("tactic", "text", {
  meaning: "MITRE ATT&CK tactic, by id or name",
  aliases: ["threat.tactic.id", "threat.tactic.name"],
  examples: ["tactic:TA0010", "tactic:exfiltration"],
});

const FINDING_FIELDS: readonly QueryField[] = [
  ...RANKED_FIELDS,
  ...ACTOR_FIELDS,
  defineField("detector", "text", {
    meaning: "title or id of the detector",
    aliases: ["rule", "rule.name", "rule.id"],
    examples: ["detector:*CloudTrail*"],
  }),
  defineField("kind", "choice", {
    meaning: "kind of detector",
    aliases: ["detector_kind"],
    choices: DETECTOR_KINDS,
    examples: ["kind:first_seen"],
  }),
  TACTIC,
  defineField("technique", "text", {
    meaning: "MITRE ATT&CK technique",
    aliases: ["threat.technique.id"],
    examples: ["technique:T1537", "technique:T1078*"],
  }),
  defineField("entity", "text", {
    meaning: "the actor, address or resource that it is about",
    examples: ["entity:198.51.100.7"],
  }),
  defineField("entity_type", "choice", {
    meaning: "what it is about",
    choices: ENTITY_TYPES,
    examples: ["entity_type:ip"],
  }),
  defineField("excepted", "flag", {
    meaning: "an exception covers it",
    examples: ["excepted:true"],
  }),
  defineField("incident", "text", {
    meaning: "id of its incident",
    examples: ["incident:*"],
    isGroupable: false,
  }),
  defineField("id", "text", {
    meaning: "the finding's id",
    examples: ["id:f92c2c2a*"],
    isGroupable: false,
  }),
  ...OF_EVENTS,
];

const INCIDENT_FIELDS: readonly QueryField[] = [
  ...RANKED_FIELDS,
  defineField("user", "text", {
    meaning: "name or id of an actor that takes part",
    aliases: ["actor", "user.name", "user.id"],
    examples: ["user:alice"],
  }),
  TACTIC,
  defineField("detector", "text", {
    meaning: "title or id of a detector that found part of it",
    aliases: ["rule", "rule.name", "rule.id"],
    examples: ["detector:*CloudTrail*"],
  }),
  defineField("findings", "number", {
    meaning: "how many findings it has",
    examples: ["findings >= 5"],
  }),
  defineField("id", "text", {
    meaning: "the incident's id",
    examples: ["id:21f471a4*"],
    isGroupable: false,
  }),
];

export const QUERY_FIELDS: Readonly<Record<QuerySubject, readonly QueryField[]>> = {
  events: EVENT_FIELDS,
  findings: FINDING_FIELDS,
  incidents: INCIDENT_FIELDS,
};

const namesOf = (fields: readonly QueryField[]): ReadonlyMap<string, QueryField> =>
  new Map(
    fields.flatMap((field) =>
      [field.name, ...field.aliases].map((name): [string, QueryField] => [name.toLowerCase(), field]),
    ),
  );

const NAMES: Readonly<Record<QuerySubject, ReadonlyMap<string, QueryField>>> = {
  events: namesOf(EVENT_FIELDS),
  findings: namesOf(FINDING_FIELDS),
  incidents: namesOf(INCIDENT_FIELDS),
};

/** A field by any of its names, small and capital letters alike; null: there is none. */
export const findField = (subject: QuerySubject, name: string): QueryField | null =>
  NAMES[subject].get(name.toLowerCase()) ?? null;

/** Every name of every field, small letters alone. */
export const listFieldNames = (subject: QuerySubject): readonly string[] => [...NAMES[subject].keys()];
