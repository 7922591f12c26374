import type { Command } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, paintBold, paintDim, paintError } from "./terminal.ts";

/** What one look found. `skipped`: there was nothing to look at. */
export interface Examined {
  readonly name: string;
  readonly state: "ok" | "warning" | "failed" | "skipped";
  readonly text: string;
  /** What to do; null: nothing needs to be done. */
  readonly remedy: string | null;
}

export interface DoctorPort {
  examine(place: StorePlace): Promise<readonly Examined[]>;
}

const MARKS: Readonly<Record<Examined["state"], string>> = {
  ok: "ok     ",
  warning: "warning",
  failed: "failed ",
  skipped: "-      ",
};
const TEXT_CHARS_MAX = 500;

/** `gait doctor`: whether everything around Gait is well. */
export function addDoctorCommand(program: Command, port: DoctorPort): void {
  program
    .command("doctor")
    .summary("see whether everything that Gait needs is well")
    .description(
      "Looks at Node, settings, the data folder with its database and disk, detection, the location database, the clock, and\n" +
        "whether mail servers, webhooks and a language model can be reached where they are configured. Changes nothing and\n" +
        "sends nothing. Exit code 1: something failed.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: PlaceFlags & { readonly json?: true }) => {
      const found = await port.examine(toPlace(flags));
      await writeOut(json === true ? `${JSON.stringify({ checks: found }, null, 2)}\n` : format(found));
      process.exitCode = found.some(({ state }) => state === "failed") ? EXIT.failed : EXIT.fine;
    });
}

const format = (found: readonly Examined[]): string =>
  found
    .map(({ name, state, text, remedy }) => {
      const mark = state === "failed" ? paintError(MARKS[state]) : MARKS[state];
      const line = `${mark}  ${paintBold(name.padEnd(12))}  ${escapeTerminal(text, TEXT_CHARS_MAX)}\n`;
      return remedy === null
        ? line
        : `${line}${" ".repeat(23)}${paintDim(escapeTerminal(remedy, TEXT_CHARS_MAX))}\n`;
    })
    .join("");
