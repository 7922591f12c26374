import { expect, test } from "vitest";
import type { Detected } from "../../detect/index.ts";
import { type Finding, toEntityId, toEpochMs, toEventId, toFindingId } from "../../domain/index.ts";
import type { PassProgress, PassRun } from "../../store/index.ts";
import { DETECTED_KEPT_MAX, KnownTexts, PassMemory, type ResumePoint } from "./pass-memory.ts";

const toRun = (id: string): PassRun => ({
  id,
  purpose: "detect",
  startedAt: toEpochMs(1),
  finishedAt: toEpochMs(2),
  record: null,
});

const after = (id: string | null, unfinished: PassRun | null = null): PassProgress => ({
  lastRun: id === null ? null : toRun(id),
  inputsWaiting: 1,
  eventsWaiting: 1,
  unfinished,
});

const POINT: ResumePoint = {
  resume: {
    day: 7,
    mark: { firstDay: 1, days: 7, nextTraining: 15, nextGrouping: 8, sampleBelow: [] },
    models: null,
    lenses: [],
  },
  modelsDay: null,
};

/** What a finding began with does not matter here. */
const toDetected = (count: number): readonly Detected[] => {
  const at = toEpochMs(1);
  const actor = { id: toEntityId("user:ann"), type: "user", name: "ann" } as const;
  const finding: Finding = {
    id: toFindingId("f"),
    at,
    until: at,
    detector: { id: "d", kind: "rule", title: "A trail was stopped" },
    severity: "high",
    score: 0.75,
    actor,
    entity: { type: "actor", id: actor.id },
    attack: [],
    events: [toEventId("e")],
    incident: null,
    summary: "ann stopped a trail.",
    explanation: {},
  };
  const detail = {
    event: finding.events[0]!,
    action: "DeleteTrail",
    service: "cloudtrail",
    outcome: "success",
    errorCode: null,
    account: null,
    region: null,
    address: null,
    country: null,
    tool: "aws-cli",
    resource: null,
    matched: null,
  } as const;
  const first = {
    at,
    event: finding.events[0]!,
    actor: { ...actor, account: null, automated: false, session: null },
  };
  const one: Detected = { finding, first: { ...first, accessKeyId: null, detail } };
  return Array.from({ length: count }, () => one);
};

/** After a pass that left something behind. */
function openFilled(): PassMemory {
  const memory = new PassMemory();
  memory.begin(after(null));
  memory.keep(POINT);
  memory.keepDetected("actor", toDetected(1));
  memory.texts.add(1, "text");
  memory.end("a");
  return memory;
}

/** What of it is known. */
const read = (memory: PassMemory): object => ({
  point: memory.recall(7) !== null,
  detected: memory.recallDetected("actor") !== null,
  texts: !memory.texts.isEmpty,
});
const ALL = { point: true, detected: true, texts: true };
const NOTHING = { point: false, detected: false, texts: false };

test("the next pass knows what the one before left", () => {
  const memory = openFilled();
  memory.begin(after("a"));
  expect(read(memory)).toEqual(ALL);
});

test("what another process may have changed is forgotten", () => {
  const passedByAnother = openFilled();
  passedByAnother.begin(after("b"));
  expect(read(passedByAnother)).toEqual(NOTHING);
  const begunByAnother = openFilled();
  begunByAnother.begin(after("a", toRun("b")));
  expect(read(begunByAnother)).toEqual(NOTHING);
});

test("a pass that breaks off leaves nothing that the next one trusts", () => {
  const memory = openFilled();
  memory.begin(after("a"));
  memory.begin(after("a"));
  expect(read(memory)).toEqual(NOTHING);
});

test("one day is known, and no other; one lens is dropped without the rest", () => {
  const memory = openFilled();
  expect(memory.recall(6)).toBeNull();
  memory.keepDetected("address", toDetected(2));
  memory.dropDetected("actor");
  expect(memory.recallDetected("actor")).toBeNull();
  expect(memory.recallDetected("address")).toHaveLength(2);
});

test("of more findings than may be kept none is", () => {
  const memory = openFilled();
  memory.keepDetected("resource", toDetected(DETECTED_KEPT_MAX));
  expect(memory.recallDetected("resource")).toHaveLength(DETECTED_KEPT_MAX);
  memory.keepDetected("address", toDetected(DETECTED_KEPT_MAX + 1));
  expect(memory.recallDetected("address")).toBeNull();
});

test("of two texts with one code the lesser stays, whichever came first", () => {
  const texts = new KnownTexts();
  for (const text of ["m", "b", "z"]) texts.add(1, text);
  texts.add(2, "other");
  expect([texts.codes, texts.texts]).toEqual([
    [1, 2],
    ["b", "other"],
  ]);
});
