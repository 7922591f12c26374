import { type BehaviourDetector, isBehaviourText, parseBehaviourDetector } from "../../detect/index.ts";
import { parseSigma } from "../../sigma/index.ts";
import type { Store, StoredRule } from "../../store/index.ts";
import { loadScanRules, type RuleChoice, type ScanRules } from "../scan/scan-rules.ts";
import { leaveOff } from "./switch-off.ts";

/** The file that a stored rule's text is told under: it stands in the database alone. */
export const toOwnFile = (id: string): string => `own/${id}.yml`;

/** Rules of a store: those that come with Gait and those of folders, with the store's own, without what is switched off. */
export async function loadStoreRules(store: Pick<Store, "rules">, choice: RuleChoice): Promise<ScanRules> {
  const loaded = await loadScanRules(choice);
  return choice.onlyRules === null ? withStoredRules(loaded, await store.rules.list()) : loaded;
}

/** What stands in a folder stays where the store has the same id. */
export function withStoredRules(loaded: ScanRules, stored: readonly StoredRule[]): ScanRules {
  const there = stored.filter(({ isRemoved }) => !isRemoved);
  if (there.length === 0) return loaded;
  const off = new Set(there.filter(({ isEnabled }) => !isEnabled).map(({ id }) => id));
  const isOff = (id: string): boolean => off.has(id);
  const taken = new Set(
    loaded.sigma.flatMap((file) => [...file.rules, ...file.correlations]).map(({ id }) => id),
  );
  const texts = there.flatMap(({ id, text }) => (text === null || taken.has(id) ? [] : [{ id, text }]));
  const sigma = texts
    .filter(({ text }) => !isBehaviourText(text))
    .map(({ id, text }) => parseSigma(text, toOwnFile(id)));
  const parsed = texts
    .filter(({ id, text }) => isBehaviourText(text) && !isOff(id))
    .map(({ id, text }) => parseBehaviourDetector(text, toOwnFile(id)));
  const problems = parsed.flatMap((one) => one.problems);
  const own = parsed.flatMap(({ detector }) => detector ?? []);
  return {
    // What is off as a whole leaves no trace: the set of rules goes by the same name as without it.
    sigma: leaveOff([...loaded.sigma, ...sigma], isOff).filter(
      (file, place) => place < loaded.sigma.length || file.rules.length + file.correlations.length > 0,
    ),
    detectors: joinDetectors(loaded.detectors, own).filter(({ detector }) => !isOff(detector.ref.id)),
    broken: loaded.broken ?? problems[0] ?? null,
    brokenCount: loaded.brokenCount + problems.length,
  };
}

/** In the order of their ids, whatever they were read from. */
function joinDetectors(
  loaded: readonly BehaviourDetector[],
  own: readonly BehaviourDetector[],
): readonly BehaviourDetector[] {
  const known = new Set(loaded.map(({ detector }) => detector.ref.id));
  const more = own.filter(({ detector }) => !known.has(detector.ref.id));
  return [...loaded, ...more].sort((a, b) => (a.detector.ref.id < b.detector.ref.id ? -1 : 1));
}
