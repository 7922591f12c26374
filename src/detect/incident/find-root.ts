import type { Actor, EntityId, EpochMs } from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import type { Creation, KeyOrigin } from "../match/kept-links.ts";

/** An identity made by another belongs to its maker's story for this long. */
export const CREATION_LINK_MS = 24 * 3_600_000;
/** Identities are followed back through this many hand-overs. */
export const CHAIN_LENGTH_MAX = 10;

export interface IdentityLinks {
  readonly keyOrigins: ReadonlyMap<string, KeyOrigin>;
  readonly createdIdentities: ReadonlyMap<string, readonly Creation[]>;
}

/** What is known besides the findings when they are brought into stories. */
export interface StoryContext extends IdentityLinks {
  /** When the log begins; null: it is not known, and the first finding stands for it. */
  readonly span: { readonly firstAt: number } | null;
  /**
   * When the identity did something for the first time; null: not known. Absent or null where behaviour was not looked
   * at: then nobody says that a finding's circumstances were usual.
   */
  firstSeenAt?(identity: EntityId): number | null;
}

/** The identity with which the finding's first event began. */
export function findRoot(one: Detected, links: IdentityLinks): Actor {
  let { actor } = one.first;
  let key = one.first.accessKeyId;
  for (let i = 0; i < CHAIN_LENGTH_MAX; i++) {
    const origin: KeyOrigin | undefined = key === null ? undefined : links.keyOrigins.get(key);
    // A role that takes itself on again, or a user who asks for a session, is still itself, with another key.
    if (origin !== undefined && (origin.issuer.id !== actor.id || origin.issuerKey !== key)) {
      actor = origin.issuer;
      key = origin.issuerKey;
      continue;
    }
    const creator = findCreator(actor, one.first.at, links);
    if (creator === null) return actor;
    actor = creator;
    key = null;
  }
  return actor;
}

/** Who last made the actor within a day before `at`; null: nobody else did. */
export function findCreator(actor: Actor, at: EpochMs, { createdIdentities }: IdentityLinks): Actor | null {
  const creation = createdIdentities
    .get(actor.id)
    ?.findLast((one) => one.at <= at && at - one.at <= CREATION_LINK_MS && one.creator.id !== actor.id);
  return creation?.creator ?? null;
}
