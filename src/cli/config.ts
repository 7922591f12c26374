import type { Command } from "commander";
import type { ConfigPort, ShownSetting } from "./config-port.ts";
import { createDatabaseOption, createDataOption, type PlaceFlags, toPlace } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatTable, paintDim, writeError } from "./terminal.ts";

interface ShowFlags extends PlaceFlags {
  readonly json?: true;
}

/** `gait config`: what is set, and by whom. */
export function addConfigCommand(program: Command, port: ConfigPort): void {
  const config = program
    .command("config")
    .summary("settings: show, schema")
    .description(
      "Settings come, the strongest first, from the command line, the environment, .env and gait.config.yaml of the working\n" +
        "folder, from what people set in the app, and else are the default. A name with _FILE behind it names a file that holds the value.",
    );
  config
    .command("show")
    .summary("every setting, its value and where that comes from")
    .description("Lists every setting. Secrets are not shown, only whether they are set.")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: ShowFlags) => {
      const { settings, note } = await port.show(toPlace(flags));
      await writeOut(
        json === true
          ? `${JSON.stringify({ settings: settings.map(toSettingJson), note }, null, 2)}\n`
          : formatSettings(settings),
      );
      if (note !== null && json !== true) writeError(`${paintDim(escapeTerminal(note))}\n`);
      process.exitCode = EXIT.fine;
    });
  config
    .command("schema")
    .summary("JSON Schema of gait.config.yaml")
    .description("Prints the JSON Schema of gait.config.yaml, for editors that complete and check by it.")
    .action(async () => {
      await writeOut(`${JSON.stringify(await port.describe(), null, 2)}\n`);
      process.exitCode = EXIT.fine;
    });
}

const toSettingJson = ({ originKind, isSecret, isEditable, ...shown }: ShownSetting): object => ({
  key: shown.key,
  value: shown.value,
  origin: { kind: originKind, text: shown.origin },
  is_secret: isSecret,
  is_editable: isEditable,
  env: shown.env,
  summary: shown.summary,
});

const VALUE_CHARS_MAX = 50;

const formatSettings = (settings: readonly ShownSetting[]): string =>
  `${formatTable({
    head: ["setting", "value", "origin"],
    rows: settings.map(({ key, value, origin }) => [
      key,
      escapeTerminal(formatValue(value), VALUE_CHARS_MAX),
      escapeTerminal(origin, VALUE_CHARS_MAX),
    ]),
    numeric: [],
  })}\n`;

function formatValue(value: ShownSetting["value"]): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
