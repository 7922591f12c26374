import { DIMENSION } from "./dimension.ts";
import { isPeerGroup, kindGroup, toPeerGroup } from "./peers.ts";
import { PEERS_MIN, type PeerVectors, type PeerView } from "./tenant-delta.ts";

/** An actor joins the group whose leader does most alike, from this cosine on. */
const LIKENESS_MIN = 0.5;
/** Groups of one kind at most; whoever is like none of them is compared with all of the kind. */
export const PEER_GROUPS_MAX = 64;

/** An actor by what it does. */
export interface Member {
  readonly actor: number;
  readonly kind: number;
  readonly events: number;
  /** Codes of actions with their weight; the squares of the weights sum to 1. */
  readonly weights: readonly (readonly [number, number])[];
}

/**
 * Groups actors of one kind by what they do: cosine of TF-IDF vectors of their actions, leaders in order of activity
 * (those of the last grouping first, so that groups live on). The same whatever the order of partitions and actors.
 */
export function groupPeers(vectors: readonly PeerVectors[], previous: PeerView): PeerView {
  const members = toMembers(vectors);
  const leaders = new Set(previous.groups);
  const order = members.toSorted(
    (a, b) =>
      Number(leaders.has(toPeerGroup(b.actor, b.kind))) - Number(leaders.has(toPeerGroup(a.actor, a.kind))) ||
      b.events - a.events ||
      a.actor - b.actor,
  );
  const groups = new Map<number, number>();
  for (const [kind, own] of Map.groupBy(order, (member) => member.kind)) {
    for (const [actor, group] of groupKind(kind, own)) groups.set(actor, group);
  }
  const actors = [...groups.keys()].sort((a, b) => a - b);
  return {
    version: previous.version + 1,
    actors: Uint32Array.from(actors),
    groups: Uint32Array.from(actors, (actor) => groups.get(actor)!),
  };
}

function groupKind(kind: number, members: readonly Member[]): ReadonlyMap<number, number> {
  /** Per action: leaders that do it, with the weight it has for them. */
  const postings = new Map<number, { readonly leader: number; readonly weight: number }[]>();
  const leaders: number[] = [];
  const groups = new Map<number, number>();
  for (const member of members) {
    const likeness = new Float64Array(leaders.length);
    for (const [code, weight] of member.weights) {
      for (const posting of postings.get(code) ?? []) likeness[posting.leader]! += weight * posting.weight;
    }
    let best = -1;
    for (let leader = 0; leader < likeness.length; leader++) {
      if (likeness[leader]! >= LIKENESS_MIN && (best < 0 || likeness[leader]! > likeness[best]!))
        best = leader;
    }
    if (best < 0 && leaders.length < PEER_GROUPS_MAX) {
      best = leaders.length;
      leaders.push(toPeerGroup(member.actor, kind));
      for (const [code, weight] of member.weights) {
        const posting = { leader: best, weight };
        const found = postings.get(code);
        if (found === undefined) postings.set(code, [posting]);
        else found.push(posting);
      }
    }
    groups.set(member.actor, best < 0 ? kindGroup(kind) : leaders[best]!);
  }
  return withoutSmall(kind, groups);
}

function withoutSmall(kind: number, groups: Map<number, number>): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const group of groups.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  for (const [actor, group] of groups) {
    if (isPeerGroup(group) && sizes.get(group)! < PEERS_MIN) groups.set(actor, kindGroup(kind));
  }
  return groups;
}

/** All actors, in the order of the vectors. */
export function toMembers(vectors: readonly PeerVectors[]): readonly Member[] {
  const users = new Map<number, number>();
  let actors = 0;
  for (const vector of vectors) {
    actors += vector.actors.length;
    for (let i = 0; i < vector.codes.length; i++) {
      if (vector.dimensions[i] !== DIMENSION.action) continue;
      users.set(vector.codes[i]!, (users.get(vector.codes[i]!) ?? 0) + 1);
    }
  }
  const members: Member[] = [];
  for (const vector of vectors) {
    for (let a = 0; a < vector.actors.length; a++) {
      const weights: [number, number][] = [];
      let squares = 0;
      // Rows of an actor stand in the order of their codes: sums are taken in the same order wherever it lives.
      for (let i = vector.offsets[a]!; i < vector.offsets[a + 1]!; i++) {
        if (vector.dimensions[i] !== DIMENSION.action) continue;
        const doers = users.get(vector.codes[i]!)!;
        // What nobody else does makes nobody a peer, and nobody less of one.
        if (doers < 2) continue;
        const rarity = Math.log((1 + actors) / (1 + doers)) + 1;
        const weight = Math.log2(1 + vector.counts[i]!) * rarity;
        weights.push([vector.codes[i]!, weight]);
        squares += weight * weight;
      }
      const length = Math.sqrt(squares) || 1;
      members.push({
        actor: vector.actors[a]!,
        kind: vector.kinds[a]!,
        events: vector.events[a]!,
        weights: weights.map(([code, weight]) => [code, weight / length] as const),
      });
    }
  }
  return members;
}
