import { expect, test } from "vitest";
import { addToFilter, quoteValue } from "./filter-text.ts";

test("a value is quoted where the filter language needs it", () => {
  expect(quoteValue("alice")).toBe("alice");
  expect(quoteValue("s3.amazonaws.com")).toBe("s3.amazonaws.com");
  expect(quoteValue("arn:aws:iam::1:user/a")).toBe('"arn:aws:iam::1:user/a"');
  expect(quoteValue('a "b" \\')).toBe('"a \\"b\\" \\\\"');
  expect(quoteValue("not")).toBe('"not"');
  expect(quoteValue("*")).toBe('"*"');
});

test("a value is asked for besides what is asked already, once", () => {
  const one = addToFilter("", { field: "country", value: "DE", isOut: true });
  expect(one).toBe("not country:DE");
  expect(addToFilter(one, { field: "country", value: "DE", isOut: true })).toBe(one);
  expect(addToFilter(one, { field: "action", value: "GetObject", isOut: false })).toBe(
    "not country:DE and action:GetObject",
  );
  expect(addToFilter("a:1 or b:2", { field: "c", value: "3", isOut: false })).toBe("(a:1 or b:2) and c:3");
});
