import type { Breach } from "../source-file.ts";

const RULE = /^rules\/.+\.yml$/;
const EXAMPLES = /\.examples\.(?:yml|json|jsonl)$/;

/** Rules without the examples on which they fire and stay quiet, and examples whose rule is gone. */
export function checkRuleEvidence(paths: ReadonlySet<string>): readonly Breach[] {
  const breaches: Breach[] = [];
  const examples = [...paths].filter((path) => path.startsWith("rules/") && EXAMPLES.test(path));
  const covered = new Set(examples.map((path) => path.replace(EXAMPLES, ".yml")));
  for (const path of paths)
    if (RULE.test(path) && !EXAMPLES.test(path) && !covered.has(path))
      breaches.push({
        path,
        line: 1,
        message: "A rule without examples: show what it fires on and what leaves it quiet.",
      });
  for (const path of examples)
    if (!paths.has(path.replace(EXAMPLES, ".yml")))
      breaches.push({
        path,
        line: 1,
        message: "Examples without their rule: delete them, or name them after it.",
      });
  return breaches;
}
