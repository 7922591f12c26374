import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { toText } from "../../field.ts";

/** The fields of a CloudTrail record that fit in one row of a table. null: the record does not say. */
export interface FlatRecord {
  readonly eventID: string | null;
  readonly eventTime: string | null;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly awsRegion: string | null;
  readonly userType: string | null;
  readonly userName: string | null;
  readonly userArn: string | null;
  readonly userAccountId: string | null;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** Longer texts are cut: a row is for people to look at. */
export const CELL_CHARS_MAX = 4096;

const toCell = (value: JsonValue | undefined): string | null => toText(value, CELL_CHARS_MAX);

/** The record as one row. Absent, null, empty and ill-typed fields alike are null. */
export function toFlatRecord(record: JsonObject): FlatRecord {
  const identity = isJsonObject(record["userIdentity"]) ? record["userIdentity"] : {};
  return {
    eventID: toCell(record["eventID"]),
    eventTime: toCell(record["eventTime"] ?? record["@timestamp"]),
    eventSource: toCell(record["eventSource"]),
    eventName: toCell(record["eventName"]),
    awsRegion: toCell(record["awsRegion"]),
    userType: toCell(identity["type"]),
    userName: toCell(identity["userName"]),
    userArn: toCell(identity["arn"]),
    userAccountId: toCell(identity["accountId"]),
    sourceIPAddress: toCell(record["sourceIPAddress"]),
    userAgent: toCell(record["userAgent"]),
    errorCode: toCell(record["errorCode"]),
    errorMessage: toCell(record["errorMessage"]),
  };
}
