import type { Store } from "../../../store/index.ts";
import type { LiveSettings } from "./live-settings.ts";
import { createRepeater, type Repeater } from "./repeater.ts";

/** How long a change that another process made may go unseen by what keeps times and watches folders. */
const FOLLOW_MS = 3000;

export interface FollowParts {
  readonly store: Pick<Store, "together">;
  readonly live: LiveSettings;
  /** Takes over settings as they are now. */
  readonly follow: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** Looks whether another process changed settings; null: there is none. */
export function followSettings({ store, live, follow, onFailure }: FollowParts): Repeater | null {
  if (!store.together.isShared) return null;
  let known: number | null = null;
  return createRepeater({
    async work() {
      const { version } = await live.readResolved();
      if (known !== null && version !== known) follow();
      known = version;
      return undefined;
    },
    onFailure,
    everyMs: FOLLOW_MS,
  });
}
