import { join } from "node:path";
import type { RuleTestRequest } from "../../api/index.ts";
import type { Event, JsonObject } from "../../domain/index.ts";
import { toError } from "../../domain/index.ts";
import { createEnricher, type Enricher, openBundledGeo } from "../../enrich/index.ts";
import { compileSigma, type RuleSet } from "../../sigma/index.ts";
import { findOwnRules } from "../scan/rule-files.ts";
import { type ConditionLine, toConditionLines } from "./condition-lines.ts";
import { type Example, toExampleRecords } from "./example-records.ts";
import { RULES_PROBLEMS } from "./problems.ts";
import { FORMAT_OF_SERVICE } from "./read-examples.ts";
import type { RuleBook } from "./rule-book.ts";
import { findOwnExamples, listExamples, type RuleExample } from "./rule-examples.ts";
import { runRecords } from "./run-records.ts";
import { judgeRecord } from "./tell-rule.ts";
import { testRules } from "./test-rules.ts";
import { type TrialTarget, toTrialTarget } from "./trial/run-trial.ts";

/** Records of one case that are told; all are looked at. */
export const TOLD_RECORDS_MAX = 20;
/** Rules of a correlation whose conditions are told. */
const TOLD_RULES_MAX = 5;
/** Characters of a record that are told. */
const RECORD_CHARS_MAX = 20_000;

interface ToldRecord {
  readonly record: string;
  readonly event: { readonly time: string; readonly actor: string; readonly action: string } | null;
  readonly matches: boolean | null;
  readonly conditions: readonly { readonly title: string; readonly lines: readonly ConditionLine[] }[];
}

/** What became of an example, or of events that somebody gave. */
export interface TestedCase {
  readonly name: string;
  readonly expected: "fires" | "quiet" | null;
  readonly passed: boolean | null;
  readonly fired: boolean;
  readonly why: string | null;
  readonly summary: string | null;
  readonly records_total: number;
  readonly records: readonly ToldRecord[];
}

/** Sends the given records, or its own examples, past a rule. Throws RUN_RULE_UNKNOWN, RULES_BROKEN and RULES_SEVERAL. */
export async function testSubject(
  book: RuleBook,
  { subject, records }: Omit<RuleTestRequest, "by">,
): Promise<readonly TestedCase[]> {
  const target = toTrialTarget(book, subject);
  if (target.look.kind === "behaviour") {
    if (records === null && subject.kind === "rule") return testBehaviour(book, subject.id);
    const reason = "a detector of behaviour needs a history: try it on what is stored instead.";
    throw toError(RULES_PROBLEMS, "RULES_RECORD", { reason });
  }
  const bench = openBench(target);
  if (records !== null)
    return [
      await runCase({ expected: null, example: { name: "your events", records: [...records] } }, bench),
    ];
  const examples =
    subject.kind === "rule" ? await listExamples(book, book.get(subject.id)) : findOwnExamples(bench.ruleSet);
  const cases: TestedCase[] = [];
  for (const example of examples) cases.push(await runCase(example, bench));
  return cases;
}

interface Bench {
  readonly ruleSet: RuleSet;
  readonly service: string;
  readonly enricher: Enricher;
  /** Rules whose conditions are told: of a correlation those that feed it. */
  readonly rules: readonly number[];
  readonly detectors: ReadonlySet<string>;
}

function openBench({ look, detectors }: TrialTarget): Bench {
  if (look.kind !== "sigma") throw new Error("Only rules are tested so.");
  const ruleSet = compileSigma(look.sigma);
  const correlation = ruleSet.correlations.find(({ silent }) => !silent);
  const speaking = [...ruleSet.rules.keys()].filter((rule) => !ruleSet.rules[rule]!.silent);
  return {
    ruleSet,
    service: ruleSet.rules[0]?.logsource.service ?? "cloudtrail",
    enricher: createEnricher({ geo: openBundledGeo() }),
    rules: (correlation?.rules ?? speaking).slice(0, TOLD_RULES_MAX),
    detectors: new Set(detectors),
  };
}

async function runCase({ expected, example }: RuleExample | GivenCase, bench: Bench): Promise<TestedCase> {
  const none = { name: example.name, expected, fired: false, summary: null };
  const records = toExampleRecords(example, bench.service);
  if (typeof records === "string")
    return { ...none, passed: expected === null ? null : false, why: records, records_total: 0, records: [] };
  const told: ToldRecord[] = [];
  const { findings, rejected } = await runRecords(records, {
    ruleSet: bench.ruleSet,
    enricher: bench.enricher,
    format: FORMAT_OF_SERVICE[bench.service] ?? "cloudtrail",
    onEvent: (event, record) => {
      if (told.length < TOLD_RECORDS_MAX) told.push(toTold(event, record, bench));
    },
  });
  const own = findings.filter(({ detector }) => bench.detectors.has(detector.id));
  const fired = own.length > 0;
  const passed = expected === null ? null : rejected === null && fired === (expected === "fires");
  return {
    ...none,
    fired,
    passed,
    why: rejected === null ? toWhy(passed, fired) : `A record could not be read: ${rejected}`,
    summary: own[0]?.summary ?? null,
    records_total: records.length,
    records: told,
  };
}

interface GivenCase {
  readonly expected: null;
  readonly example: Example;
}

const toWhy = (passed: boolean | null, fired: boolean): string | null => {
  if (passed !== false) return null;
  return fired ? "It should stay quiet, and fires." : "It should fire, and stays quiet.";
};

function toTold(event: Event, record: JsonObject, { ruleSet, rules }: Bench): ToldRecord {
  const conditions = judgeRecord(ruleSet, rules, record).map(({ title, condition }) => ({
    title,
    lines: toConditionLines(condition),
  }));
  // What enrichment adds is no part of the log.
  const { gait: _, ...written } = record;
  const isAny = conditions.some(({ lines }) => lines[0]?.holds === true);
  return {
    record: JSON.stringify(written, null, 2).slice(0, RECORD_CHARS_MAX),
    event: {
      time: new Date(event.at).toISOString(),
      actor: event.actor.name,
      action: event.action.name,
    },
    matches: isAny,
    conditions,
  };
}

/** Their examples are a history of days: what came of them is told. */
async function testBehaviour(book: RuleBook, id: string): Promise<readonly TestedCase[]> {
  const rule = book.get(id);
  if (rule.origin === "own") return [];
  const results = await testRules(join(findOwnRules(), rule.file));
  return results.map(({ name, expected, passed, why }) => ({
    name,
    expected,
    passed,
    fired: passed === (expected === "fires"),
    why,
    summary: null,
    records_total: 0,
    records: [],
  }));
}
