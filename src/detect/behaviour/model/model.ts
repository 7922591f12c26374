import { HOUR_MS, isJsonObject, type JsonObject, TOOL_FAMILIES } from "../../../domain/index.ts";
import { FEATURES } from "../../../profile/index.ts";
import type { BehaviourModels } from "../../model/behaviour-models.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { createOpenFindings, EVENTS_PER_FINDING_MAX, type Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, toExact } from "../amounts.ts";
import { nameValue, toExplanation } from "../explain-profile.ts";
import { grade, isMachine } from "../grade.ts";
import type { ModelParameters } from "../parameters.ts";

/** Strange events of an entity add up over this time. */
export const WINDOW_MS = HOUR_MS;
/** Entities of a partition with strange events in the running hour. */
const WINDOWS_MAX = 10_000;
/** Features that an explanation names. */
const CONTRIBUTIONS_MAX = 8;
/** Bits of a window are counted up to this. */
export const STRANGENESS_BITS_MAX = 128;

/** The strange events of one actor within the hour; repeats of one deed count once, by the strangest. */
interface Window {
  readonly deeds: Map<number, { at: number; bits: number }>;
  events: { readonly event: number; readonly at: number }[];
  peak: number;
  /** The hour of the day that `peak` belongs to, for the count of windows. */
  strangest: Strangest | null;
}

interface Strangest {
  readonly at: number;
  readonly bits: number;
  readonly action: number;
  readonly explained: JsonObject;
  readonly words: readonly string[];
}

export interface ModelLooker extends Looker {
  /** Windows of the day by their excess bits; begins anew. */
  takeStrangeness(): number[];
}

/** Finds hours in which strange events come together: one strange event a day is what everybody has. */
export function createModelLooker(definition: BehaviourDetector, parameters: ModelParameters): ModelLooker {
  const open = createOpenFindings(definition);
  const looks = createLooks();
  const kinds = toKindMask(parameters.actor_kinds);
  const windows = new Map<number, Window>();
  const gateBits = -Math.log2(1 - parameters.gate);
  let strangeness: number[] = [];

  const windowOf = (actor: number): Window => {
    const known = windows.get(actor);
    if (known !== undefined) return known;
    if (windows.size >= WINDOWS_MAX) {
      const oldest = windows.keys().next();
      if (oldest.done !== true) close(oldest.value);
    }
    const window: Window = { deeds: new Map(), events: [], peak: 0, strangest: null };
    windows.set(actor, window);
    return window;
  };
  const close = (actor: number): void => {
    const window = windows.get(actor);
    if (window === undefined) return;
    const bits = Math.min(STRANGENESS_BITS_MAX - 1, Math.floor(window.peak));
    while (strangeness.length <= bits) strangeness.push(0);
    strangeness[bits]!++;
    windows.delete(actor);
  };

  return {
    detector: definition,
    looks,
    startDay: () => undefined,
    look(sight) {
      const { facts, profile, features, models } = sight;
      if (!isOfKind(kinds, facts.actorKind)) return;
      if (models === null || !hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      const score = models.scoreEvent(features, facts.actorKind);
      if (score <= parameters.gate) return;
      const excess = -Math.log2(Math.max(1e-12, 1 - score)) - gateBits;
      const window = windowOf(facts.actor);
      const sum = addEvent(window, sight, excess);
      if (window.strangest === null || excess > window.strangest.bits) {
        window.strangest = { ...explainStrangest(models, sight), bits: excess };
      }
      const finding = open.find(facts.actor, facts.at);
      if (finding !== null) {
        open.join(finding, facts);
        if (sum > finding.statement.strength * parameters.bits_min * 1.05) {
          finding.statement = toStatement(definition, sight, { parameters, sum, window, models });
        }
        return;
      }
      if (sum < parameters.bits_min || window.deeds.size < parameters.events_min) return;
      open.open(facts, {
        entity: facts.actor,
        keys: [],
        before: window.events.slice(0, -1),
        statement: toStatement(definition, sight, { parameters, sum, window, models }),
      });
    },
    take: open.take,
    takeStrangeness() {
      const taken = strangeness;
      strangeness = [];
      return taken;
    },
    prune(at) {
      open.prune(at);
      for (const [actor, window] of [...windows]) {
        if (at - (window.events.at(-1)?.at ?? 0) > WINDOW_MS) close(actor);
      }
    },
    toJson: () => ({ open: open.toJson(), windows: [...windows].sort(([a], [b]) => a - b).map(toState) }),
    restore(state) {
      if (!isJsonObject(state)) return;
      open.restore(state["open"] ?? []);
      for (const row of (state["windows"] ?? []) as unknown as WindowState[]) windows.set(...fromState(row));
    },
  };
}

type WindowState = readonly [
  actor: number,
  deeds: readonly (readonly [number, number, number])[],
  events: Window["events"],
  peak: number,
  strangest: Strangest | null,
];
const toState = ([actor, { deeds, events, peak, strangest }]: [number, Window]) =>
  [
    actor,
    [...deeds].map(([deed, { at, bits }]) => [deed, at, bits]),
    events.map((one) => ({ ...one })),
    peak,
    strangest === null ? null : { ...strangest, words: [...strangest.words] },
  ] as never;
const fromState = ([actor, deeds, events, peak, strangest]: WindowState): [number, Window] => [
  actor,
  { deeds: new Map(deeds.map(([deed, at, bits]) => [deed, { at, bits }])), events, peak, strangest },
];

/** The window's excess bits with the event; deeds are the same when action, network and tool are. */
function addEvent(window: Window, { facts }: Sight, excess: number): number {
  const { at, event } = facts;
  const last = window.events.at(-1);
  if (last !== undefined && at - last.at > WINDOW_MS) {
    window.deeds.clear();
    window.strangest = null;
  }
  while (window.events.length > 0 && at - window.events[0]!.at > WINDOW_MS) window.events.shift();
  if (last?.event !== event && window.events.length < EVENTS_PER_FINDING_MAX)
    window.events.push({ event, at });
  for (const [deed, one] of window.deeds) if (at - one.at > WINDOW_MS) window.deeds.delete(deed);
  const deed =
    (Math.imul(facts.action, 0x9e3779b1) ^ Math.imul(facts.network, 0x85ebca6b) ^ facts.tool) >>> 0;
  const known = window.deeds.get(deed);
  window.deeds.set(deed, { at, bits: Math.max(excess, known?.bits ?? 0) });
  let sum = 0;
  for (const { bits } of window.deeds.values()) sum += bits;
  window.peak = Math.max(window.peak, sum);
  return sum;
}

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
