import { type Actor, toEntityId } from "../../domain/index.ts";
import { BoundedCache } from "../../enrich/index.ts";

/** People remembered; the actor of one who was forgotten is equal, but not the same object. */
export const PEOPLE_MAX = 65_536;

/** Actors of logs that name people by a plain user id: the same id in an upload log and an activity log is one actor. */
export class People {
  readonly #known = new BoundedCache<Actor>(PEOPLE_MAX);

  toActor(userId: string): Actor {
    const known = this.#known.get(userId);
    if (known !== undefined) return known;
    const id = toEntityId(`user:${userId}`);
    const actor: Actor = { id, type: "user", name: userId, account: null, session: null, automated: false };
    this.#known.set(userId, actor);
    return actor;
  }
}
