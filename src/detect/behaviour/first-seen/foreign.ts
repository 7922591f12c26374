import { z } from "zod";
import { DAY_MS, type JsonValue, toDay } from "../../../domain/index.ts";
import { isTaking, type ValueHistory } from "../../../profile/index.ts";
import { hasHistory, inKeyOrder, type Judgement, makeRoom, type Sight } from "../../pass/looker.ts";
import { formatCount, toExact } from "../amounts.ts";
import { nameValue, toFactor } from "../explain-profile.ts";
import type { ForeignParameters } from "../parameters.ts";
import { ACTORS_MAX, DaysLooker, type SeenDays, type Told } from "./days-looker.ts";
import { KEPT_DAYS, KeptDays } from "./kept-days.ts";
import { peersShareOf, tenantShareOf } from "./new-values.ts";

/** Whoever begins with something new at every 16th download or more seldom is told in full; the others in proportion. */
const NOVELTY_BITS_FULL = 4;
const STATE = z.array(z.tuple([z.number(), KEPT_DAYS]));

/**
 * Finds whoever keeps taking, day after day, from what they never took from and hardly anybody like them does. Once is
 * a favour or a repair; amounts and hours may be the usual ones.
 */
export class ForeignLooker extends DaysLooker<ForeignParameters, Seen> {
  readonly #takings = new Map<number, KeptDays>();

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    if (!this.isLookedAt(facts) || !isTaking(facts)) return "outside";
    const history = profile.historyOf("taken");
    if (history.code === 0) return "outside";
    if (!hasHistory(profile, this.parameters.history)) return "history-too-short";
    if (!this.#isForeign(history, sight)) return "looked";
    const { days_min, span_days, events_min } = this.parameters;
    let takings = this.#takings.get(facts.actor);
    if (takings === undefined) {
      makeRoom(this.#takings, ACTORS_MAX);
      takings = new KeptDays(span_days);
      this.#takings.set(facts.actor, takings);
    }
    takings.add(facts, toDay(facts.at));
    const days = takings.days.length;
    if (days < days_min || takings.count < events_min) return "looked";
    const novelty = Math.min(1, profile.noveltyBits("taken") / NOVELTY_BITS_FULL);
    const strength = (days / days_min) * novelty;
    if (strength >= 1) this.speak(sight, { history, takings, strength });
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    const day = toDay(at);
    for (const [actor, { lastDay }] of this.#takings)
      if (day - lastDay >= this.parameters.span_days) this.#takings.delete(actor);
  }

  override toJson(): JsonValue {
    return {
      open: this.open.toJson(),
      takings: inKeyOrder(this.#takings).map(([actor, takings]) => [actor, takings.toJson()]),
    };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    for (const [actor, days] of STATE.parse(state["takings"]))
      this.#takings.set(actor, new KeptDays(this.parameters.span_days, days));
  }

  /** Begun within the span by somebody who was known by then, at what is somebody's, and by hardly anybody else. */
  #isForeign(taken: ValueHistory, { facts, profile }: Sight): boolean {
    const { span_days, history, peers_share_max, tenant_share_max } = this.parameters;
    // What an identity began with is its work.
    if (taken.firstAt - profile.firstAt < history.days_min * DAY_MS) return false;
    if (toDay(facts.at) - toDay(taken.firstAt) >= span_days) return false;
    if (peersShareOf(taken) > peers_share_max || tenantShareOf(taken) > tenant_share_max) return false;
    // A store that nobody else ever touched is one's own.
    return profile.historyOf("container").tenantActors > 0;
  }

  protected override tell({ profile, lexicon }: Sight, { history, takings }: Seen): Told {
    const { days_min, span_days } = this.parameters;
    const days = formatCount(takings.days.length, "day");
    const what = nameValue(history.code, lexicon);
    const things = formatCount(takings.count, "download");
    const { peerActors, peerCount } = history;
    const peers = peerActors === 0 ? "none of its peers does" : `${peerActors} of ${peerCount} peers do`;
    return {
      predicate: `kept taking on ${days} from what it never took from before, ${what} among it, from which ${peers}`,
      // What peers do as well is perhaps a new duty, however long it lasts.
      isLasting: peerActors === 0,
      factors: [toFactor("taken", history, lexicon)],
      numbers: {
        days: takings.days.length,
        days_min,
        span_days,
        downloads: takings.count,
        novelty_bits: toExact(profile.noveltyBits("taken")),
        first_at: Number.isNaN(history.firstAt) ? null : new Date(history.firstAt).toISOString(),
      },
      comparison: `${things} on ${days} within ${formatCount(span_days, "day")} of the first one; before, none.`,
      counterfactual: `It would have been quiet on fewer than ${formatCount(days_min, "day")}, or had more of its peers taken from there.`,
    };
  }
}

interface Seen extends SeenDays {
  readonly history: ValueHistory;
}
