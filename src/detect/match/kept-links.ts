import type { Actor, IdentityLink } from "../../domain/index.ts";

/** Who issued an access key, and the key that signed the call which issued it. */
export interface KeyOrigin {
  readonly issuer: Actor;
  readonly issuerKey: string | null;
}

/** Issued keys that are remembered for chaining identities; the oldest are forgotten beyond it. */
export const KEY_ORIGINS_MAX = 400_000;

/** One event that made an identity, or made it usable. */
export interface Creation {
  readonly creator: Actor;
  readonly at: number;
}

/** Made identities that are remembered; the oldest are forgotten beyond it. */
export const CREATED_IDENTITIES_MAX = 100_000;
/** Of one identity, the latest events that made it: names are used again, and a password may follow a user. */
export const CREATIONS_MAX = 16;

/** Who handed over or made an identity, with which key, and when. */
export interface LinkMaker {
  readonly actor: Actor;
  readonly accessKeyId: string | null;
  readonly at: number;
}

/** Identities that events handed over or made, so that stories can be followed back to whoever began them. */
export class KeptLinks {
  readonly keyOrigins = new Map<string, KeyOrigin>();
  readonly createdIdentities = new Map<string, readonly Creation[]>();

  note({ accessKeyId, target }: IdentityLink, maker: LinkMaker): void {
    const { actor } = maker;
    // A service hands roles to machines all day; no story starts with it.
    if (actor.type === "service") return;
    if (accessKeyId !== null) {
      this.keyOrigins.delete(accessKeyId);
      this.keyOrigins.set(accessKeyId, { issuer: actor, issuerKey: maker.accessKeyId });
      if (this.keyOrigins.size > KEY_ORIGINS_MAX)
        this.keyOrigins.delete(this.keyOrigins.keys().next().value!);
    } else if (target !== null) {
      this.#keepCreation(target, { creator: actor, at: maker.at });
    }
  }

  #keepCreation(identity: string, creation: Creation): void {
    const known = this.createdIdentities.get(identity) ?? [];
    const later = [...known, creation].sort(
      (a, b) => a.at - b.at || (a.creator.id < b.creator.id ? -1 : a.creator.id === b.creator.id ? 0 : 1),
    );
    this.createdIdentities.set(identity, later.slice(-CREATIONS_MAX));
    if (this.createdIdentities.size > CREATED_IDENTITIES_MAX)
      this.createdIdentities.delete(this.createdIdentities.keys().next().value!);
  }
}
