import { z } from "zod";
import { DAY_MS, type JsonValue, toDay } from "../../../domain/index.ts";
import { isTaking, type ValueHistory } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import {
  hasHistory,
  inKeyOrder,
  isOfKind,
  type Judgement,
  Looker,
  makeRoom,
  type Sight,
  toKindMask,
} from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatCount, toExact } from "../amounts.ts";
import { nameValue, toExplanation, toFactor } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { ForeignParameters } from "../parameters.ts";
import { KEPT_DAYS, KeptDays } from "./kept-days.ts";
import { peersShareOf, tenantShareOf } from "./new-values.ts";

/** A finding may still grow after so long: over a long weekend, not over holidays. */
const GAP_MS = 4 * DAY_MS;
const ACTORS_MAX = 10_000;
/** Whoever begins with something new at every 16th download or more seldom is told in full; the others in proportion. */
const NOVELTY_BITS_FULL = 4;
/** From so many times the least strength on, it is told more loudly where none of its peers does so. */
const LASTING_STRENGTH = 2;
const STATE = z.array(z.tuple([z.number(), KEPT_DAYS]));

/**
 * Finds whoever keeps taking, day after day, from what they never took from and hardly anybody like them does. Once is
 * a favour or a repair; amounts and hours may be the usual ones.
 */
export class ForeignLooker extends Looker {
  readonly #parameters: ForeignParameters;
  readonly #kinds: number;
  readonly #takings = new Map<number, KeptDays>();

  constructor(definition: BehaviourDetector, parameters: ForeignParameters) {
    super(definition, GAP_MS);
    this.#parameters = parameters;
    this.#kinds = toKindMask(parameters.actor_kinds);
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    if (!isOfKind(this.#kinds, facts.actorKind) || !isTaking(facts)) return "outside";
    const history = profile.historyOf("taken");
    if (history.code === 0) return "outside";
    if (!hasHistory(profile, this.#parameters.history)) return "history-too-short";
    if (!this.#isForeign(history, sight)) return "looked";
    const { days_min, span_days, events_min } = this.#parameters;
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
    if (strength >= 1) this.#speak(sight, { history, takings, strength });
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    const day = toDay(at);
    for (const [actor, { lastDay }] of this.#takings)
      if (day - lastDay >= this.#parameters.span_days) this.#takings.delete(actor);
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
      this.#takings.set(actor, new KeptDays(this.#parameters.span_days, days));
  }

  /** Begun within the span by somebody who was known by then, at what is somebody's, and by hardly anybody else. */
  #isForeign(taken: ValueHistory, { facts, profile }: Sight): boolean {
    const { span_days, history, peers_share_max, tenant_share_max } = this.#parameters;
    // What an identity began with is its work.
    if (taken.firstAt - profile.firstAt < history.days_min * DAY_MS) return false;
    if (toDay(facts.at) - toDay(taken.firstAt) >= span_days) return false;
    if (peersShareOf(taken) > peers_share_max || tenantShareOf(taken) > tenant_share_max) return false;
    // A store that nobody else ever touched is one's own.
    return profile.historyOf("container").tenantActors > 0;
  }

  #speak(sight: Sight, seen: Seen): void {
    const { facts } = sight;
    const finding = this.open.find(facts.actor, facts.at);
    if (finding === null) {
      const statement = this.#toStatement(sight, seen, facts.at);
      this.open.open(facts, {
        entity: facts.actor,
        keys: [facts.at],
        before: seen.takings.events,
        statement,
      });
      return;
    }
    this.open.join(finding, facts);
    if (seen.strength <= finding.statement.strength) return;
    this.open.restate(finding, this.#toStatement(sight, seen, finding.keys[0] ?? facts.at));
  }

  /** What grows still says when it was first told of. */
  #toStatement(sight: Sight, { history, takings, strength }: Seen, saidAt: number): Statement {
    const { profile, lexicon } = sight;
    const { days_min, span_days } = this.#parameters;
    const since = takings.events[0]?.at ?? sight.facts.at;
    const days = formatCount(takings.days.length, "day");
    const what = nameValue(history.code, lexicon);
    const things = formatCount(takings.count, "download");
    const { peerActors, peerCount } = history;
    const peers = peerActors === 0 ? "none of its peers does" : `${peerActors} of ${peerCount} peers do`;
    return {
      ...grade({
        severity: this.definition.detector.severity,
        strength,
        maturity: profile.maturity,
        steps: strength >= LASTING_STRENGTH && peerActors === 0 ? 1 : 0,
      }),
      strength,
      predicate: `kept taking on ${days} from what it never took from before, ${what} among it, from which ${peers}`,
      explanation: {
        ...toExplanation(this.definition.detector, sight, {
          since,
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
        }),
        said_at: new Date(saidAt).toISOString(),
      },
    };
  }
}

interface Seen {
  readonly history: ValueHistory;
  readonly takings: KeptDays;
  readonly strength: number;
}
