import { z } from "zod";
import { DETECTOR_KINDS, SEVERITIES, VERDICTS } from "../../domain/index.ts";
import { jobAnswer } from "../route/job-routes.ts";

export const rule = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(DETECTOR_KINDS),
    severity: z.enum(SEVERITIES),
    tactics: z.array(z.string()).describe("names"),
    techniques: z.array(z.string()).describe("ids"),
    logsource: z.string(),
    file: z.string().describe("in the folder of rules, or under own/"),
    origin: z.enum(["gait", "own"]).describe("own: somebody brought it"),
    is_enabled: z.boolean().describe("false: it is left out of passes"),
    version: z.int().describe("0: nobody ever changed or switched it"),
  })
  .meta({ id: "Rule" });

const conditionLine = z
  .object({
    depth: z.int().describe("0 for the outermost; what stands deeper belongs to the line above it"),
    kind: z.enum(["all", "any", "none", "at-least", "test"]),
    count: z.int().describe("how many parts must hold, of at-least"),
    name: z.string().nullable().describe("of the selection in the rule"),
    field: z.string().nullable().describe("of a test; * for any field"),
    label: z.string().nullable().describe("the field in words"),
    test: z.string().nullable().describe("in words"),
    holds: z.boolean().nullable().describe("for the event that was asked about; null: none was"),
    found: z.string().nullable().describe("what the event holds there; null: nothing"),
  })
  .meta({ id: "RuleConditionLine" });

const conditions = z.array(
  z.object({ title: z.string().describe("of the rule that asks"), lines: z.array(conditionLine) }),
);

export const ruleDetail = z
  .object({
    ...rule.shape,
    description: z.string(),
    false_positives: z.array(z.string()),
    response: z.array(z.string()),
    needs: z.array(z.string()).describe("kinds of data without which it cannot look"),
    text: z.string().describe("the file that it stands in, as its author wrote it"),
    words: z.array(z.string()).describe("what it looks for, sentence by sentence"),
    conditions: conditions.describe("what an event must be like"),
    examples: z.int().describe("how many stand beside it"),
    together: z.array(z.object({ id: z.string(), title: z.string() })).describe("others of the same text"),
  })
  .meta({ id: "RuleDetail" });

export const ruleProblem = z
  .object({
    level: z.enum(["error", "warning"]),
    code: z.string(),
    line: z.int(),
    column: z.int(),
    text: z.string(),
    suggestion: z.string().nullable(),
  })
  .meta({ id: "RuleProblem" });

const checkedRule = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(DETECTOR_KINDS),
  severity: z.enum(SEVERITIES),
  tactics: z.array(z.string()),
  techniques: z.array(z.string()),
  logsource: z.string(),
  line: z.int(),
  becomes: z.enum(["new", "changed", "same"]).describe("changed: there is another version of it"),
  is_id_given: z.boolean().describe("it had no id and was given one"),
});

export const ruleCheck = z
  .object({ problems: z.array(ruleProblem), rules: z.array(checkedRule) })
  .meta({ id: "RuleCheck" });

export const ruleImport = z.object({ rules: z.array(checkedRule) }).meta({ id: "RuleImport" });

export const ruleVersion = z
  .object({
    version: z.int(),
    is_enabled: z.boolean(),
    is_removed: z.boolean(),
    text: z.string().nullable().describe("null: it was only switched"),
    note: z.string().nullable(),
    by: z.string(),
    time: z.string(),
  })
  .meta({ id: "RuleVersion" });

const day = z.object({ day: z.string().describe("YYYY-MM-DD"), findings: z.int() });
const noise = z.object({
  level: z.enum(["silent", "rare", "steady", "noisy", "flood"]),
  text: z.string(),
});

export const ruleOutcome = z
  .object({
    from: z.string(),
    to: z.string(),
    days: z.int(),
    findings: z.int(),
    covered: z.int().describe("by exceptions"),
    is_whole: z.boolean().describe("false: there are more findings than are counted"),
    by_day: z.array(day),
    median_severity: z.enum(SEVERITIES).nullable(),
    verdicts: z.record(z.enum([...VERDICTS, "none"]), z.int()),
    noise,
    text: z.string().describe("all that in a sentence"),
  })
  .meta({ id: "RuleOutcome" });

const trialSample = z.object({
  time: z.string(),
  severity: z.enum(SEVERITIES),
  actor: z.string(),
  actor_name: z.string(),
  summary: z.string(),
  events: z.array(z.string()).describe("ids of the first events"),
});

export const ruleTrial = z
  .object({
    job: jobAnswer,
    result: z
      .object({
        title: z.string(),
        detectors: z.array(z.string()),
        from: z.string(),
        to: z.string(),
        days: z.int(),
        findings: z.int().describe("how often it would have fired"),
        covered: z.int().describe("of them, by exceptions that there are"),
        events: z.int().describe("that were looked at"),
        matches: z.int().describe("events that matched"),
        inputs: z.int(),
        bytes: z.number(),
        seconds: z.number(),
        text: z.string().describe("in a sentence"),
        noise,
        by_day: z.array(day),
        actors_total: z.int(),
        actors: z.array(z.object({ id: z.string(), name: z.string(), findings: z.int() })),
        samples: z.array(trialSample),
        not_looked: z.array(z.object({ why: z.string(), text: z.string() })),
      })
      .nullable()
      .describe("null: it is not over, or failed"),
  })
  .meta({ id: "RuleTrial" });

export const ruleTest = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        expected: z.enum(["fires", "quiet"]).nullable().describe("null: nothing is expected"),
        passed: z.boolean().nullable(),
        fired: z.boolean(),
        why: z.string().nullable().describe("what went otherwise"),
        summary: z.string().nullable().describe("of the finding"),
        records_total: z.int(),
        records: z.array(
          z.object({
            record: z.string().describe("as JSON"),
            event: z
              .object({ time: z.string(), actor: z.string(), action: z.string() })
              .nullable()
              .describe("null: it could not be read"),
            matches: z.boolean().nullable().describe("null: no single event decides"),
            conditions,
          }),
        ),
      }),
    ),
  })
  .meta({ id: "RuleTest" });

export const ruleExport = z
  .object({ name: z.string().describe("for a file"), text: z.string(), rules: z.int() })
  .meta({ id: "RuleExport" });
