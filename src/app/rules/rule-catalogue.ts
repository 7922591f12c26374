import { relative } from "node:path";
import type { RuleListing, RuleProblem, TacticCoverage } from "../../cli/rules.ts";
import {
  BEHAVIOUR_PROBLEMS,
  type Detector,
  isBehaviourText,
  type ParsedDetector,
  parseBehaviourDetector,
  toDetector,
} from "../../detect/index.ts";
import { describeProblem, severityRank, TACTICS, toError } from "../../domain/index.ts";
import { type CompiledCorrelation, type CompiledRule, compileSigma, parseSigma } from "../../sigma/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { findOwnRules, loadSomeRules } from "../scan/rule-files.ts";
import type { RuleText } from "../scan/scan-task.ts";

/** A detector with the document that it comes from. */
interface Listed {
  readonly detector: Detector;
  readonly file: string;
  readonly logsource: string;
}

/** All detectors of a folder of rules; base rules that only feed correlations are none. */
async function loadDetectors(folder: string | null): Promise<readonly Listed[]> {
  const root = folder ?? findOwnRules();
  const { sigma, behaviour } = divideTexts(await loadSomeRules(root));
  const ruleSet = compileSigma(sigma.map(({ file, text }) => parseSigma(text, file)));
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
  const behaviours = behaviour.flatMap(({ file, parsed }) =>
    parsed.detector === null
      ? []
      : [{ detector: parsed.detector.detector, file: relative(root, file) || file, logsource: "any" }],
  );
  const all = [...rules, ...correlations, ...behaviours];
  if (all.length === 0) throw toError(APP_PROBLEMS, "RUN_RULES_NONE", { path: root });
  return all;
}

interface DividedTexts {
  readonly sigma: readonly RuleText[];
  readonly behaviour: readonly (RuleText & { readonly parsed: ParsedDetector })[];
}

/** Sigma rules and behaviour detectors stand in the same folders. */
function divideTexts(texts: readonly RuleText[]): DividedTexts {
  return {
    sigma: texts.filter(({ text }) => !isBehaviourText(text)),
    behaviour: texts
      .filter(({ text }) => isBehaviourText(text))
      .map((one) => ({ ...one, parsed: parseBehaviourDetector(one.text, one.file) })),
  };
}

export async function listRules(folder: string | null): Promise<readonly RuleListing[]> {
  const listed = await loadDetectors(folder);
  return listed
    .map(toListing)
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.title < b.title ? -1 : 1));
}

const toListing = ({ detector, file, logsource }: Listed): RuleListing => ({
  id: detector.ref.id,
  title: detector.ref.title,
  kind: detector.ref.kind,
  severity: detector.severity,
  tactics: toTactics(detector).map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id),
  techniques: toTechniques(detector),
  logsource,
  file,
});

/** A detector with all that its author says of it, and the file that it stands in. */
export interface RuleDetail extends RuleListing {
  readonly description: string;
  readonly falsePositives: readonly string[];
  readonly response: readonly string[];
  readonly needs: readonly string[];
  readonly text: string;
}

/** By its id. Throws RUN_RULE_UNKNOWN. */
export async function findRule(folder: string | null, id: string): Promise<RuleDetail> {
  const found = (await loadDetectors(folder)).find(({ detector }) => detector.ref.id === id);
  if (found === undefined) throw toError(APP_PROBLEMS, "RUN_RULE_UNKNOWN", { id });
  const root = folder ?? findOwnRules();
  const { description, falsePositives, response, needs } = found.detector;
  const texts = await loadSomeRules(root);
  const text = texts.find(({ file }) => (relative(root, file) || file) === found.file)?.text ?? "";
  return { ...toListing(found), description, falsePositives, response, needs, text };
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
  const { sigma, behaviour } = divideTexts(await loadSomeRules(folder ?? findOwnRules()));
  const ruleSet = compileSigma(sigma.map(({ file, text }) => parseSigma(text, file)));
  const problems = behaviour.flatMap(({ parsed }) => parsed.problems);
  const good = behaviour.filter(({ parsed }) => parsed.detector !== null);
  return {
    rules: ruleSet.rules.length + ruleSet.correlations.length + good.length,
    problems: [...ruleSet.problems, ...problems, ...findIdsTwice(good)].map((problem) => ({ ...problem })),
  };
}

/** Two detectors with one id would be one detector to whoever reads their findings. */
function findIdsTwice(behaviour: DividedTexts["behaviour"]): readonly RuleProblem[] {
  const files = new Map<string, string>();
  const problems: RuleProblem[] = [];
  for (const { file, parsed } of behaviour) {
    const id = parsed.detector?.detector.ref.id ?? "";
    const other = files.get(id);
    if (other === undefined) files.set(id, file);
    else {
      const { text, remedy } = describeProblem(BEHAVIOUR_PROBLEMS, "BEHAVIOUR_ID_TWICE", { id, other });
      problems.push({
        level: "error",
        code: "BEHAVIOUR_ID_TWICE",
        file,
        line: 1,
        column: 1,
        text,
        suggestion: remedy,
      });
    }
  }
  return problems;
}
