import { type Command, Option } from "commander";
import type { PlaceFlags, StorePlace } from "./data-option.ts";
import { toPlace } from "./data-option.ts";
import { addPlaceOptions } from "./read-option.ts";
import { escapeTerminal } from "./terminal.ts";

export interface RuleImportRequest {
  readonly place: StorePlace;
  /** Files and folders of rules. */
  readonly paths: readonly string[];
  /** Of new ones; those that are there stay on or off. */
  readonly isEnabled: boolean;
  readonly note: string | null;
}

export interface RuleSwitchRequest {
  readonly place: StorePlace;
  readonly ids: readonly string[];
  readonly isEnabled: boolean;
  readonly note: string | null;
}

export interface RuleChangeReport {
  readonly id: string;
  readonly title: string;
  readonly becomes: "new" | "changed" | "same";
  readonly is_enabled: boolean;
}

/** Rules that a store keeps. All that is asked for is done, or nothing: a problem is thrown. */
export interface RuleChangePort {
  importRules(request: RuleImportRequest): Promise<readonly RuleChangeReport[]>;
  switchRules(request: RuleSwitchRequest): Promise<readonly RuleChangeReport[]>;
}

interface Flags extends PlaceFlags {
  readonly enabled?: true;
  readonly note?: string;
  readonly json?: boolean;
}

/** `gait rules import`, `enable` and `disable`, under the command of rules. */
export function addRuleChangeCommands(rules: Command, port: RuleChangePort): void {
  addOptions(
    rules
      .command("import")
      .summary("keep rules of your own beside those that come with Gait")
      .description(
        "Keeps rules of your own in the data folder or the database, all or none of them; one whose id is there becomes its next\n" +
          "version. Every pass from then on looks with those that are on, over all that is stored. `gait rules trial` says before\n" +
          "how often one would have fired. `gait scan` looks with the rules of a folder alone: its --rules takes them from files.",
      )
      .argument("<paths...>", "files or folders of Sigma rules and detectors of behaviour")
      .addOption(new Option("--enabled", "look with new ones from now on (else they are kept and off)")),
  ).action(async (paths: readonly string[], { enabled, ...flags }: Flags) => {
    const request = { ...toWhere(flags), paths, isEnabled: enabled === true };
    print(flags, await port.importRules(request));
  });
  for (const [name, isEnabled, words] of SWITCHES)
    addOptions(
      rules.command(name).description(words).argument("<ids...>", "ids of rules, Gait's or your own"),
    ).action(async (ids: readonly string[], flags: Flags) =>
      print(flags, await port.switchRules({ ...toWhere(flags), ids, isEnabled })),
    );
}

const SWITCHES = [
  ["enable", true, "looks with rules again; the next pass looks anew at all that is stored"],
  ["disable", false, "leaves rules out from the next pass on; what they had found goes with them"],
] as const;

const addOptions = (command: Command): Command =>
  addPlaceOptions(command).option("--note <text>", "why, for the versions").option("--json", "print JSON");

const toWhere = (flags: Flags) => ({ place: toPlace(flags), note: flags.note ?? null });

function print({ json }: Flags, reports: readonly RuleChangeReport[]): void {
  const lines = reports.map(
    ({ id, title, becomes, is_enabled }) =>
      `${becomes.padEnd(7)}  ${is_enabled ? "on " : "off"}  ${escapeTerminal(title, 200)}  ${escapeTerminal(id, 200)}`,
  );
  process.stdout.write(`${json === true ? JSON.stringify(reports, null, 2) : lines.join("\n")}\n`);
}
