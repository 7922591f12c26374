import { mix } from "../domain/index.ts";
import type { PeerView } from "./tenant-delta.ts";

/** Groups of peers have this bit, groups of kinds (place in `ACTOR_KINDS` + 1) have not. 0 is the whole tenant. */
const PEER_BIT = 0x80000000;

/** The group of all actors of a kind. */
export const kindGroup = (kind: number): number => kind + 1;
export const isPeerGroup = (group: number): boolean => group >= PEER_BIT;
/** The group that is named after an actor or an account. */
export const toPeerGroup = (code: number, kind: number): number => (mix(code, kind) | PEER_BIT) >>> 0;

/** The group of an actor: as the view says, else that of its kind and account. */
export function findPeerGroup(
  peers: PeerView,
  who: { readonly actor: number; readonly kind: number; readonly account: number },
): number {
  let low = 0;
  let high = peers.actors.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = peers.actors[middle]!;
    if (found === who.actor) return peers.groups[middle]!;
    if (found < who.actor) low = middle + 1;
    else high = middle - 1;
  }
  return toPeerGroup(who.account, who.kind);
}
