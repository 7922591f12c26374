import { expect, test } from "vitest";
import { Claims } from "./check-claims.ts";

const claims = new Claims();
claims.learn({
  total: 1234,
  share: 0.0763,
  bytes: 4_146_781_503,
  score: 0.8982,
  at: "2026-01-28T21:24:09.000Z",
  name: "fiona.cruz@halden.example",
  address: "198.51.100.7",
  technique: "T1530",
  region: "cn-north-1",
  items: [1, 2, 3],
});

test.each([
  "There are 1,234 findings.",
  "It is 7.6% of all.",
  "It took out 3.86 GB, or 4.1 GB by the other count.",
  "The score is 0.9, that is 0.90.",
  "It began on 2026-01-28 at 21:24.",
  "It began on 28 January 2026.",
  "fiona.cruz@halden.example came from 198.51.100.7 to cn-north-1 (T1530) [F1].",
  "Three of them matter.",
  "The risk is out of 100.",
])("founded: %s", (sentence) => {
  expect(claims.findUnfounded(sentence)).toBeNull();
});

test.each([
  ["There are 1,235 findings.", "number"],
  ["It is 76% of all.", "number"],
  ["It took out 5 GB.", "number"],
  ["About 900MB left.", "number"],
  ["Seven of them matter.", "number"],
  ["It began on 2026-01-29.", "time"],
  ["It began on 29 January 2026.", "time"],
  ["It began at 04:45.", "time"],
  ["bob.smith@halden.example did it.", "id"],
  ["It came from 198.51.100.8.", "id"],
  ["It is T1098.", "id"],
  ["See deadbeef12345678.", "id"],
  ["user_15 did it.", "id"],
  ["It was us-east-1.", "id"],
  ["See arn:aws:iam::123456789012:user/x.", "id"],
  ["Ask evil.example for more.", "id"],
  ["Open https://evil.example/x.", "address"],
  ["![x](y)", "address"],
])("unfounded: %s", (sentence, why) => {
  expect(claims.findUnfounded(sentence)).toBe(why);
});
