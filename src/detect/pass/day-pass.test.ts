import { expect, test } from "vitest";
import { toDay } from "../../domain/index.ts";
import {
  createEventFacts,
  createTenant,
  type EventFacts,
  NO_PEERS,
  PARTITIONS,
} from "../../profile/index.ts";
import { everyDay, makeDetector, toFacts } from "../behaviour/fixtures/one-actor.ts";
import type { BehaviourFinding } from "./behaviour-finding.ts";
import { createDayPass } from "./day-pass.ts";
import type { DayPass } from "./day-pass-types.ts";

const PEOPLE = { actor_kinds: ["person"], history: { days_min: 3 } };
const DETECTORS = [makeDetector("first_seen", { ...PEOPLE, new_all: ["action"], bits_min: 1 })];
const ACTORS = ["alice", "bob", "carol", "dan", "eve"];
const EVENTS: readonly EventFacts[] = ACTORS.flatMap((actor, a) =>
  everyDay(8, (day, n) => ({
    actor,
    action: day === 6 && n === a ? `x:New${a}` : "ec2:DescribeInstances",
    tool: n % 3 === 0 ? "Chrome" : "aws-cli",
  })),
)
  .sort((a, b) => a.at - b.at)
  .map(toFacts);
const LEXICON = { textOf: () => null };
const make = (resume?: Uint8Array): DayPass =>
  createDayPass({ detectors: DETECTORS, lexicon: LEXICON, ...(resume === undefined ? {} : { resume }) });

interface Ran {
  readonly findings: readonly BehaviourFinding[];
  readonly hashes: readonly (readonly number[])[];
  readonly bytes: readonly Uint8Array[];
}

/** All events through as many passes, each of which owns the actors of some codes. */
function run(passes: number, resumes: boolean): Ran {
  const tenant = createTenant();
  const all = Array.from({ length: passes }, () => make());
  const findings: BehaviourFinding[] = [];
  const hashes: number[][] = [];
  const days = [...new Set(EVENTS.map(({ at }) => toDay(at)))];
  for (const day of days) {
    for (const pass of all) pass.startDay({ day, tenant: tenant.view, peers: NO_PEERS, models: null });
    for (const facts of EVENTS) {
      if (toDay(facts.at) === day) all[(facts.actor % PARTITIONS) % passes]!.push({ ...facts });
    }
    const ends = all.map((pass) => pass.endDay());
    tenant.merge(
      day,
      ends.map(({ delta }) => delta),
    );
    findings.push(...ends.flatMap((end) => end.findings));
    hashes.push(ends.flatMap(({ sample }) => [...sample.hashes]).sort((a, b) => a - b));
    if (resumes) for (const [i, pass] of all.entries()) all[i] = make(pass.snapshot());
  }
  findings.sort((a, b) => a.from - b.from || a.entity.code - b.entity.code);
  return { findings, hashes, bytes: all.map((pass) => pass.snapshot()) };
}

test("a day may be worked on by one pass or by several: the findings and the sample are the same", () => {
  const one = run(1, false);
  expect(one.findings).toHaveLength(ACTORS.length);
  for (const passes of [2, 3, 16]) {
    const several = run(passes, false);
    expect(several.findings).toEqual(one.findings);
    expect(several.hashes).toEqual(one.hashes);
  }
});

test("a pass that is put away every night goes on as if it had not been, to the byte", () => {
  const without = run(2, false);
  expect(run(2, true)).toEqual(without);
});

test("vectors for grouping peers are made when they are wanted", () => {
  const pass = make();
  const start = { day: 1, tenant: createTenant().view, peers: NO_PEERS, models: null };
  pass.startDay(start);
  expect(pass.endDay({ peerVectors: false }).peerVectors).toBeNull();
  pass.startDay({ ...start, day: 2 });
  expect(pass.endDay().peerVectors).not.toBeNull();
});

test("events outside a day, and bytes that are no snapshot, are mistakes of the program", () => {
  const pass = make();
  expect(() => pass.push(createEventFacts())).toThrow("between startDay and endDay");
  expect(() => pass.endDay()).toThrow("has started");
  expect(() => make(new Uint8Array(3))).toThrow("no snapshot");
  expect(() => make(new Uint8Array(64))).toThrow("no snapshot");
});
