import { expect, test } from "vitest";
import { createEventFacts, type EventFacts } from "../../profile/index.ts";
import { makeDetector } from "../behaviour/fixtures/one-actor.ts";
import {
  BURST_GAP_MS,
  EVENTS_PER_FINDING_MAX,
  OPEN_FINDINGS_MAX,
  OpenFindings,
  type Statement,
} from "./open-findings.ts";

const DETECTOR = makeDetector("travel", { actor_kinds: ["person"], history: { days_min: 3 } });
const STATEMENT: Statement = {
  strength: 1,
  score: 0.5,
  severity: "medium",
  predicate: "did",
  explanation: { why: "x" },
};
const event = (number: number, at: number, actor = 1): EventFacts => ({
  ...createEventFacts(),
  event: number,
  at,
  actor,
});
const open = (
  findings: OpenFindings,
  facts: EventFacts,
  before: readonly { event: number; at: number }[] = [],
) => findings.open(facts, { entity: facts.actor, keys: [], before, statement: STATEMENT });

test("a finding grows until there is an hour of silence, its end included", () => {
  const findings = new OpenFindings(DETECTOR);
  open(findings, event(1, 1000));
  expect(findings.find(1, 1000 + BURST_GAP_MS)).not.toBeNull();
  expect(findings.find(1, 1001 + BURST_GAP_MS)).toBeNull();
  expect(findings.take().map(({ events }) => events)).toEqual([[1]]);
});

test("a finding that did not grow is not told again; one that did comes with all its evidence", () => {
  const findings = new OpenFindings(DETECTOR);
  const finding = open(findings, event(1, 1000));
  expect(findings.take()).toHaveLength(1);
  expect(findings.take()).toEqual([]);
  findings.join(finding, event(2, 2000));
  findings.join(finding, event(2, 2000));
  expect(findings.take()).toMatchObject([
    { events: [1, 2], from: 1000, until: 2000, explanation: { events: 2 } },
  ]);
});

test("so much evidence is listed and no more; what lies beyond is counted", () => {
  const findings = new OpenFindings(DETECTOR);
  const finding = open(findings, event(0, 0));
  for (let n = 1; n < EVENTS_PER_FINDING_MAX; n++) findings.join(finding, event(n, n));
  expect(findings.take()[0]?.explanation["events"]).toBe(EVENTS_PER_FINDING_MAX);
  findings.join(finding, event(EVENTS_PER_FINDING_MAX, EVENTS_PER_FINDING_MAX));
  const [full] = findings.take();
  expect(full?.events).toHaveLength(EVENTS_PER_FINDING_MAX);
  expect(full).toMatchObject({
    until: EVENTS_PER_FINDING_MAX,
    explanation: { events: EVENTS_PER_FINDING_MAX + 1 },
  });
});

test("of evidence before the finding the last events are listed, in their order", () => {
  const findings = new OpenFindings(DETECTOR);
  const before = Array.from({ length: EVENTS_PER_FINDING_MAX + 5 }, (_, n) => ({ event: n, at: n }));
  open(findings, event(5000, 5000), before);
  const [finding] = findings.take();
  expect(finding?.events).toHaveLength(EVENTS_PER_FINDING_MAX);
  expect(finding?.events.at(-1)).toBe(5000);
  expect(finding?.from).toBe(6);
  expect(finding?.explanation["events"]).toBe(EVENTS_PER_FINDING_MAX + 6);
});

test("so many findings are open at once; with one more the one quiet for longest is closed, and told", () => {
  const findings = new OpenFindings(DETECTOR);
  for (let n = 0; n < OPEN_FINDINGS_MAX; n++) open(findings, event(n, 10 + (n === 7 ? -5 : n), n));
  expect(findings.find(7, 10)).not.toBeNull();
  open(findings, event(OPEN_FINDINGS_MAX, 20_000, OPEN_FINDINGS_MAX));
  expect(findings.find(7, 10)).toBeNull();
  expect(findings.take()).toHaveLength(OPEN_FINDINGS_MAX + 1);
});

test("a finding that is put away and read back goes on", () => {
  const findings = new OpenFindings(DETECTOR);
  open(findings, event(1, 1000));
  findings.take();
  const again = new OpenFindings(DETECTOR);
  again.restore(JSON.parse(JSON.stringify(findings.toJson())));
  expect(again.take()).toEqual([]);
  again.join(again.find(1, 2000)!, event(2, 2000));
  expect(again.take()).toMatchObject([{ events: [1, 2], predicate: "did" }]);
  expect(() => again.restore([{ entity: "x" }])).toThrow();
});
