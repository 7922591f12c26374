import { join } from "node:path";
import { z } from "zod";
import { isJsonObject } from "../../domain/index.ts";
import type { RuleSet } from "../../sigma/index.ts";
import { findOwnRules } from "../scan/rule-files.ts";
import { BEHAVIOUR_EXAMPLES_FILE } from "./behaviour-examples.ts";
import { EXAMPLE, EXAMPLES_FILE, type Example } from "./example-records.ts";
import { readExamples } from "./read-examples.ts";
import type { BookRule, RuleBook } from "./rule-book.ts";

export interface RuleExample {
  readonly expected: "fires" | "quiet";
  readonly example: Example;
}

/** Own rules carry theirs in their text, under `gait:`; either kind may be missing while somebody writes. */
const OWN_EXAMPLES = z.object({
  fires: z.array(EXAMPLE).max(50).default([]),
  quiet: z.array(EXAMPLE).max(50).default([]),
});

/** Events at which a rule must fire or stay quiet: those beside it, or in its text. What cannot be read is left out. */
export async function listExamples(book: RuleBook, rule: BookRule): Promise<readonly RuleExample[]> {
  return toRuleExamples(rule.origin === "own" ? readOwn(book, rule) : await readBeside(rule));
}

/** Those that must fire first. */
function toRuleExamples(found: Examples | null): readonly RuleExample[] {
  return [
    ...(found?.fires ?? []).map((example) => ({ expected: "fires" as const, example })),
    ...(found?.quiet ?? []).map((example) => ({ expected: "quiet" as const, example })),
  ];
}

interface Examples {
  readonly fires: readonly Example[];
  readonly quiet: readonly Example[];
}

function readOwn({ ruleSet }: RuleBook, { source }: BookRule): Examples | null {
  if (source.kind === "behaviour") return null;
  const { custom } = (source.kind === "rule" ? ruleSet.rules : ruleSet.correlations)[source.number]!;
  return parseOwnExamples(custom["gait"]);
}

/** Examples in the text of rules itself: of the first that carries some. */
export function findOwnExamples({ rules, correlations }: RuleSet): readonly RuleExample[] {
  for (const { custom } of [...correlations, ...rules]) {
    const found = parseOwnExamples(custom["gait"]);
    if (found !== null) return toRuleExamples(found);
  }
  return [];
}

/** From the map `gait:` of a rule; null: it has none that can be read. */
function parseOwnExamples(gait: unknown): Examples | null {
  const examples = isJsonObject(gait) ? gait["examples"] : undefined;
  return OWN_EXAMPLES.safeParse(examples).data ?? null;
}

async function readBeside({ file, source }: BookRule): Promise<Examples | null> {
  const document = await readExamples(join(findOwnRules(), file));
  if (typeof document === "string") return null;
  if (source.kind !== "behaviour") return EXAMPLES_FILE.safeParse(document.value).data ?? null;
  return BEHAVIOUR_EXAMPLES_FILE.safeParse(document.value).data ?? null;
}
