import { relative } from "node:path";
import { z } from "zod";
import type { RuleExampleResult } from "../../cli/rules.ts";
import { isBehaviourText } from "../../detect/index.ts";
import type { Finding } from "../../domain/index.ts";
import { createEnricher, type Enricher, openBundledGeo } from "../../enrich/index.ts";
import { compileSigma, parseSigma, type RuleSet } from "../../sigma/index.ts";
import { findOwnRules, loadSomeRules } from "../scan/rule-files.ts";
import type { RuleText } from "../scan/scan-task.ts";
import { EXAMPLES_FILE, type Example, toExampleRecords } from "./example-records.ts";
import { FORMAT_OF_SERVICE, type Result, readExamples } from "./read-examples.ts";
import { runRecords } from "./run-records.ts";
import { testDetector } from "./test-detector.ts";

/**
 * Runs the examples beside rules through the real way of the data: records are read, mapped, enriched, matched and
 * correlated. A rule without examples fails: it was never seen to fire.
 */
export async function testRules(folder: string | null): Promise<readonly RuleExampleResult[]> {
  const root = folder ?? findOwnRules();
  const geo = openBundledGeo();
  const enricher = createEnricher({ geo });
  const results: RuleExampleResult[] = [];
  for (const rule of await loadSomeRules(root)) {
    const file = relative(root, rule.file) || rule.file;
    const one = { ...rule, enricher, geo };
    const found = isBehaviourText(rule.text) ? await testDetector(one) : await testRule(one);
    results.push(...found.map((result) => ({ ...result, file })));
  }
  return results;
}

async function testRule(rule: RuleText & { readonly enricher: Enricher }): Promise<readonly Result[]> {
  const broken = (why: string): Result[] => [{ name: "examples", expected: "fires", passed: false, why }];
  const ruleSet = compileSigma([parseSigma(rule.text, rule.file)]);
  const error = ruleSet.problems.find((problem) => problem.level === "error");
  if (error !== undefined) return broken(`${error.line}:${error.column}: ${error.text}`);
  const document = await readExamples(rule.file);
  if (typeof document === "string") return broken(document);
  const parsed = EXAMPLES_FILE.safeParse(document.value);
  if (!parsed.success) return broken(z.prettifyError(parsed.error).replaceAll("\n", "; "));
  const { fires, quiet } = parsed.data;
  const results: Result[] = [];
  for (const example of fires)
    results.push(await runExample(example, "fires", { ruleSet, enricher: rule.enricher }));
  for (const example of quiet)
    results.push(await runExample(example, "quiet", { ruleSet, enricher: rule.enricher }));
  return results;
}

interface Bench {
  readonly ruleSet: RuleSet;
  readonly enricher: Enricher;
}

async function runExample(example: Example, expected: "fires" | "quiet", bench: Bench): Promise<Result> {
  const service = bench.ruleSet.rules[0]?.logsource.service ?? "cloudtrail";
  const records = toExampleRecords(example, service);
  if (typeof records === "string") return { name: example.name, expected, passed: false, why: records };
  const { findings, rejected } = await runRecords(records, {
    ...bench,
    format: FORMAT_OF_SERVICE[service] ?? "cloudtrail",
  });
  const why = toWhy({ expected, findings, rejected });
  return { name: example.name, expected, passed: why === null, why };
}

function toWhy(outcome: {
  readonly expected: "fires" | "quiet";
  readonly findings: readonly Finding[];
  readonly rejected: string | null;
}): string | null {
  if (outcome.rejected !== null) return `a record of the example was rejected: ${outcome.rejected}`;
  const fired = outcome.findings.length > 0;
  if (outcome.expected === "fires") return fired ? null : "should fire, and stayed quiet";
  return fired ? `should stay quiet, and fired: ${outcome.findings[0]!.summary}` : null;
}
