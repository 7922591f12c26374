import type { Detected } from "../../detect/index.ts";
import { ENTITY_TYPES, type Finding, type FindingId, toDay } from "../../domain/index.ts";
import type { NewFinding, ReplacedCounts, Store, WriteOptions } from "../../store/index.ts";
import type { StoreLook } from "./look-at-store.ts";

/** Pass of rules and correlations; behaviour's passes are called by whose behaviour they look at. */
export const RULES_LENS = "rules";
export const LENSES: readonly string[] = [RULES_LENS, ...ENTITY_TYPES];

export interface KeptCounts {
  readonly findings: ReplacedCounts;
  readonly incidents: ReplacedCounts;
}

/** Makes what is kept that what was found: the same findings are not touched, others come, change or go. */
export async function keepFindings(
  store: Store,
  look: StoreLook,
  options: WriteOptions,
): Promise<KeptCounts> {
  const fromDay = look.record.firstAt === null ? 0 : toDay(look.record.firstAt);
  let findings: ReplacedCounts = NOTHING;
  for (const lens of LENSES) {
    const found = lens === RULES_LENS ? look.ofRules : look.ofBehaviour.filter((one) => toLens(one) === lens);
    const scope = { lens, partition: null, fromDay, toDay: null };
    findings = addCounts(findings, await store.findings.replace(scope, found.map(toNew), options));
  }
  const { detection } = look;
  const scores = toScores(detection.findings, [...look.ofRules, ...look.ofBehaviour]);
  const grouping = { incidents: detection.incidents, scores };
  const incidents = await store.incidents.replace({ from: null }, grouping, options);
  return { findings, incidents };
}

const NOTHING: ReplacedCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };

const addCounts = (a: ReplacedCounts, b: ReplacedCounts): ReplacedCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
  unchanged: a.unchanged + b.unchanged,
});

const toLens = ({ finding }: Detected): string => finding.entity.type;

const toNew = ({ finding, first }: Detected): NewFinding => ({
  finding,
  accessKeyId: first.accessKeyId,
  day: toDay(finding.at),
});

/** Scores that being usual changed. */
function toScores(ranked: readonly Finding[], detected: readonly Detected[]): ReadonlyMap<FindingId, number> {
  const before = new Map(detected.map(({ finding }) => [finding.id, finding.score]));
  return new Map(
    ranked.filter(({ id, score }) => before.get(id) !== score).map(({ id, score }) => [id, score]),
  );
}
