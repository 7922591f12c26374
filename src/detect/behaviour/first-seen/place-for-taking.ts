import { z } from "zod";
import { ADDRESS_KINDS, type JsonValue, toDay } from "../../../domain/index.ts";
import { FEATURES, isTaking } from "../../../profile/index.ts";
import { hasHistory, inKeyOrder, type Judgement, makeRoom, type Sight } from "../../pass/looker.ts";
import { formatCount, formatPercent, toExact } from "../amounts.ts";
import { nameValue, toFactor } from "../explain-profile.ts";
import type { PlaceForTakingParameters } from "../parameters.ts";
import { ACTORS_MAX, DaysLooker, type SeenDays, type Told } from "./days-looker.ts";
import { KEPT_DAYS, KeptDays } from "./kept-days.ts";
import { peersShareOf, tenantShareOf } from "./new-values.ts";

/** New networks of an actor that are watched at once; more are no place to take to. */
const NETWORKS_MAX = 24;
const PUBLIC = ADDRESS_KINDS.indexOf("public");
/** Above 0 for some days after the actor first used the network. */
const NEW_NETWORK = FEATURES.findIndex(({ name }) => name === "new_network");

/** What an actor did from one network since it came new. */
interface Place {
  readonly network: number;
  readonly since: number;
  events: number;
  takings: number;
}

interface Watched {
  readonly places: Place[];
  /** From where it always was, and from new places of work, meanwhile. */
  elsewhere: { events: number; takings: number; day: number; days: number };
  readonly takings: KeptDays;
}

const NUMBER = z.number();
const STATE = z.array(
  z.tuple([
    NUMBER,
    z.strictObject({
      places: z.array(z.strictObject({ network: NUMBER, since: NUMBER, events: NUMBER, takings: NUMBER })),
      elsewhere: z.strictObject({ events: NUMBER, takings: NUMBER, day: NUMBER, days: NUMBER }),
      takings: KEPT_DAYS,
    }),
  ]),
);

/**
 * Finds identities that go on with their work where they always are, and for days from another place do nothing but
 * take: whoever holds a copy of somebody's key comes for one thing; whoever has moved takes all of their work along.
 */
