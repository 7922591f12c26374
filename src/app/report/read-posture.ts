import { DAY_MS, toEpochMs, type VerdictKind } from "../../domain/index.ts";
import type { PostureFacts } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";
import { coverRules } from "../rules/rule-catalogue.ts";
import { countHidden, countWeeks, readHeads, readTotals } from "./read-counts.ts";
import { readLook } from "./read-look.ts";
import { readRiskiest } from "./read-period.ts";
import { type ReportOptions, readWorst } from "./report-options.ts";

const DAYS = 30;
const WEEKS = 8;
const INCIDENTS_MAX = 12;
const ACTORS_MAX = 12;

/** Where things stand as of the newest event. Throws FINDINGS_NOT_LOOKED. */
export async function readPostureFacts(
  store: Store,
  { now, version }: Omit<ReportOptions, "eventsMax">,
): Promise<PostureFacts> {
  await refuseUnlooked(store);
  const look = await readLook(store);
  const at = look.lastAt ?? now;
  const period = { from: toEpochMs(at + 1 - DAYS * DAY_MS), to: toEpochMs(at + 1) };
  const heads = await readHeads(store, { from: toEpochMs(period.to - WEEKS * 7 * DAY_MS), to: period.to });
  const totals = await readTotals(store, period);
  const page = await store.incidents.read({
    ...period,
    verdict: null,
    limit: INCIDENTS_MAX,
    order: "worst-first",
  });
  const coverage = await coverRules(null);
  return {
    kind: "posture",
    generatedAt: now,
    version,
    riskAt: at,
    period,
    incidents: page.incidents,
    incidentCount: (await store.incidents.count({ ...period, verdict: null })).total,
    findings: await readWorst(store, period),
    findingCounts: totals.findings,
    actors: await readRiskiest(store, { at, period, limit: ACTORS_MAX }),
    events: [],
    eventCount: 0,
    records: [],
    inputs: [],
    look,
    hiddenFindings: await countHidden(store, period),
    leftOut: ["A report of the posture holds no evidence: that of incidents and of periods does."],
    totals,
    weeks: countWeeks(heads, { to: period.to, weeks: WEEKS }).filter(
      ({ from }) => look.firstAt === null || from + 7 * DAY_MS > look.firstAt,
    ),
    coverage: coverage
      .filter(({ rules }) => rules > 0)
      .map(({ tactic, rules, techniques }) => ({
        tactic,
        detectors: rules,
        techniques: techniques.map(({ id, rules: detectors }) => ({ id, detectors })),
      })),
    verdicts: await countVerdicts(store, period),
  };
}

async function countVerdicts(
  store: Store,
  period: PostureFacts["period"],
): Promise<PostureFacts["verdicts"]> {
  const count = async (verdict: VerdictKind | null): Promise<number> =>
    (await store.findings.count({ ...period, verdict })).total;
  return {
    "true-positive": await count("true-positive"),
    "false-positive": await count("false-positive"),
    benign: await count("benign"),
    duplicate: await count("duplicate"),
    none: await count(null),
  };
}
