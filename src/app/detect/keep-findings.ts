import type { Detected } from "../../detect/index.ts";
import { ENTITY_TYPES, type Finding, type FindingId } from "../../domain/index.ts";
import { PARTITIONS } from "../../profile/index.ts";
import type { ReplacedCounts, Store, WriteOptions } from "../../store/index.ts";
import type { StandingLook } from "./look-on.ts";
import { addCounts } from "./pass-days.ts";
import { RULES_LENS } from "./rule-days.ts";

export const LENSES: readonly string[] = [RULES_LENS, ...ENTITY_TYPES];

export interface KeptCounts {
  readonly findings: ReplacedCounts;
  readonly incidents: ReplacedCounts;
}

/** Makes the incidents those that were found: the same are not touched, others come, change or go. */
export async function keepFindings(
  store: Store,
  { detected, detection, passed, ruled }: StandingLook,
  options: WriteOptions,
): Promise<KeptCounts> {
  const scores = toScores(detection.findings, detected);
  const grouping = { incidents: detection.incidents, scores };
  const incidents = await store.incidents.replace({ from: null }, grouping, options);
  return { findings: addCounts(ruled, passed.findings), incidents };
}

/** Removes what behaviour under a lens had found, where nobody looks through it any more. */
export async function forgetFindings(store: Store, lens: string, options: WriteOptions): Promise<void> {
  for (const partition of [null, ...Array.from({ length: PARTITIONS }, (_, number) => number)])
    await store.findings.replace({ lens, partition, fromDay: FIRST_DAY, toDay: null }, [], options);
}

/** Before any event: clocks may be wrong. */
const FIRST_DAY = -(2 ** 31);

/** Scores that being usual changed. */
function toScores(ranked: readonly Finding[], detected: readonly Detected[]): ReadonlyMap<FindingId, number> {
  const before = new Map(detected.map(({ finding }) => [finding.id, finding.score]));
  return new Map(
    ranked.filter(({ id, score }) => before.get(id) !== score).map(({ id, score }) => [id, score]),
  );
}
