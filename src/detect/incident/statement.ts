import { type Actor, DAY_MS, type EntityId, toEntityId } from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { findRoot, type IdentityLinks, type StoryContext } from "./find-root.ts";

/** Where a story begins: with an identity, or with an address that tries many identities. */
export type StoryRoot =
  | { readonly kind: "actor"; readonly id: EntityId; readonly actor: Actor }
  | { readonly kind: "address"; readonly id: EntityId; readonly address: string };

/** From so many identities on, what one address does to them is not told as one of theirs. */
export const ADDRESS_ACTORS_MIN = 3;

/** After so many days it is known what an identity usually does. */
export const ACQUAINTANCE_MS = 7 * DAY_MS;

/** A finding with the root of its story. */
export interface Statement extends Detected {
  readonly root: StoryRoot;
  /** Behaviour knew the identity well enough to say whether it was itself. */
  readonly isAcquainted: boolean;
  /** It is about an identity that another took on, whom behaviour knows well. */
  readonly isLent: boolean;
}

export function toStatement(one: Detected, context: StoryContext): Statement {
  const root = toRoot(one, context);
  const isKnown = (identity: EntityId): boolean => {
    const firstAt = root.kind === "actor" ? context.firstSeenAt?.(identity) : null;
    return typeof firstAt === "number" && one.finding.at - firstAt >= ACQUAINTANCE_MS;
  };
  const actor = one.first.actor.id;
  return { ...one, root, isAcquainted: isKnown(actor), isLent: actor !== root.id && isKnown(root.id) };
}

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
