import type { Command } from "commander";
import { type PlaceFlags, toPlace } from "./data-option.ts";
import { toEventJson } from "./event-json.ts";
import type { ExplainDetail, ExplainPort } from "./explain-port.ts";
import { formatExplanation } from "./explain-print.ts";
import { addPlaceOptions } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";

interface ExplainFlags extends PlaceFlags {
  readonly json?: boolean;
}

export function addExplainCommand(program: Command, port: ExplainPort): void {
  const command = program
    .command("explain")
    .argument("<finding>", "a finding's id, or the beginning of it (8 characters or more)")
    .summary("why a finding was made, what is usual, what would have been quiet")
    .description(
      "Explains a finding: what contributed and how much, how it compares with what the actor usually does, on how much\n" +
        "history it stands, what would have made it quiet, and the events that are its evidence.",
    );
  addPlaceOptions(command)
    .option("--json", "print JSON")
    .action(async (id: string, flags: ExplainFlags) => {
      const detail = await port.explain(toPlace(flags), id);
      await writeOut(
        flags.json === true
          ? `${JSON.stringify(toExplainJson(detail), null, 2)}\n`
          : formatExplanation(detail),
      );
    });
}

/** The finding, and the events of its evidence that are still stored. Field names are part of the interface. */
export const toExplainJson = ({ json, events }: ExplainDetail): object => ({
  ...json,
  event_details: events.map(toEventJson),
});
