import { relative } from "node:path";
import type { RuleListing, RuleProblem, TacticCoverage } from "../../cli/rules.ts";
import {
  BEHAVIOUR_PROBLEMS,
  type BehaviourDetector,
  type Detector,
  isBehaviourText,
  type ParsedDetector,
  parseBehaviourDetector,
  toDetector,
} from "../../detect/index.ts";
import { describeProblem, severityRank, TACTICS, toError } from "../../domain/index.ts";
import {
  type CompiledRule,
  compileSigma,
  type ParsedSigma,
  parseSigma,
  type RuleSet,
} from "../../sigma/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { findOwnRules, loadSomeRules } from "../scan/rule-files.ts";
import type { RuleText } from "../scan/scan-task.ts";

/** How a detector looks: as a rule or correlation of a set, by its number there, or at behaviour. */
export type RuleSource =
  | { readonly kind: "rule"; readonly number: number }
  | { readonly kind: "correlation"; readonly number: number }
  | { readonly kind: "behaviour"; readonly behaviour: BehaviourDetector };

/** A detector with the document that it comes from. */
export interface Listed {
  readonly detector: Detector;
  readonly file: string;
  readonly logsource: string;
  readonly source: RuleSource;
  /** Where its document begins in the file, from 1. */
  readonly line: number;
  /** False: its author gave it none, and it goes by its title. */
  readonly hasId: boolean;
}

/** All detectors of a folder of rules; base rules that only feed correlations are none. */
async function loadDetectors(folder: string | null): Promise<readonly Listed[]> {
  const root = folder ?? findOwnRules();
  const { listed } = listDetectors(await loadSomeRules(root));
  if (listed.length === 0) throw toError(APP_PROBLEMS, "RUN_RULES_NONE", { path: root });
  return listed.map((one) => ({ ...one, file: relative(root, one.file) || one.file }));
}

export interface ListedTexts {
  readonly listed: readonly Listed[];
  readonly ruleSet: RuleSet;
  readonly sigma: readonly ParsedSigma[];
  /** Of everything that could not be used. */
  readonly problems: readonly RuleProblem[];
}

/** The detectors of texts; base rules that only feed correlations are none. */
export function listDetectors(texts: readonly RuleText[]): ListedTexts {
  const { sigma: own, behaviour } = divideTexts(texts);
  const sigma = own.map(({ file, text }) => parseSigma(text, file));
  const ruleSet = compileSigma(sigma);
  const rules = ruleSet.rules.map(
    (rule, number): Listed => ({
      detector: toDetector(rule, "rule"),
      file: rule.file,
      logsource: toLogs(rule),
      source: { kind: "rule", number },
      line: rule.line,
      hasId: rule.id !== null,
    }),
  );
  const correlations = ruleSet.correlations.map((one, number): Listed => {
    const base = ruleSet.rules[one.rules[0] ?? -1];
    return {
      detector: toDetector(one, "correlation"),
      file: one.file,
      logsource: base === undefined ? "" : toLogs(base),
      source: { kind: "correlation", number },
      line: one.line,
      hasId: one.id !== null,
    };
  });
  const behaviours = behaviour.flatMap(({ file, parsed: { detector } }): Listed[] =>
    detector === null
      ? []
      : [
          {
            detector: detector.detector,
            file,
            logsource: "any",
            source: { kind: "behaviour", behaviour: detector },
            line: 1,
            hasId: true,
          },
        ],
  );
  return {
    listed: [
      ...rules.filter((_, number) => !ruleSet.rules[number]!.silent),
      ...correlations.filter((_, number) => !ruleSet.correlations[number]!.silent),
      ...behaviours,
    ],
    ruleSet,
    sigma,
    problems: [
      ...ruleSet.problems.map((problem) => ({ ...problem })),
      ...behaviour.flatMap(({ parsed }) => parsed.problems),
    ],
  };
}

const toLogs = ({ logsource }: CompiledRule): string =>
  [logsource.product, logsource.service ?? logsource.category].filter(Boolean).join(" ");

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

export const toListing = ({
  detector,
  file,
  logsource,
}: Pick<Listed, "detector" | "file" | "logsource">): RuleListing => ({
  id: detector.ref.id,
  title: detector.ref.title,
  kind: detector.ref.kind,
  severity: detector.severity,
  tactics: toTactics(detector).map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id),
  techniques: toTechniques(detector),
  logsource,
  file,
});

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
