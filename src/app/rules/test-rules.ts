import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { stringify } from "csv-stringify/sync";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import type { RuleExampleResult } from "../../cli/rules.ts";
import { createEventMatcher, createMatchCollector, detectMatches } from "../../detect/index.ts";
import { type Finding, type JsonObject, SYSTEM_CLOCK } from "../../domain/index.ts";
import { createEnricher, type Enricher, openBundledGeo } from "../../enrich/index.ts";
import { compileSigma, parseSigma, type RuleSet } from "../../sigma/index.ts";
import { type FormatId, type Input, readItems } from "../../source/index.ts";
import { attachFacts } from "../scan/attach-facts.ts";
import { EXAMPLES_SUFFIX, findOwnRules, loadSomeRules } from "../scan/rule-files.ts";
import type { RuleText } from "../scan/scan-task.ts";
import { EXAMPLES_FILE, type Example, toExampleRecords } from "./example-records.ts";

const FORMAT_OF_SERVICE: Readonly<Record<string, FormatId>> = {
  cloudtrail: "cloudtrail",
  activity: "user-activity",
  upload: "upload-log",
  "account-snapshot": "account-snapshot",
};

/**
 * Runs the examples beside rules through the real way of the data: records are read, mapped, enriched, matched and
 * correlated. A rule without examples fails: it was never seen to fire.
 */
export async function testRules(folder: string | null): Promise<readonly RuleExampleResult[]> {
  const root = folder ?? findOwnRules();
  const enricher = createEnricher({ geo: openBundledGeo() });
  const results: RuleExampleResult[] = [];
  for (const rule of await loadSomeRules(root)) {
    const file = relative(root, rule.file) || rule.file;
    results.push(...(await testRule({ ...rule, enricher })).map((result) => ({ ...result, file })));
  }
  return results;
}

type Result = Omit<RuleExampleResult, "file">;

async function testRule(rule: RuleText & { readonly enricher: Enricher }): Promise<readonly Result[]> {
  const broken = (why: string): Result[] => [{ name: "examples", expected: "fires", passed: false, why }];
  const ruleSet = compileSigma([parseSigma(rule.text, rule.file)]);
  const error = ruleSet.problems.find((problem) => problem.level === "error");
  if (error !== undefined) return broken(`${error.line}:${error.column}: ${error.text}`);
  const text = await readFile(rule.file.replace(/\.ya?ml$/i, EXAMPLES_SUFFIX), "utf8").catch(() => null);
  if (text === null) return broken("there is no file of examples beside the rule");
  const document = parseYaml(text);
  if (document instanceof YAMLParseError)
    return broken(`the examples are not valid YAML: ${document.message}`);
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

function parseYaml(text: string): { readonly value: unknown } | YAMLParseError {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (error instanceof YAMLParseError) return error;
    throw error;
  }
}

interface Bench {
  readonly ruleSet: RuleSet;
  readonly enricher: Enricher;
}

async function runExample(example: Example, expected: "fires" | "quiet", bench: Bench): Promise<Result> {
  const service = bench.ruleSet.rules[0]?.logsource.service ?? "cloudtrail";
  const records = toExampleRecords(example, service);
  if (typeof records === "string") return { name: example.name, expected, passed: false, why: records };
  const { findings, rejected } = await detectRecords(
    records,
    FORMAT_OF_SERVICE[service] ?? "cloudtrail",
    bench,
  );
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

async function detectRecords(
  records: readonly JsonObject[],
  format: FormatId,
  { ruleSet, enricher }: Bench,
): Promise<{ readonly findings: readonly Finding[]; readonly rejected: string | null }> {
  const matcher = createEventMatcher(ruleSet);
  let rejected: string | null = null;
  for await (const items of readItems(toInput(records, format), {
    enricher,
    clock: SYSTEM_CLOCK,
    as: format,
  })) {
    for (const item of items) {
      if (item.kind === "reject") rejected ??= item.reject.reason;
      if (item.kind !== "event") continue;
      attachFacts(item.event, item.record);
      matcher.add(item.event, item.record);
    }
  }
  const collector = createMatchCollector();
  collector.absorb(matcher.take());
  const { findings } = detectMatches(ruleSet, collector);
  collector.log.close();
  return { findings, rejected };
}

function toInput(records: readonly JsonObject[], format: FormatId): Input {
  const isCsv = format === "upload-log" || format === "account-snapshot";
  const text = isCsv
    ? stringify([...records], { header: true })
    : records.map((record) => JSON.stringify(record)).join("\n");
  const bytes = Buffer.from(text);
  return {
    name: "example",
    sizeBytes: bytes.length,
    open: async function* open() {
      yield bytes;
    },
  };
}
