import {
  type Clock,
  DAY_MS,
  SEVERITIES,
  type Severity,
  severityRank,
  toDay,
  VERDICTS,
} from "../../../domain/index.ts";
import type { FindingHead, Store } from "../../../store/index.ts";
import type { BookRule } from "../../rules/rule-book.ts";
import { toNoise, toTrialRange } from "../../rules/trial/sum-trial.ts";

/** Findings that are counted. */
const FINDINGS_MAX = 50_000;

/** What a rule found in the last days that have events, and what people said to it. */
export async function readRuleOutcome(
  store: Store,
  { detector, isEnabled }: BookRule,
  { days, clock }: { readonly days: number; readonly clock: Clock },
): Promise<object> {
  const { lastAt } = await store.events.readStats();
  const now = clock.now();
  const range = toTrialRange({ now, lastAt: lastAt ?? now }, days);
  const byDay = new Map<number, number>();
  for (let day = toDay(range.from); day < toDay(range.to); day++) byDay.set(day, 0);
  const verdicts: Record<string, number> = Object.fromEntries([...VERDICTS, "none"].map((one) => [one, 0]));
  const ranks = SEVERITIES.map(() => 0);
  let findings = 0;
  let covered = 0;
  const filter = { detector: detector.ref.id, from: range.from, to: range.to };
  const note = ({ at, severity, verdict, exception }: FindingHead): void => {
    findings++;
    if (exception !== null) covered++;
    byDay.set(toDay(at), (byDay.get(toDay(at)) ?? 0) + 1);
    verdicts[verdict ?? "none"]!++;
    ranks[severityRank(severity)]!++;
  };
  for await (const heads of store.findings.streamHeads(filter)) {
    for (const head of heads) note(head);
    if (findings >= FINDINGS_MAX) break;
  }
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    days,
    findings,
    covered,
    is_whole: findings < FINDINGS_MAX,
    by_day: [...byDay].map(([day, count]) => ({
      day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      findings: count,
    })),
    median_severity: toMedian(ranks, findings),
    verdicts,
    noise: toNoise(findings - covered, days),
    text: tellOutcome({ findings, verdicts, days, isEnabled }),
  };
}

/** The severity in the middle; of two the lesser. */
function toMedian(ranks: readonly number[], total: number): Severity | null {
  let seen = 0;
  for (const [rank, count] of ranks.entries()) {
    seen += count;
    if (total > 0 && seen * 2 >= total) return SEVERITIES[rank]!;
  }
  return null;
}

interface Telling {
  readonly findings: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly days: number;
  readonly isEnabled: boolean;
}

function tellOutcome({ findings, verdicts, days, isEnabled }: Telling): string {
  if (!isEnabled) return "It is off: passes leave it out, and what it had found is gone.";
  if (findings === 0) return `Found nothing in ${days} days.`;
  const times = findings === 1 ? "once" : `${findings.toLocaleString("en")} times`;
  const judged = findings - (verdicts["none"] ?? 0);
  if (judged === 0) return `Found something ${times} in ${days} days; nobody has judged it yet.`;
  const wrong = verdicts["false-positive"] ?? 0;
  return `Found something ${times} in ${days} days; of ${judged.toLocaleString("en")} judged, ${wrong.toLocaleString("en")} were false positives.`;
}
