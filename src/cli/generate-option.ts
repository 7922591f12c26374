import { InvalidArgumentError } from "commander";
import type { GenerateResult } from "./generate-port.ts";
import { escapeTerminal, formatBytes, formatCount, formatPlural } from "./terminal.ts";

/** Names of stories by comma; null: all. `none`: no attacks. */
export async function toStories(
  text: string | undefined,
  listNames: () => Promise<readonly string[]>,
): Promise<readonly string[] | null> {
  if (text === undefined) return null;
  if (text === "none") return [];
  const known = await listNames();
  const wanted = text.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no story "${unknown}". There are: ${known.join(", ")}.`);
  }
  return wanted;
}

export function toInteger(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`Write a whole number from ${min} to ${formatCount(max)}.`);
    }
    return value;
  };
}

/** What was written, and what to do with it. */
export function printGenerated(
  result: GenerateResult,
  { out, next }: { readonly out: string; readonly next: string },
): void {
  process.stdout.write(
    `Wrote ${formatPlural(result.records, "record")} (${formatPlural(result.attackRecords, "record")} of attack stories) in ${formatPlural(result.files, "file")}, ${formatBytes(result.bytes)}, to ${escapeTerminal(out)}\n` +
      `What is an attack stands in ${escapeTerminal(result.labelsFile)}. Next: ${next} ${escapeTerminal(out)}\n`,
  );
}
