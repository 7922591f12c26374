import { describe, expect, test } from "vitest";
import { toDay } from "../domain/index.ts";
import { createBehaviour } from "./behaviour.ts";
import type { EventFacts } from "./facts.ts";
import { FEATURES } from "./feature/features.ts";
import { PLACE } from "./feature/place.ts";
import { computeNaively } from "./fixtures/naive-features.ts";
import { createStream } from "./fixtures/random-stream.ts";
import { createTenant } from "./tenant.ts";
import { NO_PEERS, type PeerView } from "./tenant-delta.ts";

function computeAll(stream: readonly EventFacts[], peers: PeerView): Float64Array[] {
  const behaviour = createBehaviour();
  const tenant = createTenant();
  const rows: Float64Array[] = [];
  for (const [day, events] of Map.groupBy(stream, ({ at }) => toDay(at))) {
    behaviour.startDay(day, tenant.view, peers);
    for (const facts of events) {
      const row = new Float64Array(FEATURES.length);
      behaviour.observe(facts, row);
      behaviour.learn(facts);
      rows.push(row);
    }
    tenant.merge(day, [behaviour.takeTenantDelta()]);
  }
  return rows;
}

describe("features", () => {
  test("stand in the order of their places, each under its own name", () => {
    expect(FEATURES.map(({ name }) => PLACE[name])).toEqual(FEATURES.map((_, place) => place));
    expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(Object.keys(PLACE).length);
  });

  test("agree with the same numbers worked out from the raw events by other means", () => {
    const stream = createStream({ seed: 7, events: 2500, actors: 36, days: 45 });
    // Actors of an even number are peers of each other within their kind.
    const actors = [...new Set(stream.map(({ actor }) => actor))].sort((a, b) => a - b);
    const kindOf = new Map(stream.map((facts) => [facts.actor, facts.actorKind]));
    const half = actors.filter((actor) => actor % 2 === 0);
    const peers: PeerView = {
      version: 1,
      actors: Uint32Array.from(half),
      groups: Uint32Array.from(half, (actor) => 0x80000000 + kindOf.get(actor)!),
    };
    const expected = computeNaively(
      stream,
      { groupOf: (f) => (f.actor % 2 === 0 ? "even" : `account ${f.actorAccount}`) },
      (index) => index % 17 === 0,
    );
    const rows = computeAll(stream, peers);
    const differences = new Map<string, string>();
    for (const [index, features] of expected) {
      for (const { name } of FEATURES) {
        const value = rows[index]![PLACE[name]]!;
        const wanted = features[name]!;
        const isSame = Object.is(value, wanted) || Math.abs(value - wanted) <= 1e-4 * (1 + Math.abs(wanted));
        if (!isSame) differences.set(name, `event ${index}: ${value}, expected ${wanted}`);
      }
    }
    expect(Object.fromEntries(differences)).toEqual({});
  });

  test("do not look at the future: what comes later changes nothing", () => {
    const stream = createStream({ seed: 3, events: 800, actors: 8, days: 20 });
    const whole = computeAll(stream, NO_PEERS);
    const part = computeAll(stream.slice(0, 400), NO_PEERS);
    expect(part).toEqual(whole.slice(0, 400));
  });
});
