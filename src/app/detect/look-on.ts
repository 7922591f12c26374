import { collectRuleFindings, type Detected, type Detection, rankAndGroup } from "../../detect/index.ts";
import { type RunRecord, SYSTEM_CLOCK } from "../../domain/index.ts";
import { compileSigma } from "../../sigma/index.ts";
import type { Store, WriteOptions } from "../../store/index.ts";
import { findBehaviourNotLooked } from "../behaviour/not-looked.ts";
import { lensesOf } from "../behaviour/run-behaviour.ts";
import { openLocations } from "../scan/locations.ts";
import { readLooks } from "./kept-days.ts";
import { type LookChoice, type LookProgress, toRecord, toRuleSetName } from "./look-at-store.ts";
import { type PassedDays, passDays } from "./pass-days.ts";
import { collectStoredMatches } from "./stored-rules.ts";
import { readDetected, readStoryContext } from "./stored-stories.ts";

export interface LookOptions {
  readonly choice: LookChoice;
  readonly fence: WriteOptions;
  readonly onProgress: (progress: LookProgress) => void;
}

/** What a store holds after its new days were looked at. */
export interface StandingLook {
  readonly ofRules: readonly Detected[];
  readonly ofBehaviour: readonly Detected[];
  readonly detection: Detection;
  readonly record: RunRecord;
  readonly passed: PassedDays;
}

/**
 * Looks at what is new: behaviour works on days that are not done, from the state before them, and keeps what they
 * leave; rules walk over all that they ever matched, which is little; stories are told anew from all findings.
 */
export async function lookOn(
  store: Store,
  { choice, fence, onProgress }: LookOptions,
): Promise<StandingLook> {
  const startedAt = SYSTEM_CLOCK.now();
  const started = performance.now();
  const { rules, threads, onlyRules, withModels } = choice;
  const looking = onlyRules === null ? rules.detectors : [];
  const detectors = looking.filter(({ kind }) => withModels || kind !== "model");
  const passed = await passDays(store, {
    detectors,
    locations: openLocations([]),
    threads,
    fence,
    onProgress: ({ done, total }) => onProgress({ step: "learning behaviour", done, total }),
  });
  const lenses = lensesOf(detectors);
  const ofBehaviour: Detected[] = [];
  for (const lens of lenses) ofBehaviour.push(...(await readDetected(store, lens)));
  const ruleSet = compileSigma(rules.sigma);
  const ofRules = await findByRules(store, { ruleSet, name: toRuleSetName(rules) });
  const { firstAt } = await store.events.readStats();
  const context = await readStoryContext(store, { firstAt, isBehaviourKnown: onlyRules === null });
  const detection = rankAndGroup([...ofRules, ...ofBehaviour], context);
  const frame = { startedAt, seconds: (performance.now() - started) / 1000, threads };
  const notLooked = findBehaviourNotLooked(looking, await readLooks(store, lenses));
  const record = await toRecord(store, { choice, ruleSet, detection, notLooked, frame });
  return { ofRules, ofBehaviour, detection, record, passed };
}

async function findByRules(
  store: Store,
  stored: Parameters<typeof collectStoredMatches>[1],
): Promise<readonly Detected[]> {
  const collector = await collectStoredMatches(store, stored);
  try {
    return collectRuleFindings(stored.ruleSet, collector);
  } finally {
    collector.close();
  }
}
