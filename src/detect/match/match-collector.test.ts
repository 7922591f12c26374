import { describe, expect, test } from "vitest";
import { type IdentityLink, toEntityId } from "../../domain/index.ts";
import { compileRules, detectSamples } from "../fixtures/detect-samples.ts";
import { toActor, toSample } from "../fixtures/sample-events.ts";
import { createEventMatcher } from "./event-matcher.ts";
import { CREATED_IDENTITIES_MAX, CREATIONS_MAX } from "./kept-links.ts";
import { createMatchCollector } from "./match-collector.ts";

const RULE = `
title: Trail stopped
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
level: high
`;
const issued = (accessKeyId: string): readonly IdentityLink[] => [
  { kind: "issued-key", accessKeyId, target: null },
];
const made = (name: string): readonly IdentityLink[] => [
  { kind: "created-identity", accessKeyId: null, target: toEntityId(name) },
];

describe("identity links", () => {
  const collect = (samples: readonly ReturnType<typeof toSample>[]) => {
    const matcher = createEventMatcher(compileRules(RULE));
    const collector = createMatchCollector();
    for (const { event, record } of samples) matcher.add(event, record);
    collector.absorb(matcher.take());
    return collector;
  };

  test("a role taken on and what is done in it are one story", () => {
    const role = toActor("admin-role", { type: "role" });
    const { incidents } = detectSamples(RULE, [
      toSample({ name: "AssumeRole", accessKeyId: "AKIAALICE", links: issued("ASIAROLE") }),
      toSample({ after: 1, accessKeyId: "AKIAALICE" }),
      toSample({ after: 2, actor: role, accessKeyId: "ASIAROLE" }),
    ]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.actors).toEqual([toActor("alice").id, role.id]);
  });

  test("a service that hands out roles begins no story", () => {
    const service = toActor("ec2", { type: "service" });
    expect(collect([toSample({ actor: service, links: issued("ASIAROLE") })]).keyOrigins.size).toBe(0);
  });

  test("who made an identity is kept in order of time, the latest few, whatever came first", () => {
    const samples = Array.from({ length: CREATIONS_MAX + 1 }, (_, n) =>
      toSample({ after: n, actor: toActor(`maker-${n}`), links: made("bob") }),
    );
    const creators = (list: typeof samples) =>
      collect(list)
        .createdIdentities.get("bob")!
        .map((one) => one.creator.name);
    expect(creators(samples)).toEqual(samples.slice(1).map((_, n) => `maker-${n + 1}`));
    expect(creators(samples.toReversed())).toEqual(creators(samples));
  });

  test("made identities are remembered up to a limit, then the oldest are forgotten", () => {
    const samples = Array.from({ length: CREATED_IDENTITIES_MAX + 1 }, (_, n) =>
      toSample({ after: n, name: "CreateUser", links: made(`user-${n}`) }),
    );
    const full = collect(samples.slice(0, -1)).createdIdentities;
    expect([full.size, full.has("user-0")]).toEqual([CREATED_IDENTITIES_MAX, true]);
    const over = collect(samples).createdIdentities;
    expect([over.size, over.has("user-0")]).toEqual([CREATED_IDENTITIES_MAX, false]);
  });
});

test("counts events and duplicates, and when the first and the last happened", () => {
  const matcher = createEventMatcher(compileRules(RULE));
  const collector = createMatchCollector();
  const samples = [5, 1, 3, 1].map((after) => toSample({ after }));
  for (const { event, record } of samples) matcher.add(event, record);
  expect(collector.absorb(matcher.take())).toEqual({ events: 3, duplicates: 1 });
  expect(collector.absorb(matcher.take())).toEqual({ events: 0, duplicates: 0 });
  expect(collector.span).toEqual({ firstAt: samples[1]!.event.at, lastAt: samples[0]!.event.at });
});

test("where events are not kept, what matched is told as fully as where they are", () => {
  const samples = [
    toSample({ after: 3, actor: toActor("bob"), accessKeyId: "AKIABOB", resource: "trail-2" }),
    toSample({ after: 1, name: "ListTrails", actor: toActor("carol"), address: "203.0.113.9" }),
    toSample({ after: 2, accessKeyId: "AKIAALICE", resource: "trail-1", links: made("dave") }),
    toSample({ after: 3, actor: toActor("bob") }),
  ];
  const tell = (keepsEvents: boolean) => {
    const matcher = createEventMatcher(compileRules(RULE), { sender: 0, keepsEvents });
    const collector = createMatchCollector({ keepsEvents });
    const told: unknown[] = [];
    for (const [from, to] of [
      [0, 2],
      [2, 4],
    ]) {
      for (const { event, record } of samples.slice(from, to)) matcher.add(event, record);
      told.push(collector.absorb(matcher.take()));
    }
    for (const { rows, from, to } of collector.log.readInOrder()) {
      for (let row = from; row < to; row++) {
        const who = collector.actorOf(rows, row).id;
        told.push([rows.at[row], who, collector.accessKeyOf(rows, row), collector.detailOf(rows, row)]);
      }
    }
    return [...told, collector.span, [...collector.createdIdentities]];
  };
  expect(tell(false)).toEqual(tell(true));
  expect(tell(false)).toHaveLength(6);
});
