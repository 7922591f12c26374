import { type Member, toMembers } from "./group-peers.ts";
import { findPeerGroup, isPeerGroup, kindGroup } from "./peers.ts";
import { PEERS_MIN, type PeerVectors, type PeerView } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";

/** How much another actor does the same: cosine of what both do, 0 (nothing alike) to 1 (all). */
export interface Likeness {
  readonly actor: number;
  readonly likeness: number;
  readonly isInGroup: boolean;
}

/** With whom an actor is compared. */
export interface Peers {
  /** The group whose numbers are compared with. */
  readonly group: number;
  /** False: its own group is too small, all of its kind are compared with. */
  readonly isOwnGroup: boolean;
  /** Actors of that group, itself among them. */
  readonly members: number;
  /** The most alike first. */
  readonly nearest: readonly Likeness[];
}

export interface PeersRequest {
  readonly actor: number;
  readonly vectors: readonly PeerVectors[];
  readonly peers: PeerView;
  readonly tenant: TenantView;
  /** How many of the most alike are told. */
  readonly count: number;
}

/** Null: nothing is known of the actor. */
export function findPeers({ actor, vectors, peers, tenant, count }: PeersRequest): Peers | null {
  const members = toMembers(vectors);
  const accounts = vectors.flatMap((vector) => [...vector.accounts]);
  const place = members.findIndex((member) => member.actor === actor);
  const own = members[place];
  if (own === undefined) return null;
  const groupOf = (at: number): number =>
    findPeerGroup(peers, { actor: members[at]!.actor, kind: members[at]!.kind, account: accounts[at]! });
  const raw = groupOf(place);
  const isOwnGroup = isPeerGroup(raw) && tenant.membersOf(raw) >= PEERS_MIN;
  const group = isOwnGroup ? raw : kindGroup(own.kind);
  const weights = new Map(own.weights);
  const nearest = members.flatMap((member, at): readonly Likeness[] => {
    if (at === place || member.kind !== own.kind) return [];
    const likeness = toCosine(weights, member);
    const isInGroup = isOwnGroup ? groupOf(at) === raw : true;
    return likeness > 0 ? [{ actor: member.actor, likeness: Math.min(likeness, 1), isInGroup }] : [];
  });
  nearest.sort((a, b) => b.likeness - a.likeness || a.actor - b.actor);
  return { group, isOwnGroup, members: tenant.membersOf(group), nearest: nearest.slice(0, count) };
}

/** Weights are of length 1 already. */
function toCosine(weights: ReadonlyMap<number, number>, { weights: others }: Member): number {
  let sum = 0;
  for (const [code, weight] of others) sum += weight * (weights.get(code) ?? 0);
  return sum;
}
