import { describe, expect, test } from "vitest";
import { DIMENSION } from "./dimension.ts";
import { groupPeers } from "./group-peers.ts";
import { findPeers } from "./peer-likeness.ts";
import { createTenant } from "./tenant.ts";
import { NO_PEERS, type PeerVectors } from "./tenant-delta.ts";

/** Six who do the same and one thing of their own each, one who does something else, one of another kind. */
const ACTIONS = [...Array.from({ length: 6 }, (_, i) => [1, 2, 3, 4, 5, 10 + i]), [90, 91, 3], [1, 2, 3]];
const KINDS = [0, 0, 0, 0, 0, 0, 0, 2];

const vectors = (): PeerVectors => {
  const rows = ACTIONS.flat();
  const offsets = [0];
  for (const actions of ACTIONS) offsets.push(offsets.at(-1)! + actions.length);
  return {
    actors: Uint32Array.from(ACTIONS, (_, i) => 100 + i),
    kinds: Uint8Array.from(KINDS),
    accounts: Uint32Array.from(ACTIONS, () => 1),
    events: Float64Array.from(ACTIONS, () => 10),
    offsets: Uint32Array.from(offsets),
    dimensions: Uint8Array.from(rows, () => DIMENSION.action),
    codes: Uint32Array.from(rows),
    counts: Float64Array.from(rows, () => 20),
  };
};

const askOf = (actor: number, count = 9) => {
  const peers = groupPeers([vectors()], NO_PEERS);
  const tenant = createTenant();
  tenant.regroup(peers, [vectors()]);
  return findPeers({ actor, vectors: [vectors()], peers, tenant: tenant.view, count });
};

describe("who is alike", () => {
  test("an actor is compared with its group, the most alike first, never across kinds", () => {
    const found = askOf(100)!;
    expect(found).toMatchObject({ isOwnGroup: true, members: 6 });
    expect(found.nearest.map(({ actor }) => actor)).toEqual([101, 102, 103, 104, 105, 106]);
    expect(found.nearest.map(({ isInGroup }) => isInGroup)).toEqual([true, true, true, true, true, false]);
    expect(found.nearest[0]!.likeness).toBeGreaterThan(0.9);
    expect(found.nearest[5]!.likeness).toBeLessThan(0.6);
    expect(askOf(100, 2)!.nearest).toHaveLength(2);
  });

  test("whoever is alone is compared with all of the kind", () => {
    expect(askOf(106)).toMatchObject({ isOwnGroup: false });
    expect(askOf(107)!.nearest).toEqual([]);
    expect(askOf(999)).toBeNull();
  });
});
