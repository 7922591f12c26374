import type { RuleDetectors } from "../../detect/index.ts";
import type { LogType, NotLooked } from "../../domain/index.ts";
import type { RuleSet } from "../../sigma/index.ts";

const LOG_TYPE_OF_SERVICE: Readonly<Record<string, LogType>> = {
  cloudtrail: "aws-cloudtrail",
  upload: "upload",
  activity: "activity",
  "account-snapshot": "account-snapshot",
  generic: "generic",
};
const NAME_OF_LOG_TYPE: Readonly<Record<LogType, string>> = {
  "aws-cloudtrail": "CloudTrail records",
  upload: "upload logs",
  activity: "user-activity logs",
  "account-snapshot": "account snapshots",
  generic: "mapped logs",
};

/** Detectors whose kind of log was not among the input: they did not look, which is not the same as finding nothing. */
export function findNotLooked(
  detectors: RuleDetectors,
  ruleSet: RuleSet,
  logTypes: Readonly<Partial<Record<LogType, number>>>,
): readonly NotLooked[] {
  const typeOfRule = ruleSet.rules.map((rule) => LOG_TYPE_OF_SERVICE[rule.logsource.service ?? ""] ?? null);
  const isAbsent = (type: LogType | null): type is LogType => type !== null && (logTypes[type] ?? 0) === 0;
  const notLooked: NotLooked[] = [];
  ruleSet.rules.forEach((rule, number) => {
    const type = typeOfRule[number] ?? null;
    if (!rule.silent && isAbsent(type)) notLooked.push(toNotLooked(detectors.rules[number]!.ref, type));
  });
  ruleSet.correlations.forEach((correlation, number) => {
    const types = correlation.rules.map((rule) => typeOfRule[rule] ?? null);
    const first = types[0] ?? null;
    if (!correlation.silent && types.length > 0 && types.every(isAbsent) && isAbsent(first)) {
      notLooked.push(toNotLooked(detectors.correlations[number]!.ref, first));
    }
  });
  return notLooked;
}

const toNotLooked = (ref: { readonly id: string; readonly title: string }, type: LogType): NotLooked => ({
  detector: ref.id,
  title: ref.title,
  why: "source-gap",
  needs: NAME_OF_LOG_TYPE[type],
});
