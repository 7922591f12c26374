import { expect, test } from "vitest";
import { type BehaviourFinding, parseBehaviourDetector } from "../../detect/index.ts";
import { EventLog, EventRowWriter } from "../../detect/log/index.ts";
import { plainEvent } from "../../domain/fixtures/plain-event.ts";
import { toEpochMs } from "../../domain/index.ts";
import { toValueCode } from "../../profile/index.ts";
import { toEventNumber } from "./blocks.ts";
import { resolveFindings } from "./resolve-findings.ts";

const BUCKET = "arn:aws:s3:::files";

/** One event of a passer-by, then four of whoever takes everything. */
function toLog(): EventLog {
  const writer = new EventRowWriter();
  ["passer-by", "taker", "taker", "taker", "taker"].forEach((actor, at) => {
    writer.addEvent(plainEvent(`e${at}`, at, { who: actor, resource: BUCKET }));
  });
  const log = new EventLog({ chunkRows: 64, chunksInMemoryMax: 1 });
  log.absorb(writer.take(), 0);
  log.seal();
  return log;
}

const { detector } = parseBehaviourDetector(
  `title: T
id: 0b8c1e0a-4f2a-4c5e-9a54-0f5a2b6c7d8e
description: Why.
level: medium
gait:
  kind: deviation
  entity: resource
  parameters: { metric: taken, window: hour, z_min: 3, at_least: 2, history: { days_min: 1 } }
`,
  "t.yml",
);

const find = (type: "actor" | "resource"): BehaviourFinding => ({
  detector: "0b8c1e0a-4f2a-4c5e-9a54-0f5a2b6c7d8e",
  actor: toValueCode("user:taker"),
  entity: { type, code: toValueCode(type === "actor" ? "user:taker" : BUCKET) },
  from: toEpochMs(0),
  until: toEpochMs(4),
  events: [0, 1, 2, 3, 4].map((place) => toEventNumber(0, place)),
  score: 0.5,
  severity: "medium",
  predicate: "was emptied",
  explanation: {},
});

test("what was found at a resource is the story of the one who brought it about, not of who touched it first", () => {
  const log = toLog();
  const [found] = resolveFindings([find("resource")], { detectors: [detector!], logs: [log] });
  expect(found!.first.actor.id).toBe("user:taker");
  expect(found!.first.event).toBe("e1");
  expect(found!.finding).toMatchObject({
    at: 0,
    entity: { type: "resource", id: BUCKET },
    events: ["e0", "e1", "e2", "e3", "e4"],
  });
  log.close();
});
