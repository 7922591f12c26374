import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";

/** Examples beside a rule: records that must make it fire, and records at which it must stay quiet. */
export const EXAMPLE = z.strictObject({
  name: z.string().min(1),
  records: z.array(z.record(z.string(), z.unknown())).min(1),
});
export const EXAMPLES_FILE = z.strictObject({
  fires: z.array(EXAMPLE).min(1, "every rule needs an example at which it fires"),
  quiet: z.array(EXAMPLE).min(1, "every rule needs an example at which it stays quiet"),
});
export type Example = z.infer<typeof EXAMPLE>;

/** Records of examples begin then, ten seconds apart, unless they say otherwise. */
export const START_MS = Date.UTC(2026, 0, 5, 10, 0, 0);
const STEP_MS = 10_000;
/** One example makes up to this many records. */
export const EXAMPLE_RECORDS_MAX = 10_000;

export const ACCOUNT = "111122223333";

/** What a CloudTrail record of IAM user alice has in common with all others. */
const CLOUDTRAIL_DEFAULTS: JsonObject = {
  eventVersion: "1.11",
  eventType: "AwsApiCall",
  eventCategory: "Management",
  managementEvent: true,
  readOnly: false,
  awsRegion: "eu-west-1",
  recipientAccountId: ACCOUNT,
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.15.0 Python/3.11.6 Linux/6.1.0 exe/x86_64.debian.12",
  userIdentity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLEALICE00001",
    arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
    accountId: ACCOUNT,
    accessKeyId: "AKIAEXAMPLEALICE0001",
    userName: "alice",
  },
  requestParameters: null,
  responseElements: null,
};

/**
 * The records of an example as its log would hold them: repeated, numbered, timed and filled with what the example
 * leaves out. `repeat` makes copies with `{n}` replaced by their ordinal; `at: +90s` sets the time from the start.
 * A text instead says what is wrong with the example.
 */
export function toExampleRecords(
  example: Example,
  service: string,
  firstNumber = 0,
): readonly JsonObject[] | string {
  const records: JsonObject[] = [];
  let at = START_MS;
  for (const raw of example.records) {
    const { repeat, at: offset, every, ...rest } = raw as Record<string, JsonValue | undefined>;
    const copies = repeat ?? 1;
    if (typeof copies !== "number" || !Number.isInteger(copies) || copies < 1) return "`repeat` is no count";
    if (records.length + copies > EXAMPLE_RECORDS_MAX) return `more than ${EXAMPLE_RECORDS_MAX} records`;
    const after = offset === undefined ? at - START_MS : parseOffset(offset);
    const step = every === undefined ? STEP_MS : parseOffset(every);
    if (after === null || step === null) return "`at` and `every` are of the form +90s, +15m, +2h or +1d";
    at = START_MS + after;
    for (let n = 0; n < copies; n++) {
      const numbered = replaceOrdinal(rest as JsonObject, { n }) as JsonObject;
      records.push(fillRecord(numbered, { service, at, number: firstNumber + records.length }));
      at += step;
    }
  }
  return records;
}

interface Filling {
  readonly service: string;
  readonly at: number;
  readonly number: number;
}

function fillRecord(record: JsonObject, { service, at, number }: Filling): JsonObject {
  const time = new Date(at).toISOString();
  if (service !== "cloudtrail") return { timestamp: time, ...record };
  const eventID = `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
  return { ...CLOUDTRAIL_DEFAULTS, eventID, eventTime: time.replace(".000Z", "Z"), ...record };
}

/** `+90s`, `+15m`, `-2h`, `+1d` in milliseconds; null: anything else. */
export function parseOffset(value: JsonValue): number | null {
  const parts = typeof value === "string" ? /^([+-]?)(\d{1,12})(ms|s|m|h|d)$/.exec(value) : null;
  if (parts === null) return null;
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[parts[3]!]!;
  return (parts[1] === "-" ? -1 : 1) * Number(parts[2]) * unit;
}

export function replaceOrdinal(value: JsonValue, places: Readonly<Record<string, number>>): JsonValue {
  if (typeof value === "string") {
    return value.replace(/\{([a-z])\}/g, (whole, name: string) =>
      Object.hasOwn(places, name) ? String(places[name]) : whole,
    );
  }
  if (Array.isArray(value)) return value.map((item) => replaceOrdinal(item, places));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaceOrdinal(item ?? null, places)]),
  );
}
