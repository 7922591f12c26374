import { DAY_MS, HOUR_MS, MINUTE_MS, toDay } from "../../../domain/index.ts";
import { ACTOR_KINDS, type LensMetric, lensQuantileOf } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import type { LensSight } from "../../pass/lens-sight.ts";
import { hasHistory, type Judgement } from "../../pass/looker.ts";
import { BURST_GAP_MS, type Statement } from "../../pass/open-findings.ts";
import type { Touch } from "../../pass/recent-touches.ts";
import { formatNumber, toExact } from "../amounts.ts";
import { isUnsaid } from "../deviation/contributes.ts";
import { nameValue } from "../explain-profile.ts";
import { grade, isMachine } from "../grade.ts";
import type { LensDeviationParameters } from "../parameters.ts";
import { maturityOf, toLensExplanation } from "./explain-lens.ts";
import { type LensLimit, toLensLimit } from "./lens-limit.ts";
import { bitOf, LENS_METRIC_OF, LENS_WORDS } from "./lens-metrics.ts";

/** A finding's numbers are brought up to date when the amount has grown by this much. */
const GROWTH = 1.05;
/** The others' days or largest hours: nineteen in twenty. */
const OTHERS_SHARE = 0.95;
/** What is judged by the others alone is known to be unusual, not how unusual it is for the entity. */
const UNKNOWN_MATURITY = 0.6;
/** Identities of the evidence that an explanation names. */
const NAMED_MAX = 10;
/** A sliding hour goes forward in steps of this. */
const STEP_MS = 5 * MINUTE_MS;

interface Seen {
  readonly amount: number;
  readonly limit: LensLimit;
}

/** Finds hours or days in which far more happens at an address or a resource than ever, and than at others. */
export class LensDeviationLooker extends KindLooker<LensDeviationParameters, LensSight> {
  readonly #metric: LensMetric;
  readonly #bit: number;
  /** The day's limits: made once, from what was known when it mattered first. */
  readonly #limits = new Map<number, LensLimit | null>();

  constructor(definition: BehaviourDetector, parameters: LensDeviationParameters) {
    super(definition, parameters, parameters.window === "day" ? DAY_MS : BURST_GAP_MS);
    this.#metric = LENS_METRIC_OF[parameters.metric];
    this.#bit = bitOf(this.#metric);
  }

  override startDay(): void {
    this.#limits.clear();
  }

  protected override judge(sight: LensSight): Judgement {
    const { facts, profile } = sight;
    const { metric, history, at_least, window } = this.parameters;
    if (!this.isLookedAt(facts)) return "outside";
    if ((metric === "bytes_out" || metric === "bytes_in") && isUnsaid(metric, facts)) return "field-missing";
    if ((sight.adds & this.#bit) === 0) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const amount = window === "day" ? profile.today(this.#metric) : profile.hour(this.#metric);
    if (amount < at_least) return "looked";
    const limit = this.#limitOf(sight);
    if (limit === null) return "history-too-short";
    if (amount > limit.amount) this.#speak(sight, { amount, limit });
    return "looked";
  }

  #limitOf({ profile, tenant }: LensSight): LensLimit | null {
    const known = this.#limits.get(profile.entity);
    if (known !== undefined) return known;
    const { window } = this.parameters;
    const metric = this.#metric;
    const others = lensQuantileOf(tenant, { metric, span: window, share: OTHERS_SHARE });
    const past = window === "day" ? profile.past(metric) : profile.peaks(metric);
    const limit = toLensLimit(past, others, this.parameters);
    this.#limits.set(profile.entity, limit);
    return limit;
  }

  #speak(sight: LensSight, seen: Seen): void {
    const { facts, profile, recent } = sight;
    const { entity } = profile;
    const isDaily = this.parameters.window === "day";
    const day = toDay(facts.at);
    const before = (): readonly Touch[] =>
      recent.of(entity, facts.at, this.#bit).filter(({ at }) => !isDaily || toDay(at) === day);
    const finding = this.open.find(entity, facts.at);
    if (finding === null || (isDaily && finding.keys[0] !== day)) {
      const touches = before();
      const statement = this.#toStatement(sight, seen, touches);
      this.open.open(facts, { entity, keys: [day], before: touches, statement });
      return;
    }
    this.open.join(finding, facts);
    if (seen.amount > Number(finding.statement.explanation["amount"]) * GROWTH)
      this.open.restate(finding, this.#toStatement(sight, seen, before()));
  }

  #toStatement(sight: LensSight, { amount, limit }: Seen, touches: readonly Touch[]): Statement {
    const { facts, profile, lexicon } = sight;
    const { metric, window, at_least } = this.parameters;
    const words = LENS_WORDS[metric];
    const bound = Math.max(limit.amount, at_least);
    const strength = 1 + Math.log2(Math.max(1, amount / bound));
    const ofMachine = isMachine(ACTOR_KINDS[facts.actorKind]!);
    const span = window === "day" ? "a day" : "an hour";
    const usual = words.format(limit.usual);
    const source = limit.isOwn ? "usual" : "much at others";
    const actors = [...new Set([...touches.map(({ actor }) => actor), facts.actor])];
    const from = window === "day" ? facts.at - (facts.at % DAY_MS) : toHourStart(facts.at);
    return {
      ...grade({
        severity: this.definition.detector.severity,
        strength,
        maturity: limit.isOwn ? maturityOf(profile) : UNKNOWN_MATURITY,
        // What is high but not far out weighs less; so does what machines do.
        steps: (amount > limit.far ? 0 : -1) - (ofMachine ? 1 : 0),
      }),
      strength,
      predicate: `${words.did(words.format(amount))} within ${span}, where ${usual} ${metric === "bytes_out" || limit.usual !== 1 ? "are" : "is"} ${source}`,
      explanation: {
        ...toLensExplanation(this.definition, sight, {
          since: Math.min(from, touches[0]?.at ?? facts.at),
          factors: [{ dimension: words.noun, value: words.format(amount), grade: "never", usual }],
          numbers: {
            amount: toExact(amount),
            // The amount is the sum from the one instant to the other, both included.
            from: new Date(from).toISOString(),
            at: new Date(facts.at).toISOString(),
            limit: toExact(bound),
            far: toExact(limit.far),
            ...limit.numbers,
            identities: actors.length,
          },
          comparison: `${words.format(amount)} in ${span} against ${limit.isOwn ? "a median of" : "what 95% of the others stay below:"} ${usual}${limit.usual > 0 ? `, ${formatNumber(amount / limit.usual)} times as much` : ""}.`,
          counterfactual: `It would have been quiet up to ${words.format(bound)}.`,
        }),
        amount: toExact(amount),
        identities: actors.slice(0, NAMED_MAX).map((code) => nameValue(code, lexicon)),
      },
    };
  }
}

const toHourStart = (at: number): number => at - (at % STEP_MS) + STEP_MS - HOUR_MS;
