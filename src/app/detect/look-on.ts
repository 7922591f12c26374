import { type Detected, type Detection, rankAndGroup } from "../../detect/index.ts";
import { type RunRecord, SYSTEM_CLOCK } from "../../domain/index.ts";
import type { ReplacedCounts, Store, WriteOptions } from "../../store/index.ts";
import { findBehaviourNotLooked } from "../behaviour/not-looked.ts";
import { lensesOf } from "../behaviour/run-behaviour.ts";
import { openLocations } from "../scan/locations.ts";
import { readLooks } from "./kept-days.ts";
import {
  compileRules,
  type LookChoice,
  type LookProgress,
  matchStored,
  toRecord,
  toRuleSetName,
} from "./look-at-store.ts";
import { addCounts, type PassedDays, passDays } from "./pass-days.ts";
import type { PassMemory } from "./pass-memory.ts";
import { passRuleDays, RULES_LENS } from "./rule-days.ts";
import { readDetected, readStoryContext } from "./stored-stories.ts";

export interface LookOptions {
  readonly choice: LookChoice;
  readonly fence: WriteOptions;
  readonly onProgress: (progress: LookProgress) => void;
  readonly memory?: PassMemory;
  /** Called when what rules found is kept; the rest takes longer. */
  readonly onRules?: () => Promise<void>;
  /** Whether more came in since the last time it was asked: rules look at that at once, the rest in the next pass. */
  readonly takeFresh?: () => boolean;
}

/** What a store holds after its new days were looked at. */
export interface StandingLook {
  /** Everything that was found, as it was when it was found. */
  readonly detected: readonly Detected[];
  readonly detection: Detection;
  readonly record: RunRecord;
  readonly passed: PassedDays;
  /** What the pass of rules changed. */
  readonly ruled: ReplacedCounts;
}

/**
 * Looks at what is new: behaviour works on days that are not done, from the state before them, and keeps what they
 * leave; rules walk over what they matched on these days and what was open before them; stories are told anew from all
 * findings.
 */
export async function lookOn(
  store: Store,
  { choice, fence, onProgress, memory, onRules, takeFresh }: LookOptions,
): Promise<StandingLook> {
  const startedAt = SYSTEM_CLOCK.now();
  const started = performance.now();
  const { rules, threads, onlyRules, withModels } = choice;
  const looking = onlyRules === null ? rules.detectors : [];
  const detectors = looking.filter(({ kind }) => withModels || kind !== "model");
  const ruleSet = compileRules(rules);
  const stored = { ruleSet, name: toRuleSetName(rules) };
  let ruled = await passRuleDays(store, stored, fence);
  await onRules?.();
  const between = async (): Promise<void> => {
    if (takeFresh?.() !== true) return;
    await store.passes.admitInputs(RULES_LENS, fence);
    await matchStored(store, choice, () => {});
    ruled = addCounts(ruled, await passRuleDays(store, stored, fence));
    await onRules?.();
  };
  const passed = await passDays(store, {
    detectors,
    locations: openLocations([]),
    threads,
    fence,
    onProgress: ({ done, total }) => onProgress({ step: "learning behaviour", done, total }),
    ...(memory === undefined ? {} : { memory }),
    between,
  });
  const lenses = lensesOf(detectors);
  const detected: Detected[] = [];
  for (const lens of [RULES_LENS, ...lenses]) {
    detected.push(...(await readDetected(store, lens)));
    await between();
  }
  const { firstAt } = await store.events.readStats();
  const context = await readStoryContext(store, { firstAt, isBehaviourKnown: onlyRules === null });
  const detection = rankAndGroup(detected, context);
  const frame = { startedAt, seconds: (performance.now() - started) / 1000, threads };
  const notLooked = findBehaviourNotLooked(looking, await readLooks(store, lenses));
  const record = await toRecord(store, { choice, ruleSet, detection, notLooked, frame });
  return { detected, detection, record, passed, ruled };
}
