import { type Command, Option } from "commander";
import type { Severity } from "../domain/index.ts";
import { EXIT } from "./exit.ts";
import { addRuleChangeCommands, type RuleChangePort } from "./rule-change.ts";
import { addRuleTrialCommand, type RuleTrialPort } from "./rule-trial.ts";
import {
  escapeTerminal,
  formatPlural,
  formatTable,
  paintBold,
  paintDim,
  paintError,
  paintSeverity,
  terminalWidth,
} from "./terminal.ts";

/** A rule as the catalogue lists it. */
export interface RuleListing {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly logsource: string;
  readonly file: string;
}

export interface RuleProblem {
  readonly level: "error" | "warning";
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly suggestion: string | null;
}

export interface RuleExampleResult {
  readonly file: string;
  readonly name: string;
  readonly expected: "fires" | "quiet";
  readonly passed: boolean;
  /** What happened instead; null when it passed. */
  readonly why: string | null;
}

export interface TacticCoverage {
  readonly tactic: string;
  readonly name: string;
  readonly rules: number;
  readonly techniques: readonly { readonly id: string; readonly rules: number }[];
}

/** What the command needs. A null folder means the rules that come with Gait. */
export interface RulesPort extends RuleTrialPort, RuleChangePort {
  list(folder: string | null): Promise<readonly RuleListing[]>;
  check(
    folder: string | null,
  ): Promise<{ readonly rules: number; readonly problems: readonly RuleProblem[] }>;
  test(folder: string | null): Promise<readonly RuleExampleResult[]>;
  cover(folder: string | null): Promise<readonly TacticCoverage[]>;
}

interface RulesFlags {
  readonly json?: boolean;
}

export function addRulesCommand(program: Command, port: RulesPort): void {
  const rules = program
    .command("rules")
    .summary("list, check, test, try, import and switch detection rules, and show what of ATT&CK they cover");
  const json = (): Option => new Option("--json", "print JSON");
  rules
    .command("list")
    .description("lists rules and correlations, by severity")
    .argument("[folder]", "a folder of Sigma rules; default: the rules that come with Gait")
    .addOption(json())
    .action(async (folder: string | undefined, flags: RulesFlags) => {
      const listing = await port.list(folder ?? null);
      print(flags, listing, () => formatListing(listing));
    });
  rules
    .command("check")
    .description("reads rules and names every problem with file, line and column")
    .argument("[folder]", "a folder or file of Sigma rules; default: the rules that come with Gait")
    .addOption(json())
    .action(async (folder: string | undefined, flags: RulesFlags) => {
      const result = await port.check(folder ?? null);
      print(flags, result, () => formatCheck(result));
      process.exitCode = result.problems.some((problem) => problem.level === "error")
        ? EXIT.failed
        : EXIT.fine;
    });
  rules
    .command("test")
    .description("runs the examples beside the rules: those that must fire and those that must stay quiet")
    .argument("[folder]", "a folder of rules with *.examples.yml; default: the rules that come with Gait")
    .addOption(json())
    .action(async (folder: string | undefined, flags: RulesFlags) => {
      const results = await port.test(folder ?? null);
      print(flags, results, () => formatTest(results));
      process.exitCode = results.every((result) => result.passed) ? EXIT.fine : EXIT.failed;
    });
  rules
    .command("coverage")
    .description("counts rules for each ATT&CK tactic and technique")
    .argument("[folder]", "a folder of Sigma rules; default: the rules that come with Gait")
    .addOption(json())
    .action(async (folder: string | undefined, flags: RulesFlags) => {
      const coverage = await port.cover(folder ?? null);
      print(flags, coverage, () => formatCoverage(coverage));
    });
  addRuleTrialCommand(rules, port);
  addRuleChangeCommands(rules, port);
}

function print(flags: RulesFlags, value: unknown, toText: () => string): void {
  process.stdout.write(`${flags.json === true ? JSON.stringify(value, null, 2) : toText()}\n`);
}

function formatListing(listing: readonly RuleListing[]): string {
  const width = terminalWidth();
  const table = formatTable({
    head: ["severity", "rule", "tactics", "logs"],
    rows: listing.map((rule) => [
      paintSeverity(rule.severity),
      escapeTerminal(rule.title),
      rule.tactics.join(", "),
      escapeTerminal(rule.logsource),
    ]),
    widths: [13, Math.max(30, width - 13 - 44 - 20), 44, 20],
  });
  return `${table}\n\n${formatPlural(listing.length, "rule")}`;
}

function formatCheck(result: { readonly rules: number; readonly problems: readonly RuleProblem[] }): string {
  const lines = result.problems.map((problem) => {
    const level = problem.level === "error" ? paintError("error") : "warning";
    const suggestion = problem.suggestion === null ? "" : ` ${escapeTerminal(problem.suggestion, 400)}`;
    return `${escapeTerminal(problem.file)}:${problem.line}:${problem.column}: ${level}: ${escapeTerminal(problem.text, 400)}${suggestion} ${paintDim(`[${problem.code}]`)}`;
  });
  const errors = result.problems.filter((problem) => problem.level === "error").length;
  const warnings = result.problems.length - errors;
  return [
    ...lines,
    `${formatPlural(result.rules, "rule")} read, ${formatPlural(errors, "error")}, ${formatPlural(warnings, "warning")}`,
  ].join("\n");
}

function formatTest(results: readonly RuleExampleResult[]): string {
  const failed = results.filter((result) => !result.passed);
  const lines = failed.map(
    (result) =>
      `${paintError("failed")} ${escapeTerminal(result.file)}: ${escapeTerminal(result.name)}: ${escapeTerminal(result.why ?? "", 400)}`,
  );
  const files = new Set(results.map((result) => result.file)).size;
  return [
    ...lines,
    `${formatPlural(files, "rule")} with ${formatPlural(results.length, "example")}: ${results.length - failed.length} passed, ${failed.length} failed`,
  ].join("\n");
}

function formatCoverage(coverage: readonly TacticCoverage[]): string {
  const width = terminalWidth();
  return formatTable({
    head: ["tactic", "rules", "techniques (rules)"],
    rows: coverage.map((tactic) => [
      `${paintBold(tactic.name)} ${paintDim(tactic.tactic)}`,
      String(tactic.rules),
      tactic.techniques.map((technique) => `${technique.id} (${technique.rules})`).join(", "),
    ]),
    numeric: [1],
    widths: [32, 8, Math.max(40, width - 42)],
  });
}
