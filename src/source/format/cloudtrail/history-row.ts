import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { toText } from "../../field.ts";

/** Columns of what the console's page "Event history" gives as CSV, and the record's fields that stand in them as they are. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["Event time", "eventTime"],
  ["Event source", "eventSource"],
  ["Event name", "eventName"],
  ["AWS region", "awsRegion"],
  ["Source IP address", "sourceIPAddress"],
  ["User agent", "userAgent"],
  ["Error code", "errorCode"],
  ["Request ID", "requestID"],
  ["Event ID", "eventID"],
  ["Event type", "eventType"],
  ["Event category", "eventCategory"],
]);
export const HISTORY_COLUMNS = [
  ...FIELDS.keys(),
  "User name",
  "AWS access key",
  "Resources",
  "Read-only",
  "Recipient Account Id",
];
export const HISTORY_COLUMNS_REQUIRED = ["Event time", "Event source", "Event name"];

/** What a call names its resources in its parameters, for types of which that is always so. */
const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["AWS::IAM::User", "userName"],
  ["AWS::IAM::Role", "roleName"],
  ["AWS::IAM::Group", "groupName"],
  ["AWS::IAM::Policy", "policyArn"],
  ["AWS::S3::Bucket", "bucketName"],
]);

export const isHistoryRow = (value: JsonObject): boolean => value["Event name"] !== undefined;

/**
 * The record as far as a row tells it. Parameters and answers are not in it: of the parameters, the resources that the
 * row names are; who a name belongs to is read from the key and the name itself.
 */
export function fromHistoryRow(row: JsonObject): JsonObject {
  const record: Record<string, JsonValue> = {};
  for (const [column, field] of FIELDS) {
    const value = row[column];
    if (value !== undefined && value !== "") record[field] = value;
  }
  const account = toAccount(row["Recipient Account Id"]);
  if (account !== null) record["recipientAccountId"] = account;
  const readOnly = toText(row["Read-only"])?.toLowerCase();
  if (readOnly === "true" || readOnly === "false") record["readOnly"] = readOnly === "true";
  const identity = toIdentity(row, account);
  if (identity !== null) record["userIdentity"] = identity;
  const resources = parseResources(row["Resources"]);
  if (resources.length > 0) record["resources"] = resources.map(({ type, name }) => ({ type, ARN: name }));
  const parameters = toParameters(resources);
  if (parameters !== null) record["requestParameters"] = parameters;
  return record;
}

/** Whoever opened the file in a spreadsheet and saved it has `5.3E+11` there. */
function toAccount(value: JsonValue | undefined): string | null {
  const text = toText(value);
  return text !== null && /^\d{12}$/.test(text) ? text : null;
}

/** Names that are a session's rather than a user's: of machines, of people who signed in elsewhere, of services. */
const SESSION_NAME = /^i-[0-9a-f]{8,17}$|@|_SESSION$/;

function toIdentity(row: JsonObject, account: string | null): JsonObject | null {
  const userName = toText(row["User name"]);
  const key = toText(row["AWS access key"]);
  const address = toText(row["Source IP address"]) ?? "";
  const service = address.endsWith(".amazonaws.com") ? address : null;
  if (userName === null) return service === null ? null : { type: "AWSService", invokedBy: service };
  const around = {
    ...(account === null ? {} : { accountId: account }),
    ...(key === null ? {} : { accessKeyId: key }),
    ...(service === null ? {} : { invokedBy: service }),
  };
  if (userName === "root") return { type: "Root", ...around };
  if (SESSION_NAME.test(userName)) return { userName, ...around };
  return { type: "IAMUser", userName, ...around };
}

interface Resource {
  readonly type: string;
  readonly name: string;
}

function parseResources(value: JsonValue | undefined): readonly Resource[] {
  const list = parseList(value);
  const resources: Resource[] = [];
  for (const one of list) {
    if (!isJsonObject(one)) continue;
    const name = toText(one["resourceName"]);
    if (name !== null) resources.push({ type: toText(one["resourceType"]) ?? "", name });
  }
  return resources;
}

/** Nothing where the cell holds no list: a row is worth reading without it. */
function parseList(value: JsonValue | undefined): readonly JsonValue[] {
  if (typeof value !== "string" || !value.startsWith("[")) return [];
  try {
    const list: JsonValue = JSON.parse(value);
    return Array.isArray(list) ? list : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The same identity stands there by its name, its ARN and its unique id; parameters hold the name. */
const NO_NAME = /^arn:|^A(?:IDA|ROA|GPA)[A-Z0-9]{12,}$/;

function toParameters(resources: readonly Resource[]): JsonObject | null {
  const parameters: Record<string, JsonValue> = {};
  for (const { type, name } of resources) {
    const field = PARAMETERS.get(type);
    if (field === undefined || (field !== "policyArn" && NO_NAME.test(name))) continue;
    parameters[field] ??= name;
  }
  return Object.keys(parameters).length === 0 ? null : parameters;
}