export class PlaceForTakingLooker extends DaysLooker<PlaceForTakingParameters, Seen> {
  readonly #watched = new Map<number, Watched>();

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    if (!this.isLookedAt(facts) || facts.addressKind !== PUBLIC) return "outside";
    if (!hasHistory(profile, this.parameters.history)) return "history-too-short";
    const place = this.#findPlace(sight);
    const watched = this.#watched.get(facts.actor);
    if (watched === undefined) return "looked";
    const takes = isTaking(facts) ? 1 : 0;
    const day = toDay(facts.at);
    if (place !== null) {
      place.events++;
      place.takings += takes;
    }
    // A new place at which all kinds of work are done is a new place of work.
    if (place === null || (place.events >= this.parameters.events_min && !this.#isForTaking(place)))
      addElsewhere(watched, { takes, day });
    if (place === null || takes === 0 || !this.#isForTaking(place)) return "looked";
    watched.takings.add(facts, day);
    const seen = this.#toSeen(watched);
    if (seen !== null) this.speak(sight, seen);
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    const day = toDay(at);
    for (const [actor, watched] of this.#watched) {
      const left = watched.places.filter(({ since }) => day - since < this.parameters.span_days);
      if (left.length === 0) this.#watched.delete(actor);
      else watched.places.splice(0, watched.places.length, ...left);
    }
  }

  override toJson(): JsonValue {
    return {
      open: this.open.toJson(),
      watched: inKeyOrder(this.#watched).map(([actor, { places, elsewhere, takings }]) => [
        actor,
        { places: places.map((one) => ({ ...one })), elsewhere: { ...elsewhere }, takings: takings.toJson() },
      ]),
    };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    for (const [actor, { places, elsewhere, takings }] of STATE.parse(state["watched"])) {
      const kept = new KeptDays(this.parameters.span_days, takings);
      this.#watched.set(actor, { places, elsewhere, takings: kept });
    }
  }

  /** The event's network, if it is one of the actor's new ones; null: it is where the actor always is. */
  #findPlace({ facts, features, profile }: Sight): Place | null {
    const watched = this.#watched.get(facts.actor);
    const known = watched?.places.find(({ network }) => network === facts.network);
    if (known !== undefined) return known;
    if (!(features[NEW_NETWORK]! > 0)) return null;
    const history = profile.historyOf("network");
    const { peers_share_max, tenant_share_max } = this.parameters;
    if (!Number.isNaN(history.firstAt)) return null;
    if (peersShareOf(history) > peers_share_max || tenantShareOf(history) > tenant_share_max) return null;
    const place = { network: facts.network, since: toDay(facts.at), events: 0, takings: 0 };
    if (watched === undefined) {
      makeRoom(this.#watched, ACTORS_MAX);
      this.#watched.set(facts.actor, {
        places: [place],
        elsewhere: { events: 0, takings: 0, day: -1, days: 0 },
        takings: new KeptDays(this.parameters.span_days),
      });
    } else if (watched.places.length < NETWORKS_MAX) watched.places.push(place);
    else return null;
    return place;
  }

  #isForTaking({ events, takings }: Place): boolean {
    return takings >= this.parameters.taking_share_min * events;
  }

  /** null: too few days, or it does the same wherever it is, or it is nowhere else. */
  #toSeen(watched: Watched): Seen | null {
    const { days_min, events_min, taking_share_min, elsewhere_share_max } = this.parameters;
    const { takings, elsewhere } = watched;
    const days = takings.daysWith(events_min);
    if (days < days_min || elsewhere.days < days_min - 1) return null;
    const share = elsewhere.takings / elsewhere.events;
    if (share > elsewhere_share_max) return null;
    const places = watched.places.filter((one) => one.takings > 0 && this.#isForTaking(one));
    const events = places.reduce((sum, one) => sum + one.events, 0);
    const taken = places.reduce((sum, one) => sum + one.takings, 0);
    if (taken < taking_share_min * events) return null;
    return { days, share, places, taken, events, takings, elsewhere, strength: days / days_min };
  }

  protected override tell({ profile, lexicon }: Sight, seen: Seen): Told {
    const { days_min, span_days, taking_share_min } = this.parameters;
    const { elsewhere } = seen;
    const days = formatCount(seen.days, "day");
    const taking = formatPercent(seen.taken / seen.events);
    const names = seen.places.map(({ network }) => nameValue(network, lexicon)).join(", ");
    return {
      predicate: `came on ${days} from ${names}, where it never was, for downloads alone, and went on working elsewhere`,
      isLasting: true,
      factors: [toFactor("network", profile.historyOf("network"), lexicon)],
      numbers: {
        days: seen.days,
        days_min,
        span_days,
        downloads: seen.taken,
        events: seen.events,
        taking_share: toExact(seen.taken / seen.events),
        taking_share_min,
        elsewhere_events: elsewhere.events,
        elsewhere_taking_share: toExact(seen.share),
      },
      comparison: `${taking} of what it did from there are downloads; of what it did elsewhere meanwhile ${formatPercent(seen.share)}.`,
      counterfactual: `It would have been quiet on fewer than ${formatCount(days_min, "day")}, or had it done other work from there.`,
    };
  }
}

interface Seen extends SeenDays {
  readonly days: number;
  /** Share of downloads elsewhere. */
  readonly share: number;
  readonly places: readonly Place[];
  readonly taken: number;
  readonly events: number;
  readonly elsewhere: Watched["elsewhere"];
}

function addElsewhere(
  { elsewhere }: Watched,
  { takes, day }: { readonly takes: number; readonly day: number },
): void {
  elsewhere.events++;
  elsewhere.takings += takes;
  if (elsewhere.day === day) return;
  elsewhere.day = day;
  elsewhere.days++;
}
