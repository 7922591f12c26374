import { describe, expect, test } from "vitest";
import { findSubject, toKind, toReport } from "./report-choice.ts";

const query = { from: "2026-01-01T00:00:00.000Z" };
const subject = { id: "aws:1:user/a b", label: "a" };

describe("a report that somebody chose", () => {
  test.each([
    ["period", "/api/v1/reports/period?from=2026-01-01T00%3A00%3A00.000Z&format=html"],
    ["posture", "/api/v1/reports/posture?format=html"],
    ["incident", "/api/v1/reports/incidents/aws%3A1%3Auser%2Fa%20b?format=html"],
    ["actor", "/api/v1/reports/actors/aws%3A1%3Auser%2Fa%20b?from=2026-01-01T00%3A00%3A00.000Z&format=html"],
  ] as const)("%s is at its address", (kind, address) => {
    expect(toReport(kind, { subject, query })?.address).toBe(address);
  });

  test("of nothing there is none", () => {
    expect(toReport("incident", { subject: null, query })).toBe(null);
    expect(toReport("period", { subject: null, query })).not.toBe(null);
  });
});

test("the first is chosen unless the address names another, known or not", () => {
  expect(findSubject("", [subject])).toBe(subject);
  expect(findSubject("", [])).toBe(null);
  expect(findSubject("x", [subject])).toEqual({ id: "x", label: "x" });
});

test("an unknown kind is a period", () => {
  expect([toKind("posture"), toKind("<b>"), toKind("")]).toEqual(["posture", "period", "period"]);
});
