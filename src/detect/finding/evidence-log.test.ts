import { expect, test } from "vitest";
import { compileRules } from "../fixtures/detect-samples.ts";
import { toSample } from "../fixtures/sample-events.ts";
import { createEventMatcher } from "../match/event-matcher.ts";
import { createMatchCollector } from "../match/match-collector.ts";
import { createEvidenceLog } from "./evidence-log.ts";

const RULE = `
title: Any
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: GetObject }, condition: selection }
`;
/** Rows of one chunk: forgetting goes by whole chunks. */
const CHUNK_ROWS = 1 << 14;

test("keeps what is within the horizon and what is open, and forgets other chunks, by numbers that stay valid", () => {
  const matcher = createEventMatcher(compileRules(RULE));
  const count = 4 * CHUNK_ROWS;
  for (let n = 0; n < count; n++) {
    const { event, record } = toSample({ after: n * 1000, name: "GetObject", id: `e${n}` });
    matcher.add(event, record);
  }
  const collector = createMatchCollector();
  collector.absorb(matcher.take());
  const horizonMs = CHUNK_ROWS * 1000;
  const log = createEvidenceLog(collector, { horizonMs, findOpen: () => [7, CHUNK_ROWS + 1] });
  const numbers: number[] = [];
  collector.log.visitInOrder((rows, row) => numbers.push(log.add(rows, row)));

  expect(numbers).toEqual(Array.from({ length: count }, (_, n) => n));
  expect(log.find(count - 1).event).toBe(`e${count - 1}`);
  // The last chunk began when the one before last had just ended: that one is within the horizon, the first is not.
  expect(log.find(2 * CHUNK_ROWS).event).toBe(`e${2 * CHUNK_ROWS}`);
  expect(log.find(7).event).toBe("e7");
  expect(log.find(CHUNK_ROWS + 1).event).toBe(`e${CHUNK_ROWS + 1}`);
  expect(log.find(0)).toBeUndefined();
  expect(log.find(CHUNK_ROWS - 1)).toBeUndefined();
});
