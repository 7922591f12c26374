/** Fields of rules in words that follow "of" or "different". */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  "gait.bytes_out": "data taken out",
  "gait.bytes_in": "data brought in",
  "gait.actor.id": "identities",
  "gait.address": "addresses",
  "gait.action": "calls",
  "gait.service": "services",
  "gait.resource": "resources",
  awsRegion: "regions",
  eventName: "calls",
  eventSource: "services",
  sourceIPAddress: "addresses",
  bytes_uploaded: "data brought in",
  data_volume_mb: "megabytes",
  "requestParameters.bucketName": "buckets",
  "requestParameters.instanceId": "machines",
  "requestParameters.secretId": "secrets",
  "requestParameters.name": "names",
  "requestParameters.roleArn": "roles",
  "requestParameters.functionName": "functions",
  "requestParameters.target": "machines",
};

/** The field's plain name, or the field itself. */
export const toFieldWords = (field: string): string =>
  Object.hasOwn(FIELD_WORDS, field) ? FIELD_WORDS[field]! : field;

export const isBytesField = (field: string): boolean => /bytes/i.test(field);

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** A size for people: three significant digits at the most, decimal units. */
export function toSizeText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]!}`;
}

/** `11 minutes`, `31 hours`, `5 days`: in the largest unit of which there are several; never less than a minute. */
export function toSpanText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
