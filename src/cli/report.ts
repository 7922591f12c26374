import { type Command, InvalidArgumentError, Option } from "commander";
import { REPORT_FORMATS, type ReportFormat, type ReportSubject } from "../domain/index.ts";
import { type PlaceFlags, type StorePlace, toPlace } from "./data-option.ts";
import { addPlaceOptions, type PeriodFlags, toPeriod, toTimeOption } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import { formatBytes, writeError } from "./terminal.ts";

export interface ReportRequest {
  readonly place: StorePlace;
  readonly subject: ReportSubject;
  readonly format: ReportFormat;
  /** Null: the text is given back. */
  readonly out: string | null;
}

export type ReportOutcome = { readonly text: string } | { readonly file: string; readonly bytes: number };

export interface ReportPort {
  write(request: ReportRequest): Promise<ReportOutcome>;
}

interface ReportFlags extends PlaceFlags, PeriodFlags {
  readonly format: ReportFormat;
  readonly out?: string;
}

export function addReportCommand(program: Command, port: ReportPort): void {
  const command = program
    .command("report")
    .argument("<what>", "incident, actor, period or posture; or an incident's id alone")
    .argument("[id]", "the incident's id, or the beginning of it; the actor's id or name")
    .summary("a report that stands by itself: of an incident, an actor, a period, the posture")
    .description(
      "Writes a report for people who were not there: what happened, on what evidence, why it was found, what to do; with\n" +
        "raw records and hashes. HTML stands by itself and prints well. Other formats are for programs: json, csv (events of\n" +
        "the evidence), stix (2.1), ocsf (Detection Finding), navigator (a layer for MITRE's ATT&CK Navigator).",
    );
  addPlaceOptions(command)
    .option(
      "--from <time>",
      "of an actor or a period: from then on: ISO 8601, or an age such as 7d",
      toTimeOption,
    )
    .option("--to <time>", "of an actor or a period: before then", toTimeOption)
    .addOption(new Option("--format <format>", "what to write").choices(REPORT_FORMATS).default("html"))
    .option("--out <file>", "write to a file instead of standard output")
    .action(async (what: string, id: string | undefined, flags: ReportFlags) => {
      const outcome = await port.write({
        place: toPlace(flags),
        subject: toSubject(what, id, flags),
        format: flags.format,
        out: flags.out ?? null,
      });
      if ("text" in outcome) await writeOut(outcome.text);
      else writeError(`Wrote ${formatBytes(outcome.bytes)} to ${outcome.file}.\n`);
    });
}

function toSubject(what: string, id: string | undefined, flags: PeriodFlags): ReportSubject {
  const period = toPeriod(flags);
  if (what === "posture" || what === "period") {
    if (id !== undefined)
      throw new InvalidArgumentError(`A report of the ${what} is about no single thing: leave "${id}" away.`);
    return what === "posture" ? { kind: "posture" } : { kind: "period", ...period };
  }
  if (what === "actor") {
    if (id === undefined) throw new InvalidArgumentError("Name the actor: gait report actor NAME.");
    return { kind: "actor", actor: id, ...period };
  }
  if (what === "incident") {
    if (id === undefined) throw new InvalidArgumentError("Name the incident: gait report incident ID.");
    return { kind: "incident", id };
  }
  if (id !== undefined)
    throw new InvalidArgumentError(
      `There is no report of "${what}": write incident, actor, period or posture.`,
    );
  return { kind: "incident", id: what };
}
