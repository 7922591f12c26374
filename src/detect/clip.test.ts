import { expect, test } from "vitest";
import { clip, DETAIL_TEXT_MAX, WORDS_MAX } from "./clip.ts";
import { detectSamples } from "./fixtures/detect-samples.ts";
import { toActor, toSample } from "./fixtures/sample-events.ts";

test("a text is cut at its limit and not before, never in the middle of a character", () => {
  expect(clip("abc", 3)).toBe("abc");
  expect(clip("abcd", 3)).toBe("abc…");
  expect(clip("ab🙂c", 3)).toBe("ab…");
  expect(clip("ab🙂c", 4)).toBe("ab🙂…");
});

test("fields of a megabyte do not make sentences and details of a megabyte; ids stay whole", () => {
  const long = "x".repeat(1024 * 1024);
  const rule = `
title: Trail stopped
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
level: high
`;
  const { findings, incidents } = detectSamples(rule, [toSample({ resource: long, actor: toActor(long) })]);
  expect(findings[0]!.summary.length).toBeLessThan(4 * WORDS_MAX);
  expect(incidents[0]!.summary.length).toBeLessThan(4 * WORDS_MAX);
  expect(JSON.stringify(findings[0]!.explanation).length).toBeLessThan(10 * DETAIL_TEXT_MAX);
  expect(findings[0]!.actor.id).toContain(long);
});
