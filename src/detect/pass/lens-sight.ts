import type { EventFacts, LensProfile, TenantView } from "../../profile/index.ts";
import type { Lexicon } from "./day-pass-types.ts";
import type { RecentTouches } from "./recent-touches.ts";

/** What a detector of addresses or resources sees of one event. One instance for all events: nothing may keep it. */
export interface LensSight {
  facts: EventFacts;
  /** The light profile before the event. */
  profile: LensProfile;
  /** What is usual at the tenant's other addresses or resources. */
  readonly tenant: TenantView;
  /** Bits of the numbers to which the event adds: `LensProfile.adds`. */
  adds: number;
  readonly recent: RecentTouches;
  readonly lexicon: Lexicon;
}
