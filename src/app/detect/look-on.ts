import { type Detected, type Detection, rankAndGroup } from "../../detect/index.ts";
import { ENTITY_TYPES, type RunRecord, SYSTEM_CLOCK } from "../../domain/index.ts";
import type { NewInputs, ReplacedCounts, Store } from "../../store/index.ts";
import { findBehaviourNotLooked } from "../behaviour/not-looked.ts";
import { lensesOf } from "../behaviour/run-behaviour.ts";
import { readKnownBesides } from "../scan/known-besides.ts";
import { openLocations } from "../scan/locations.ts";
import { readLooks } from "./kept-days.ts";
import { toRecord } from "./look-at-store.ts";
import type { LookOptions } from "./look-options.ts";
import { type PassedDays, passDays } from "./pass-days.ts";
import type { PassMemory } from "./pass-memory.ts";
import { admitInputs, followFresh, hasChanged, RulesAhead } from "./rules-ahead.ts";
import { readDetected, readStoryContext } from "./stored-stories.ts";

/** What a store holds after its new days were looked at. */
export interface StandingLook {
  /** Everything that was found, as it was when it was found. */
  readonly detected: readonly Detected[];
  readonly detection: Detection;
  readonly record: RunRecord;
  /** What was new when the look began. */
  readonly admitted: NewInputs;
  readonly passed: PassedDays;
  /** What the pass of rules changed. */
  readonly ruled: ReplacedCounts;
}

/**
 * Looks at what is new: rules walk over what they matched on days that are not done and what was open before them;
 * behaviour works on these days, from the state before them, and keeps what they leave; stories are told anew from all
 * findings. What comes in meanwhile waits for no more than the rules.
 */
export async function lookOn(store: Store, options: LookOptions): Promise<StandingLook> {
  const startedAt = SYSTEM_CLOCK.now();
  const started = performance.now();
  const { choice, fence, onProgress, memory, untilFresh } = options;
  const { rules, threads, onlyRules, withModels } = choice;
  const looking = onlyRules === null ? rules.detectors : [];
  const detectors = looking.filter(({ kind }) => withModels || kind !== "model");
  const ahead = await RulesAhead.begin(store, options);
  const follower = untilFresh === undefined ? null : followFresh(untilFresh, () => ahead.look());
  try {
    const admitted = addInputs(ahead.admitted, await admitInputs(store, ENTITY_TYPES, fence));
    const passed = await passDays(store, {
      detectors,
      locations: openLocations(readKnownBesides().geo),
      threads,
      fence,
      onProgress: ({ done, total }) => onProgress({ step: "learning behaviour", done, total }),
      ...(memory === undefined ? {} : { memory }),
    });
    const lenses = lensesOf(detectors);
    if (hasChanged(passed.findings)) for (const lens of lenses) memory?.dropDetected(lens);
    const detected = [...(await ahead.readDetected())];
    for (const lens of lenses) detected.push(...(await readLens(store, lens, memory)));
    const { firstAt } = await store.events.readStats();
    const context = await readStoryContext(store, { firstAt, isBehaviourKnown: onlyRules === null });
    const detection = rankAndGroup(detected, context);
    const frame = { startedAt, seconds: (performance.now() - started) / 1000, threads };
    const notLooked = findBehaviourNotLooked(looking, await readLooks(store, lenses));
    const { ruleSet } = ahead;
    const record = await toRecord(store, { choice, ruleSet, detection, notLooked, frame });
    await follower?.stop();
    return { detected, detection, record, admitted, passed, ruled: ahead.ruled };
  } finally {
    await follower?.stop();
  }
}

async function readLens(store: Store, lens: string, memory?: PassMemory): Promise<readonly Detected[]> {
  const known = memory?.recallDetected(lens) ?? null;
  if (known !== null) return known;
  const detected = await readDetected(store, lens);
  memory?.keepDetected(lens, detected);
  return detected;
}

const addInputs = (a: NewInputs, b: NewInputs): NewInputs => ({
  inputs: Math.max(a.inputs, b.inputs),
  fromDay:
    a.fromDay === null || b.fromDay === null ? (a.fromDay ?? b.fromDay) : Math.min(a.fromDay, b.fromDay),
});
