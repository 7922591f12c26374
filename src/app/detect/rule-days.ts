import { collectRuleFindings, type Detected } from "../../detect/index.ts";
import { DAY_MS, toDay, toEpochMs } from "../../domain/index.ts";
import type { NewFinding, ReplacedCounts, Store, WriteOptions } from "../../store/index.ts";
import { findRuleStarts, fromTheFirst } from "./rule-starts.ts";
import { collectStoredMatches, type StoredRules } from "./stored-rules.ts";

/** Pass of rules and correlations; behaviour's passes are called by whose behaviour they look at. */
export const RULES_LENS = "rules";

const NOTHING: ReplacedCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };

/**
 * Finds what rules and correlations say of the days that are not done. A finding belongs to the day on which it ended: a
 * burst that goes on over a day that is looked at anew is found again from its beginning, and days before it stay as they are.
 */
export async function passRuleDays(
  store: Store,
  rules: StoredRules,
  fence: WriteOptions,
): Promise<ReplacedCounts> {
  const range = await store.passes.findEventDays();
  if (range === null) return NOTHING;
  const last = (await store.passes.listDone(RULES_LENS)).at(-1)?.day ?? null;
  const days = await store.passes.countEventDays(last === null ? range.first : last + 1);
  if (days.length === 0) return NOTHING;
  const since = toEpochMs(days[0]!.day * DAY_MS);
  const starts = last === null ? fromTheFirst(since) : await findRuleStarts(store, rules.ruleSet, since);
  const found = await findByRules(store, rules, starts);
  const byDay = Map.groupBy(
    found.filter(({ finding }) => finding.until >= since).map(toNew),
    ({ day }) => day,
  );
  return store.passes.completeDays(
    days.map(({ day }) => ({
      day: { lens: RULES_LENS, day, partition: null, parts: {}, answers: null },
      findings: byDay.get(day) ?? [],
    })),
    fence,
  );
}

async function findByRules(
  store: Store,
  rules: StoredRules,
  starts: Parameters<typeof collectStoredMatches>[2],
): Promise<readonly Detected[]> {
  const collector = await collectStoredMatches(store, rules, starts);
  try {
    return collectRuleFindings(rules.ruleSet, collector);
  } finally {
    collector.close();
  }
}

const toNew = ({ finding, first, tally }: Detected): NewFinding => ({
  finding,
  accessKeyId: first.accessKeyId,
  day: toDay(finding.until),
  ...(tally === undefined ? {} : { tally }),
});
