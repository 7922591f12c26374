import { relative } from "node:path";
import type { RuleListing, RuleProblem, TacticCoverage } from "../../cli/rules.ts";
import { type Detector, toDetector } from "../../detect/index.ts";
import { severityRank, TACTICS, toError } from "../../domain/index.ts";
import { type CompiledCorrelation, type CompiledRule, compileSigma, parseSigma } from "../../sigma/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { findOwnRules, loadSomeRules } from "../scan/rule-files.ts";

/** A detector with the document that it comes from. */
interface Listed {
  readonly detector: Detector;
  readonly file: string;
  readonly logsource: string;
}

/** All detectors of a folder of rules; base rules that only feed correlations are none. */
async function loadDetectors(folder: string | null): Promise<readonly Listed[]> {
  const root = folder ?? findOwnRules();
  const texts = await loadSomeRules(root);
  const ruleSet = compileSigma(texts.map(({ file, text }) => parseSigma(text, file)));
  const toFile = (one: CompiledRule | CompiledCorrelation): string => relative(root, one.file) || one.file;
  const toLogs = (rule: CompiledRule): string =>
    [rule.logsource.product, rule.logsource.service ?? rule.logsource.category].filter(Boolean).join(" ");
  const rules = ruleSet.rules
    .filter((rule) => !rule.silent)
    .map((rule) => ({ detector: toDetector(rule, "rule"), file: toFile(rule), logsource: toLogs(rule) }));
  const correlations = ruleSet.correlations
    .filter((one) => !one.silent)
    .map((one) => {
      const base = ruleSet.rules[one.rules[0] ?? -1];
      return {
        detector: toDetector(one, "correlation"),
        file: toFile(one),
        logsource: base === undefined ? "" : toLogs(base),
      };
    });
  if (rules.length + correlations.length === 0) throw toError(APP_PROBLEMS, "RUN_RULES_NONE", { path: root });
  return [...rules, ...correlations];
}

export async function listRules(folder: string | null): Promise<readonly RuleListing[]> {
  const listed = await loadDetectors(folder);
  return listed
    .map(({ detector, file, logsource }) => ({
      id: detector.ref.id,
      title: detector.ref.title,
      kind: detector.ref.kind,
      severity: detector.severity,
      tactics: toTactics(detector).map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id),
      techniques: toTechniques(detector),
      logsource,
      file,
    }))
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.title < b.title ? -1 : 1));
}

const toTactics = ({ attack }: Detector): readonly string[] => [...new Set(attack.map((ref) => ref.tactic))];
const toTechniques = ({ attack }: Detector): readonly string[] => [
  ...new Set(attack.flatMap((ref) => ref.technique ?? [])),
];

export async function coverRules(folder: string | null): Promise<readonly TacticCoverage[]> {
  const listed = await loadDetectors(folder);
  return TACTICS.map((tactic) => {
    const here = listed.filter(({ detector }) => toTactics(detector).includes(tactic.id));
    const counts = new Map<string, number>();
    for (const { detector } of here) {
      for (const id of toTechniques(detector)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const techniques = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, rules]) => ({ id, rules }));
    return { tactic: tactic.id, name: tactic.name, rules: here.length, techniques };
  });
}

export async function checkRules(
  folder: string | null,
): Promise<{ readonly rules: number; readonly problems: readonly RuleProblem[] }> {
  const texts = await loadSomeRules(folder ?? findOwnRules());
  const ruleSet = compileSigma(texts.map(({ file, text }) => parseSigma(text, file)));
  return {
    rules: ruleSet.rules.length + ruleSet.correlations.length,
    problems: ruleSet.problems.map((problem) => ({ ...problem })),
  };
}
