import { type Event, type FieldValue, type QueryRow, toEntityId, WEEKDAYS } from "../../../domain/index.ts";
import { SAMPLE_START, sampleEvent, sampleUuid } from "../../sample-event.ts";

export const NAMES = ["ann", "Ben O'Hara", "çelik_%x", "K.Ö", "a*b", ""] as const;
export const ACTIONS = ["GetObject", "PutObject", "DeleteBucket", "ConsoleLogin"] as const;
export const SERVICES = ["s3", "iam", "signin"] as const;
export const COUNTRIES = ["DE", "US", null] as const;
export const ADDRESSES = ["198.51.100.7", "198.51.101.9", "10.1.2.3", "2001:db8::1", null] as const;
export const RESOURCES = ["arn:aws:s3:::plans/a.txt", "Payroll_2026%", "straße\\x", null] as const;

export const pick = <T>(values: readonly T[], index: number): T => values[index % values.length]!;

/** Sixty events in which every field takes several values, and those that may be missing are missing sometimes. */
export const HUNTED_EVENTS: readonly Event[] = Array.from({ length: 60 }, (_, n) =>
  sampleEvent({
    id: n % 3 === 0 ? sampleUuid(n) : `id-${n}`,
    at: SAMPLE_START + n * 2.7 * 3_600_000,
    actor: {
      id: toEntityId(`user:${pick(NAMES, n)}`),
      type: n % 4 === 0 ? "role" : "user",
      name: pick(NAMES, n),
      account: null,
      session: n % 2 === 0 ? "Deploy" : null,
      automated: n % 5 === 0,
    },
    accessKeyId: n % 3 === 0 ? null : "AKIAANNEXAMPLE",
    action: {
      name: pick(ACTIONS, n >> 1),
      service: pick(SERVICES, n),
      class: n % 2 === 0 ? "download" : "admin",
      activity: "read",
      sensitivity: n % 4 === 1 ? 3 : 1,
    },
    outcome: pick(["success", "denied", "failure"] as const, n >> 2),
    errorCode: n % 3 === 0 ? "AccessDenied" : null,
    region: pick(["eu-central-1", "us-east-1", null], n),
    address: { kind: "public", text: pick(ADDRESSES, n), country: pick(COUNTRIES, n >> 1) },
    tool: { family: "cli", name: pick(["aws-cli", "Boto3"], n), version: null, os: null },
    device: n % 7 === 0 ? "mobile" : null,
    resource: pick(RESOURCES, n),
    bytesIn: n % 5 === 0 ? null : n * 1_000_000,
    bytesOut: n % 5 === 1 ? null : n * 30_000_000,
  }),
);

export const known = (...values: readonly (FieldValue | null)[]): readonly FieldValue[] =>
  values.filter((value) => value !== null);

/** An event as queries mean it. */
export function toEventRow(event: Event): QueryRow {
  const { actor, action, address, tool, bytesIn, bytesOut } = event;
  const time = new Date(event.at);
  const fields: Readonly<Record<string, readonly FieldValue[]>> = {
    time: [event.at],
    user: [actor.name, actor.id],
    user_type: [actor.type],
    automated: [actor.automated],
    action: [action.name],
    service: [action.service],
    class: [action.class],
    activity: [action.activity],
    sensitivity: [action.sensitivity],
    outcome: [event.outcome],
    error: known(event.errorCode),
    region: known(event.region),
    account: known(event.account),
    address: known(address.text),
    address_kind: [address.kind],
    country: known(address.country),
    tool: [tool.name],
    tool_family: [tool.family],
    tool_version: known(tool.version),
    os: known(tool.os),
    resource: known(event.resource),
    session: known(actor.session),
    key: known(event.accessKeyId),
    device: known(event.device),
    log: [event.logType],
    bytes: bytesIn === null && bytesOut === null ? [] : [(bytesIn ?? 0) + (bytesOut ?? 0)],
    bytes_in: known(bytesIn),
    bytes_out: known(bytesOut),
    hour: [time.getUTCHours()],
    weekday: [WEEKDAYS[(time.getUTCDay() + 6) % 7]!],
    id: [event.id],
  };
  const texts = ["user", "action", "service", "error", "region", "account", "address", "country", "tool"];
  return {
    valuesOf: (field) => fields[field]!,
    texts: [...texts, "session", "key", "resource"].flatMap((field) => fields[field]!.map(String)),
    ids: /^[0-9a-f-]{36}$/.test(event.id) ? [event.id] : [],
  };
}
