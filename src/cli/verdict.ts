import { Argument, type Command, Option } from "commander";
import { type EpochMs, JUDGEMENTS, type Judgement, type VerdictKind } from "../domain/index.ts";
import { type PlaceFlags, type StorePlace, toPlace } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { addPlaceOptions, toTimeOption } from "./read-option.ts";
import { escapeTerminal, formatPlural, formatTime, paintDim } from "./terminal.ts";

/** What an exception made from a finding covers besides its detector. */
export const EXCEPTION_SCOPES = ["entity", "actor", "detector"] as const;
export type ExceptionScope = (typeof EXCEPTION_SCOPES)[number];

export interface VerdictRequest {
  readonly place: StorePlace;
  /** Id of a finding or an incident, or the beginning of it. */
  readonly target: string;
  readonly verdict: Judgement;
  readonly note: string | null;
  /** Who judges; null: the user of this machine. */
  readonly by: string | null;
  /** Null: no exception. */
  readonly exception: { readonly scope: ExceptionScope; readonly until: EpochMs | null } | null;
}

export interface VerdictReport {
  readonly target: { readonly type: "finding" | "incident"; readonly id: string; readonly summary: string };
  readonly verdict: Judgement;
  readonly by: string;
  /** What was said before; null: nothing. */
  readonly before: VerdictKind | null;
  /** The exception that was made, and the findings that it covers. */
  readonly exception: { readonly id: string; readonly covers: number } | null;
}

export interface VerdictPort {
  /** Throws a problem when there is no such finding or incident. */
  judge(request: VerdictRequest): Promise<VerdictReport>;
}

interface VerdictFlags extends PlaceFlags {
  readonly note?: string;
  readonly by?: string;
  readonly exception?: ExceptionScope;
  readonly until?: EpochMs;
  readonly json?: boolean;
}

export function addVerdictCommand(program: Command, port: VerdictPort): void {
  const command = program
    .command("verdict")
    .argument("<id>", "a finding or an incident")
    .addArgument(new Argument("<verdict>", "what it was").choices(JUDGEMENTS))
    .summary("judge a finding or an incident, and make an exception from it")
    .description(
      "Says what a finding or an incident was. benign: it happened as told, and it was allowed; open takes back what was said\n" +
        "before. The latest verdict counts and those before are kept; a false positive no longer adds to risk. --exception keeps the detector quiet about the same\n" +
        "thing from now on: its findings are kept and covered, not deleted.",
    );
  addPlaceOptions(command)
    .option("--note <text>", "why")
    .option("--by <name>", "who judges (else your user name)")
    .addOption(
      new Option(
        "--exception <scope>",
        "cover this detector's findings about the same entity, of the same actor, or all of them",
      ).choices(EXCEPTION_SCOPES),
    )
    .option("--until <time>", "with --exception: findings from then on are not covered", toTimeOption)
    .option("--json", "print JSON")
    .action(async (target: string, verdict: Judgement, flags: VerdictFlags) => {
      if (flags.until !== undefined && flags.exception === undefined)
        command.error("error: --until needs --exception", { exitCode: EXIT.usage });
      if (flags.exception !== undefined && flags.note === undefined)
        command.error("error: --exception needs --note: say why for those who come after", {
          exitCode: EXIT.usage,
        });
      const report = await port.judge({
        place: toPlace(flags),
        target,
        verdict,
        note: flags.note ?? null,
        by: flags.by ?? null,
        exception:
          flags.exception === undefined ? null : { scope: flags.exception, until: flags.until ?? null },
      });
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report, flags),
      );
    });
}

function formatReport(
  { target, verdict, by, before, exception }: VerdictReport,
  flags: VerdictFlags,
): string {
  const changed = before === null || before === verdict ? "" : ` (it was ${before})`;
  const lines = [
    `${escapeTerminal(target.summary, 300)}`,
    `The ${target.type} ${escapeTerminal(target.id)} is a ${verdict.replace("-", " ")}, says ${escapeTerminal(by)}${changed}.`,
  ];
  if (exception !== null) {
    const until = flags.until === undefined ? "until it is ended" : `until ${formatTime(flags.until)} UTC`;
    lines.push(
      `The exception ${escapeTerminal(exception.id)} covers ${formatPlural(exception.covers, "finding")} and those to come, ${until}.`,
      paintDim("`gait findings --all` shows what exceptions cover."),
    );
  }
  return `${lines.join("\n")}\n`.replace(/ is a (benign|open),/, " is $1,");
}
