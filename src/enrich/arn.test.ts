import { expect, test } from "vitest";
import { ARN_LENGTH_MAX, isAccountId, parseArn, resourceName } from "./arn.ts";

test("takes an ARN apart, with slashes and with colons in its resource", () => {
  expect(parseArn("arn:aws:iam::111122223333:role/team/Deploy")).toEqual({
    partition: "aws",
    service: "iam",
    region: "",
    account: "111122223333",
    resource: "role/team/Deploy",
  });
  const lambda = parseArn("arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:resize:3")!;
  expect([lambda.partition, lambda.region, lambda.resource]).toEqual([
    "aws-us-gov",
    "us-gov-west-1",
    "function:resize:3",
  ]);
});

test("names a resource by its last part", () => {
  expect(resourceName(parseArn("arn:aws:iam::111122223333:role/team/Deploy")!)).toBe("Deploy");
  expect(resourceName(parseArn("arn:aws:sns:us-east-1:111122223333:news")!)).toBe("news");
  expect(resourceName(parseArn("arn:aws:s3:::bucket/")!)).toBe("bucket/");
});

test("keeps masked parts as they are", () => {
  expect(parseArn("arn:aws:iam::************:user/x")?.account).toBe("************");
});

test("refuses what is no ARN", () => {
  for (const text of [null, "", "arn:", "arn:aws:iam", "arn:aws:iam::1:", "urn:aws:iam::1:user/x"]) {
    expect(parseArn(text), String(text)).toBeNull();
  }
});

test("reads an ARN of the greatest length and refuses one longer", () => {
  const start = "arn:aws:s3:::";
  const longest = start + "k".repeat(ARN_LENGTH_MAX - start.length);
  expect(parseArn(longest)).not.toBeNull();
  expect(parseArn(`${longest}k`)).toBeNull();
});

test("an account id is 12 digits", () => {
  expect(["111122223333", "11112222333", "1111222233334", "11112222333x"].map(isAccountId)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
