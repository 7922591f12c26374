import { type BehaviourDetector, parseBehaviourDetector } from "../../detect/index.ts";
import { describeProblem, type ProblemReport, toError } from "../../domain/index.ts";
import { type ParsedSigma, parseSigma, type RuleSet, type SigmaProblem } from "../../sigma/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { findOwnRules, loadBehaviourTexts, loadRuleTexts } from "./rule-files.ts";

/** Which detectors a run uses. */
export interface RuleChoice {
  /** Folders of further Sigma rules. */
  readonly moreRules: readonly string[];
  /** These rules and nothing else. */
  readonly onlyRules: string | null;
  /** True: what stands in a further folder takes the place of what has the same id. Default: the first stays. */
  readonly replaces?: boolean;
}

export interface ScanRules {
  readonly sigma: readonly ParsedSigma[];
  readonly detectors: readonly BehaviourDetector[];
  /** The first thing that is wrong with a description of a behaviour detector. */
  readonly broken: BrokenRule | null;
  readonly brokenCount: number;
}

interface BrokenRule {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Throws RUN_RULES_MISSING, RUN_RULES_UNREADABLE and RUN_RULES_NONE. */
export async function loadScanRules({ moreRules, onlyRules, replaces }: RuleChoice): Promise<ScanRules> {
  const folders = onlyRules === null ? [findOwnRules(), ...moreRules] : [onlyRules];
  const texts = (await Promise.all(folders.map(loadRuleTexts))).flat();
  if (texts.length === 0) throw toError(APP_PROBLEMS, "RUN_RULES_NONE", { path: folders.join(", ") });
  const behaviour = onlyRules === null ? (await Promise.all(folders.map(loadBehaviourTexts))).flat() : [];
  const parsed = behaviour.map(({ file, text }) => parseBehaviourDetector(text, file));
  const problems = parsed.flatMap((one) => one.problems);
  const sigma = texts.map(({ file, text }) => parseSigma(text, file));
  const detectors = parsed.flatMap(({ detector }) => detector ?? []);
  return {
    sigma: replaces === true ? keepLastRuleOfId(sigma) : sigma,
    detectors: keepOneOfId(replaces === true ? detectors.toReversed() : detectors),
    broken: problems[0] ?? null,
    brokenCount: problems.length,
  };
}

/** The first of each id, in the order of their ids: the order of folders makes no difference. */
function keepOneOfId(detectors: readonly BehaviourDetector[]): readonly BehaviourDetector[] {
  const byId = new Map<string, BehaviourDetector>();
  for (const one of detectors) if (!byId.has(one.detector.ref.id)) byId.set(one.detector.ref.id, one);
  return [...byId.values()].sort((a, b) => (a.detector.ref.id < b.detector.ref.id ? -1 : 1));
}

/** Of rules and correlations with one id those of the last file. */
function keepLastRuleOfId(sigma: readonly ParsedSigma[]): readonly ParsedSigma[] {
  const last = new Map<string, number>();
  sigma.forEach(({ rules, correlations }, file) => {
    for (const { id } of [...rules, ...correlations]) if (id !== null) last.set(id, file);
  });
  return sigma.map((parsed, file) => {
    const isLast = ({ id }: { readonly id: string | null }): boolean => id === null || last.get(id) === file;
    return {
      ...parsed,
      rules: parsed.rules.filter(isLast),
      correlations: parsed.correlations.filter(isLast),
    };
  });
}

/** Rules that could not be used are said at once: a broken rule must not look like a quiet one. */
export function toBrokenRules(
  { moreRules, onlyRules }: RuleChoice,
  ruleSet: RuleSet,
  rules: ScanRules,
): readonly ProblemReport[] {
  const errors = ruleSet.problems.filter((problem: SigmaProblem) => problem.level === "error");
  const first = errors[0] ?? rules.broken;
  if (first === null) return [];
  return [
    describeProblem(APP_PROBLEMS, "RUN_RULES_BROKEN", {
      count: errors.length + rules.brokenCount,
      path: onlyRules ?? moreRules.join(", "),
      place: `${first.file}:${first.line}:${first.column}`,
      first: first.text,
    }),
  ];
}
