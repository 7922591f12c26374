import { expect, test } from "vitest";
import { findContainerEnd } from "./container.ts";

test.each([
  ["arn:aws:s3:::ledger/2025/q3.csv", "arn:aws:s3:::ledger"],
  ["arn:aws-us-gov:s3:::ledger/q3.csv", "arn:aws-us-gov:s3:::ledger"],
  ["arn:aws:s3:::ledger", "arn:aws:s3:::ledger"],
  ["arn:aws:iam::1:role/path/name", "arn:aws:iam::1:role/path/name"],
  ["arn:", "arn:"],
  ["", ""],
  ["folder/file", "folder/file"],
])("%s is held by %s", (resource, container) => {
  expect(resource.slice(0, findContainerEnd(resource))).toBe(container);
});
