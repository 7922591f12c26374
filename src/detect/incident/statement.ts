import type { Actor, EntityId } from "../../domain/index.ts";
import { toEntityId } from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { findRoot, type IdentityLinks } from "./find-root.ts";

/** Where a story begins: with an identity, or with an address that tries many identities. */
export type StoryRoot =
  | { readonly kind: "actor"; readonly id: EntityId; readonly actor: Actor }
  | { readonly kind: "address"; readonly id: EntityId; readonly address: string };

/** From so many identities on, what one address does to them is not told as one of theirs. */
export const ADDRESS_ACTORS_MIN = 3;

/** A finding with the root of its story. */
export interface Statement extends Detected {
  readonly root: StoryRoot;
}

export const toStatement = (one: Detected, links: IdentityLinks): Statement => ({
  ...one,
  root: toRoot(one, links),
});

/**
 * One address that tries many identities is nobody's doing whose name was tried: the story is the address's.
 * Everything else begins with the identity behind the finding's first event.
 */
function toRoot(one: Detected, links: IdentityLinks): StoryRoot {
  const { entity } = one.finding;
  if (entity.type === "ip" && (one.tally?.actors.length ?? 1) >= ADDRESS_ACTORS_MIN) {
    return { kind: "address", id: toEntityId(`address:${entity.id}`), address: entity.id };
  }
  const actor = findRoot(one, links);
  return { kind: "actor", id: actor.id, actor };
}
