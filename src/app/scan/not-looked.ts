import { LOGSOURCES, type RuleDetectors } from "../../detect/index.ts";
import { LOG_TYPES, type LogType, type NotLooked } from "../../domain/index.ts";
import type { CompiledRule, RuleSet } from "../../sigma/index.ts";

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
  const needs = ruleSet.rules.map((rule) => findNeed(rule, logTypes));
  const notLooked: NotLooked[] = [];
  ruleSet.rules.forEach((rule, number) => {
    const need = needs[number] ?? null;
    if (!rule.silent && need !== null) notLooked.push(toNotLooked(detectors.rules[number]!.ref, need));
  });
  ruleSet.correlations.forEach((correlation, number) => {
    const all = correlation.rules.map((rule) => needs[rule] ?? null);
    const first = all[0] ?? null;
    if (!correlation.silent && first !== null && all.every((need) => need !== null)) {
      notLooked.push(toNotLooked(detectors.correlations[number]!.ref, first));
    }
  });
  return notLooked;
}

/** The logs that the rule would need, in words; null: some of the input's logs were of its kind. */
function findNeed(
  { logsource }: CompiledRule,
  logTypes: Readonly<Partial<Record<LogType, number>>>,
): string | null {
  const { product, service, category } = logsource;
  // A category names a kind of log that no format of ours is.
  const types = LOG_TYPES.filter(
    (type) =>
      category === null &&
      (product === null || product === LOGSOURCES[type].product) &&
      (service === null || service === LOGSOURCES[type].service),
  );
  if (types.some((type) => (logTypes[type] ?? 0) > 0)) return null;
  const [first] = types;
  if (first !== undefined) return NAME_OF_LOG_TYPE[first];
  return `logs of ${[product, service, category].filter((part) => part !== null).join(" ")}`;
}

const toNotLooked = (ref: { readonly id: string; readonly title: string }, needs: string): NotLooked => ({
  detector: ref.id,
  title: ref.title,
  why: "source-gap",
  needs,
});
