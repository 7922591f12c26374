import { type Command, Option } from "commander";

export interface EnrichFlags {
  readonly geo: readonly string[];
  readonly personRole: readonly string[];
}

/** What is known besides the logs: places, and roles that stand for people. Empty: what the settings say. */
export const addEnrichOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--geo <file>",
        "a location database of your own (MMDB: country, city or network), asked first; may be given several times",
      )
        .argParser(collect)
        .default([], "enrich.geo of the settings, then the bundled one of countries"),
    )
    .addOption(
      new Option(
        "--person-role <name>",
        "a role whose session name is the person; * stands for any text; may be given several times",
      )
        .argParser(collect)
        .default([], "enrich.person_roles of the settings, and roles of single sign-on"),
    );

/** For options that may be given several times. */
export const collect = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  value,
];
