import { expect, it } from "vitest";
import type { FindingDetail } from "../../client/use-finding.ts";
import { toMarkdown, writeReport } from "./report.ts";

const FINDING: FindingDetail = {
  id: "f1",
  time: "2026-01-05T03:00:00Z",
  until: "2026-01-05T03:10:00Z",
  detector: { id: "d", kind: "rule", title: "Trail deleted" },
  severity: "high",
  score: 0.8,
  actor: { id: "user:<b>", type: "user", name: "<img src=x onerror=1> [a](http://x)" },
  entity: { type: "ip", id: "203.0.113.7" },
  attack: [{ tactic: "TA0040", technique: "T1485" }],
  events: ["e1", "e2"],
  incident: null,
  summary: "A trail was deleted.",
  explanation: { why: "Logs are gone.", response: ["Make it again."], history: "None needed." },
  access_key_id: null,
  verdict: null,
  state: "new",
  assignee: null,
  tags: [],
  exception: null,
  event_details: [],
};

const COMPARISON = {
  finding: "f1",
  actor: "user:<b>",
  before: { events: 7, first_time: null },
  peers: 2,
  values: [
    {
      kind: "country" as const,
      value: "KP",
      times: 1,
      own: { events: 0, first_time: null, last_time: null },
      others: { actors: 0, peers: 0, most: [] },
    },
  ],
  numbers: [{ number: "events" as const, value: 9, own: { days: 5, median: 2, usual: 3, most: 4 } }],
  hour: { offset_hours: 0, weekday: 0, hour: 3, events: 0, events_of_hour: 0, total: 7 },
};

it("writes what happened, why, what is normal and what to do, and leaves out what nobody knows", () => {
  const sections = writeReport({ finding: FINDING, comparison: COMPARISON, actor: undefined });
  expect(sections.map(({ head }) => head)).toEqual([
    "Summary",
    "Why it was found",
    "Compared with what is normal",
    "Evidence",
    "What to do",
  ]);
  const words = sections.flatMap(({ lines }) => lines).join("\n");
  expect(words).toContain("country KP: never before by the actor, nobody else.");
  expect(words).toContain("events in a day: 9; 95% of its 5 earlier days stay below 3.");
  expect(words).toContain("About: the address 203.0.113.7.");
  expect(words).toContain("And 2 more events.");
});

it("takes signs of Markdown literally: names make neither links nor pictures", () => {
  const sections = writeReport({ finding: FINDING, comparison: undefined, actor: undefined });
  const text = toMarkdown("A *title*", sections);
  expect(text).toContain("# A \\*title\\*");
  expect(text).toContain("\\<img src=x onerror=1\\> \\[a\\](http://x)");
});
