import { expect, test } from "vitest";
import { cloudTrailRecord } from "../../fixtures/memory-input.ts";
import { toFlatRecord } from "./flat-record.ts";

test("a record fits in a row", () => {
  expect(toFlatRecord({ ...cloudTrailRecord("1"), errorCode: "AccessDenied", errorMessage: "no" })).toEqual({
    eventID: "1",
    eventTime: "2025-11-03T09:15:02Z",
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    awsRegion: "eu-central-1",
    userType: "IAMUser",
    userName: "alice",
    userArn: "arn:aws:iam::111122223333:user/alice",
    userAccountId: "111122223333",
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2.15.0 Python/3.11.6",
    errorCode: "AccessDenied",
    errorMessage: "no",
  });
});

test("what is absent, null, empty or of a wrong type is null", () => {
  const empty = { userIdentity: null, errorCode: null, errorMessage: "", userAgent: ["x"], eventName: {} };
  for (const record of [{}, empty, { userIdentity: "root" }, { userIdentity: [] }]) {
    expect(new Set(Object.values(toFlatRecord(record)))).toEqual(new Set([null]));
  }
});
