import { expect, test } from "vitest";
import { formatUploadTime } from "./upload-time.ts";

test.each([
  [1_706_745_599_000_000n, "2024-01-31T23:59:59Z"],
  [1_706_745_599_500_000n, "2024-01-31T23:59:59.5Z"],
  [1_706_745_599_123_456n, "2024-01-31T23:59:59.123456Z"],
  [-1n, "1969-12-31T23:59:59.999999Z"],
  [0n, "1970-01-01T00:00:00Z"],
])("%s microseconds are %s", (micros, expected) => {
  expect(formatUploadTime(micros)).toBe(expected);
});
