import { describe, expect, test } from "vitest";
import { DIMENSION } from "./dimension.ts";
import { groupPeers } from "./group-peers.ts";
import { findPeerGroup, isPeerGroup, kindGroup, toPeerGroup } from "./peers.ts";
import { NO_PEERS, type PeerVectors } from "./tenant-delta.ts";

interface Actor {
  readonly actor: number;
  readonly kind?: number;
  readonly actions: readonly number[];
}

function toVectors(actors: readonly Actor[]): PeerVectors {
  const rows = actors.flatMap(({ actions }) => actions);
  const offsets = [0];
  for (const { actions } of actors) offsets.push(offsets.at(-1)! + actions.length);
  return {
    actors: Uint32Array.from(actors, ({ actor }) => actor),
    kinds: Uint8Array.from(actors, ({ kind = 0 }) => kind),
    accounts: Uint32Array.from(actors, () => 1),
    events: Float64Array.from(actors, ({ actor }) => actor * 10),
    offsets: Uint32Array.from(offsets),
    dimensions: Uint8Array.from(rows, () => DIMENSION.action),
    codes: Uint32Array.from(rows),
    counts: Float64Array.from(rows, () => 20),
  };
}

const analysts: Actor[] = Array.from({ length: 6 }, (_, i) => ({
  actor: 100 + i,
  actions: [1, 2, 3, 10 + i],
}));
const admins: Actor[] = Array.from({ length: 5 }, (_, i) => ({ actor: 200 + i, actions: [5, 6, 7, 20 + i] }));
const odd: Actor[] = [{ actor: 300, actions: [90, 91] }];
const robots: Actor[] = Array.from({ length: 5 }, (_, i) => ({
  actor: 400 + i,
  kind: 2,
  actions: [1, 2, 3],
}));

describe("peer groups", () => {
  test("hold those of one kind who do alike; whoever has too few peers is compared with all of the kind", () => {
    const peers = groupPeers([toVectors([...analysts, ...admins, ...odd, ...robots])], NO_PEERS);
    const groupOf = (actor: number, kind = 0): number => findPeerGroup(peers, { actor, kind, account: 1 });
    const groups = [100, 105, 200, 204].map((actor) => groupOf(actor));
    expect(groups[0]).toBe(groups[1]);
    expect(groups[2]).toBe(groups[3]);
    expect(groups[0]).not.toBe(groups[2]);
    // Named after the most active of its members.
    expect(groups[0]).toBe(toPeerGroup(105, 0));
    expect(groups.every(isPeerGroup)).toBe(true);
    expect(groupOf(300)).toBe(kindGroup(0));
    expect(groupOf(400, 2)).not.toBe(groups[0]);
    expect(peers.version).toBe(1);
  });

  test("do not depend on how actors are spread over partitions", () => {
    const all = [...analysts, ...admins, ...odd, ...robots];
    const whole = groupPeers([toVectors(all)], NO_PEERS);
    const parts = [0, 1, 2].map((part) => toVectors(all.filter((_, i) => i % 3 === part)));
    expect(groupPeers(parts, NO_PEERS)).toEqual(whole);
    expect(groupPeers(parts.toReversed(), NO_PEERS)).toEqual(whole);
  });

  test("live on: a group keeps its code when others become more active", () => {
    const before = groupPeers([toVectors(analysts)], NO_PEERS);
    const newcomer: Actor = { actor: 900, actions: [1, 2, 3] };
    const after = groupPeers([toVectors([...analysts, newcomer])], before);
    expect(after.version).toBe(2);
    expect(after.groups[0]).toBe(before.groups[0]);
    expect(findPeerGroup(after, { actor: 900, kind: 0, account: 1 })).toBe(before.groups[0]);
  });

  test("are of kind and account for whoever was not grouped yet", () => {
    const of = (actor: number, kind: number, account: number): number =>
      findPeerGroup(NO_PEERS, { actor, kind, account });
    expect(of(1, 0, 8)).toBe(of(2, 0, 8));
    expect(new Set([of(1, 0, 8), of(1, 1, 8), of(1, 0, 9)]).size).toBe(3);
    expect(isPeerGroup(of(1, 0, 8))).toBe(true);
  });
});
