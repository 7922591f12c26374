import { expect, test } from "vitest";
import type { JsonObject } from "../../domain/index.ts";
import { compileSigma, describeCondition, parseSigma } from "../index.ts";
import { CONDITION_PARTS_MAX, type ConditionPart } from "./describe-search.ts";

const RULE = `
title: t
logsource: { product: aws, service: cloudtrail }
detection:
  call: { eventSource|endswith: .amazonaws.com, eventName: [StopLogging, DeleteTrail] }
  filter_own: { userName|startswith: ci- }
  filter_failed: { errorCode|exists: true }
  condition: call and not 1 of filter_*
`;
const describeFor = (text: string, record: JsonObject | null) =>
  describeCondition(compileSigma([parseSigma(text, "t.yml")]), 0, record);

/** As lines: deeper parts behind more dashes, with what holds. */
function toLines(part: ConditionPart, depth = 0): readonly string[] {
  const mark = part.holds === null ? "" : part.holds ? "+" : "!";
  const dashes = "-".repeat(depth);
  if (part.kind === "test") return [`${dashes}${mark}${part.field} ${part.test}`];
  return [`${dashes}${mark}${part.kind}`, ...part.parts.flatMap((inner) => toLines(inner, depth + 1))];
}

test("a condition is told part by part, in words", () => {
  expect(toLines(describeFor(RULE, null))).toEqual([
    "all",
    "-eventSource ends with '.amazonaws.com'",
    "-eventName is 'StopLogging' or 'DeleteTrail'",
    "-none",
    "--userName begins with 'ci-'",
    "--errorCode is there",
  ]);
});

test("of an event each part says whether it holds, and what the event has there", () => {
  const record = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging", userName: "ci-deploy" };
  const told = describeFor(RULE, record);
  expect(toLines(told)).toEqual([
    "!all",
    "-+eventSource ends with '.amazonaws.com'",
    "-+eventName is 'StopLogging' or 'DeleteTrail'",
    "-!none",
    "--+userName begins with 'ci-'",
    "--!errorCode is there",
  ]);
  const none = told.kind === "test" ? null : told.parts[2];
  expect(none).toMatchObject({ parts: [{ found: "ci-deploy" }, { found: null }] });
});

test("a condition of very many parts is cut", () => {
  const items = Array.from({ length: CONDITION_PARTS_MAX + 50 }, (_, n) => `    - { f${n}: x }`).join("\n");
  const text = `title: t\nlogsource: { product: aws }\ndetection:\n  a:\n${items}\n  condition: a\n`;
  expect(toLines(describeFor(text, null))).toHaveLength(CONDITION_PARTS_MAX);
});
