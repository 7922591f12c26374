import { type JsonValue, TOOL_FAMILIES } from "../../../domain/index.ts";
import { FEATURES } from "../../../profile/index.ts";
import type { BehaviourModels } from "../../model/behaviour-models.ts";
import type { FeatureContribution } from "../../model/explain-event.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import { hasHistory, type Judgement, type Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, toExact } from "../amounts.ts";
import { nameValue, toExplanation } from "../explain-profile.ts";
import { grade, isMachine } from "../grade.ts";
import type { ModelParameters } from "../parameters.ts";
import { type Strangest, StrangeWindows, type Window } from "./strange-windows.ts";

/** Finds hours in which strange events come together: one strange event a day is what everybody has. */
export class ModelLooker extends KindLooker<ModelParameters> {
  readonly #gateBits: number;
  readonly #windows = new StrangeWindows();

  constructor(definition: BehaviourDetector, parameters: ModelParameters) {
    super(definition, parameters);
    this.#gateBits = -Math.log2(1 - parameters.gate);
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile, features, models } = sight;
    const { gate, history, bits_min, events_min } = this.parameters;
    if (!this.isLookedAt(facts)) return "outside";
    if (models === null || !hasHistory(profile, history)) return "history-too-short";
    const score = models.scoreEvent(features, facts.actorKind);
    if (score <= gate) return "looked";
    const excess = -Math.log2(Math.max(SHARE_MIN, 1 - score)) - this.#gateBits;
    const window = this.#windows.add(facts, excess);
    if (window.strangest === null || excess > window.strangest.bits) {
      window.strangest = { ...explainStrangest(models, sight), bits: excess };
    }
    const found = { parameters: this.parameters, sum: window.sum, window, models };
    const finding = this.open.find(facts.actor, facts.at);
    if (finding !== null) {
      this.open.join(finding, facts);
      if (window.sum > finding.statement.strength * bits_min * GROWTH) {
        this.open.restate(finding, toStatement(this.definition, sight, found));
      }
      return "looked";
    }
    if (window.sum < bits_min || window.deeds.size < events_min) return "looked";
    this.open.open(facts, {
      entity: facts.actor,
      keys: [],
      before: window.events.slice(0, -1),
      statement: toStatement(this.definition, sight, found),
    });
    return "looked";
  }

  /** Windows of the day by their excess bits; begins anew. */
  takeStrangeness(): number[] {
    return this.#windows.takeStrangeness();
  }

  override prune(at: number): void {
    super.prune(at);
    this.#windows.prune(at);
  }

  override toJson(): JsonValue {
    return { open: this.open.toJson(), windows: this.#windows.toJson() };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    this.#windows.restore(state["windows"]);
  }
}

/** A finding says more once so much more has come together. */
const GROWTH = 1.05;
/** Shares of usual events below this are all alike. */
const SHARE_MIN = 1e-12;
/** Features that an explanation names. */
const CONTRIBUTIONS_MAX = 8;

/** The event's features in words, the ones that add most first. */
function explainStrangest(models: BehaviourModels, sight: Sight): Omit<Strangest, "bits"> {
  const { facts, features, profile, lexicon } = sight;
  const explained = models.explain(features, facts.actorKind);
  const context = { facts, profile, textOf: (code: number) => lexicon.textOf(code) };
  const named = explained.contributions.slice(0, CONTRIBUTIONS_MAX).flatMap(({ feature, value, bits }) => {
    const definition = FEATURES.find(({ name }) => name === feature);
    if (definition === undefined || value === null || bits <= 0) return [];
    return [
      {
        feature,
        field: definition.field,
        unit: definition.unit,
        value,
        bits,
        words: definition.words(value, context),
      },
    ];
  });
  return {
    at: facts.at,
    action: facts.action,
    words: named.map(({ words }) => words),
    explained: {
      score: toExact(explained.score),
      bits: toExact(explained.bits),
      base: toExact(explained.base),
      others: toExact(sumOthers(explained.contributions, new Set(named.map(({ feature }) => feature)))),
      members: {
        isolation: toExact(explained.members.isolation),
        svm: toExact(explained.members.svm),
        rarity: toExact(explained.members.rarity),
        consensus: toExact(explained.members.consensus),
      },
      contributions: named.map((one) => ({ ...one, value: toExact(one.value), bits: toExact(one.bits) })),
    },
  };
}

/** What the features that are not named add together: with it the sum is the whole. */
const sumOthers = (all: readonly FeatureContribution[], named: ReadonlySet<string>): number =>
  all.reduce((sum, { feature, bits }) => (named.has(feature) ? sum : sum + bits), 0);

interface Found {
  readonly parameters: ModelParameters;
  readonly sum: number;
  readonly window: Window;
  readonly models: BehaviourModels;
}

const WORDS_NAMED_MAX = 3;
const DEPLOYMENT_TOOL = TOOL_FAMILIES.indexOf("infrastructure-as-code");

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { parameters, sum, window, models }: Found,
): Statement {
  const { profile, lexicon, facts } = sight;
  const strength = sum / parameters.bits_min;
  const strangest = window.strangest;
  const words = strangest?.words.slice(0, WORDS_NAMED_MAX).join("; ") ?? "";
  const action = nameValue(strangest?.action ?? facts.action, lexicon);
  const deeds = formatCount(window.deeds.size, "unusual thing");
  return {
    ...grade({
      severity: definition.detector.severity,
      strength,
      maturity: profile.maturity,
      // A deployment is many strange things at once.
      steps: isMachine(profile.kind) || facts.toolFamily === DEPLOYMENT_TOOL ? -1 : 0,
    }),
    strength,
    predicate: `did ${deeds} within an hour, the strangest being ${action}: ${words}`,
    explanation: toExplanation(definition.detector, sight, {
      since: window.events[0]?.at ?? facts.at,
      factors: [],
      numbers: {
        bits: toExact(sum),
        bits_min: parameters.bits_min,
        gate: parameters.gate,
        deeds: window.deeds.size,
        model: models.id,
        strangest_at: strangest === null ? null : new Date(strangest.at).toISOString(),
        strangest_action: action,
        ...(strangest === null ? {} : { strangest: strangest.explained }),
      },
      comparison: `${deeds} of an hour are together ${formatNumber(sum)} bits stranger than what one usual event in ${formatNumber(Math.round(1 / (1 - parameters.gate)))} is.`,
      counterfactual: `It would have been quiet under ${formatNumber(parameters.bits_min)} bits; the largest part is: ${words}.`,
    }),
  };
}
