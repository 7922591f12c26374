import { readFile } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import { parse, YAMLParseError } from "yaml";
import type { RuleExampleResult } from "../../cli/rules.ts";
import type { JsonObject } from "../../domain/index.ts";
import type { FormatId, Input } from "../../source/index.ts";
import { EXAMPLES_SUFFIX } from "../scan/rule-files.ts";

/** What an example gave; the file is added by whoever knows it. */
export type Result = Omit<RuleExampleResult, "file">;

export const FORMAT_OF_SERVICE: Readonly<Record<string, FormatId>> = {
  cloudtrail: "cloudtrail",
  activity: "user-activity",
  upload: "upload-log",
  "account-snapshot": "account-snapshot",
};

/** The examples beside a rule as YAML holds them; a text says why there are none. */
export async function readExamples(ruleFile: string): Promise<{ readonly value: unknown } | string> {
  const text = await readFile(ruleFile.replace(/\.ya?ml$/i, EXAMPLES_SUFFIX), "utf8").catch(() => null);
  if (text === null) return "there is no file of examples beside the rule";
  try {
    return { value: parse(text) };
  } catch (error) {
    if (error instanceof YAMLParseError) return `the examples are not valid YAML: ${error.message}`;
    throw error;
  }
}

/** Records as their log would hold them. */
export function toExampleInput(records: readonly JsonObject[], format: FormatId): Input {
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
