import type { EntityType, JsonObject } from "../../domain/index.ts";
import {
  type CompiledCorrelation,
  type ConditionPart,
  type CorrelationCondition,
  describeCondition,
  type RuleSet,
} from "../../sigma/index.ts";
import { toFieldWords } from "./field-words.ts";
import type { RuleSource } from "./rule-catalogue.ts";
import { formatSpan } from "./span-words.ts";
import { tellBehaviour } from "./tell-behaviour.ts";

/** What a detector looks for, in words. */
export interface ToldRule {
  /** Short sentences. */
  readonly sentences: readonly string[];
  /** What an event must be like; of a correlation for each rule that feeds it. */
  readonly conditions: readonly { readonly title: string; readonly condition: ConditionPart }[];
}

export interface TellingParts {
  readonly ruleSet: RuleSet;
  readonly source: RuleSource;
  readonly entity: EntityType;
  /** Logs that it is for. */
  readonly logsource: string;
}

export function tellRule({ ruleSet, source, entity, logsource }: TellingParts): ToldRule {
  if (source.kind === "behaviour") return { sentences: tellBehaviour(source.behaviour), conditions: [] };
  const logs = logsource === "" ? "any log" : `the log ${logsource}`;
  const of = ENTITY_WORDS[entity];
  if (source.kind === "rule")
    return {
      sentences: [
        `Looks at each event of ${logs} by itself.`,
        `Events that match within an hour are told as one finding for each ${of}.`,
      ],
      conditions: [toCondition(ruleSet, source.number)],
    };
  const correlation = ruleSet.correlations[source.number]!;
  return {
    sentences: [`Looks at several events of ${logs} together.`, ...tellCorrelation(ruleSet, correlation)],
    conditions: correlation.rules.map((rule) => toCondition(ruleSet, rule)),
  };
}

const ENTITY_WORDS: Readonly<Record<EntityType, string>> = {
  actor: "actor",
  ip: "address",
  resource: "resource",
};

const toCondition = (ruleSet: RuleSet, rule: number) => ({
  title: ruleSet.rules[rule]!.title,
  condition: describeCondition(ruleSet, rule),
});

/** The conditions with what a record makes of them. */
export const judgeRecord = (ruleSet: RuleSet, rules: readonly number[], record: JsonObject) =>
  rules.map((rule) => ({
    title: ruleSet.rules[rule]!.title,
    condition: describeCondition(ruleSet, rule, record),
  }));

const COUNTED: Readonly<Record<CompiledCorrelation["type"], string>> = {
  event_count: "events",
  value_count: "different values",
  temporal: "kinds of event",
  temporal_ordered: "kinds of event, in this order",
  value_sum: "the sum",
  value_avg: "the average",
  value_percentile: "the percentile",
};

function tellCorrelation(ruleSet: RuleSet, correlation: CompiledCorrelation): readonly string[] {
  const { type, groupBy, timespanMs, condition, valueFields, percentile } = correlation;
  const sources = correlation.sources.map(({ kind, index }) =>
    kind === "rule" ? ruleSet.rules[index]!.title : ruleSet.correlations[index]!.title,
  );
  const each =
    groupBy.length === 0 ? "all of them together" : `each ${groupBy.map(toFieldWords).join(" and ")}`;
  const span = formatSpan(timespanMs);
  const last = `Counted for ${each}, in a window of ${span} that slides along.`;
  if (type === "temporal" || type === "temporal_ordered") {
    const order = type === "temporal_ordered" ? ", in this order" : "";
    return [`Fires when all of these come within ${span}${order}: ${sources.join("; ")}.`, last];
  }
  const what = {
    ...COUNTED,
    value_count: `different values of ${valueFields.map(toFieldWords).join(" with ")}`,
    value_sum: `the sum of ${valueFields.map(toFieldWords).join(", ")}`,
    value_avg: `the average of ${valueFields.map(toFieldWords).join(", ")}`,
    value_percentile: `the ${percentile}th percentile of ${valueFields.map(toFieldWords).join(", ")}`,
  }[type];
  const isCount = type === "event_count" || type === "value_count";
  const bounds = sayBounds(condition);
  const fires = isCount ? `Fires at ${bounds} ${what}` : `Fires when ${what} is ${bounds}`;
  return [`${fires}, of: ${sources.join("; ")}.`, last];
}

const BOUND_WORDS = {
  gt: (value: string) => `more than ${value}`,
  gte: (value: string) => `${value} or more`,
  lt: (value: string) => `fewer than ${value}`,
  lte: (value: string) => `${value} or fewer`,
  eq: (value: string) => `exactly ${value}`,
  neq: (value: string) => `any number but ${value}`,
} as const;

const sayBounds = (condition: CorrelationCondition): string =>
  condition.kind === "bounds"
    ? condition.bounds
        .map(({ operator, value }) => BOUND_WORDS[operator](value.toLocaleString("en")))
        .join(" and ")
    : "the named combination";
