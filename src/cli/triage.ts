import { type Command, InvalidArgumentError, Option } from "commander";
import { type Standing, type TriageState, toTag, VERDICTS, type VerdictKind } from "../domain/index.ts";
import { type PlaceFlags, type StorePlace, toPlace } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { toShortId } from "./findings.ts";
import { addPlaceOptions } from "./read-option.ts";
import { listMarks } from "./standing.ts";
import { escapeTerminal, paintDim } from "./terminal.ts";

export interface TriageRequest {
  readonly place: StorePlace;
  /** Ids of findings and incidents, or their beginnings. */
  readonly targets: readonly string[];
  /** Takes back what was said before. */
  readonly state?: Exclude<TriageState, "closed">;
  readonly close?: VerdictKind;
  /** Null: nobody. */
  readonly assignee?: string | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly note: string | null;
  /** Who does it; null: the user of this machine. */
  readonly by: string | null;
  /** Of a single target: only if this is still its version; null: whatever it is. */
  readonly version: number | null;
}

export interface StandingAnswer extends Standing {
  readonly verdict: VerdictKind | null;
  readonly version: number;
  readonly changed_at: string | null;
  readonly changed_by: string | null;
}

export interface TriageReport {
  readonly target: { readonly type: "finding" | "incident"; readonly id: string; readonly summary: string };
  readonly before: StandingAnswer;
  readonly after: StandingAnswer;
}

export interface TriagePort {
  /** All of the targets or none. Throws a problem where one is not there. */
  triage(request: TriageRequest): Promise<readonly TriageReport[]>;
}

interface TriageFlags extends PlaceFlags {
  readonly acknowledge?: true;
  readonly reopen?: true;
  readonly close?: VerdictKind;
  readonly assign?: string;
  readonly unassign?: true;
  readonly tag: readonly string[];
  readonly untag: readonly string[];
  readonly note?: string;
  readonly by?: string;
  readonly json?: boolean;
}

export function addTriageCommand(program: Command, port: TriagePort): void {
  const command = program
    .command("triage")
    .argument("<ids...>", "findings and incidents")
    .summary("acknowledge, assign, tag or close findings and incidents")
    .description(
      "Says who has something in hand and how far they are. New ones are acknowledged and then closed for a reason, which is\n" +
        "the verdict that `gait verdict` gives, too: a false positive or a duplicate no longer adds to risk. What detection\n" +
        "finds again stands as it stood. `gait findings --state open --assignee none` shows what nobody has in hand.",
    );
  const tag = (text: string, all: readonly string[]): readonly string[] => [...all, readTag(text)];
  addPlaceOptions(command)
    .addOption(new Option("--acknowledge", "somebody looks at it").conflicts(["reopen", "close"]))
    .addOption(new Option("--reopen", "it is new again; a verdict is taken back").conflicts("close"))
    .addOption(new Option("--close <reason>", "what it was").choices(VERDICTS))
    .addOption(new Option("--assign <name>", "who has it in hand").conflicts("unassign"))
    .option("--unassign", "nobody has it in hand")
    .addOption(new Option("--tag <tag>", "give it a tag; may be repeated").argParser(tag).default([]))
    .addOption(new Option("--untag <tag>", "take a tag away; may be repeated").argParser(tag).default([]))
    .option("--note <text>", "what should be known about it")
    .option("--by <name>", "who does it (else your user name)")
    .option("--json", "print JSON")
    .action(async (targets: readonly string[], flags: TriageFlags) => {
      if (!isAnything(flags))
        command.error(
          "error: say what shall be done: --acknowledge, --assign, --close, --reopen, --tag, --untag, --unassign or --note",
          { exitCode: EXIT.usage },
        );
      const reports = await port.triage(toRequest(targets, flags));
      process.stdout.write(
        flags.json === true
          ? `${JSON.stringify(reports, null, 2)}\n`
          : `${reports.map(formatReport).join("\n")}\n`,
      );
    });
}

function readTag(text: string): string {
  const tag = toTag(text);
  if (tag === null)
    throw new InvalidArgumentError("Write letters and digits, with . _ : / - between, up to 40 of them.");
  return tag;
}

const isAnything = ({
  acknowledge,
  reopen,
  close,
  assign,
  unassign,
  tag,
  untag,
  note,
}: TriageFlags): boolean =>
  [acknowledge, reopen, close, assign, unassign, note].some((one) => one !== undefined) ||
  tag.length + untag.length > 0;

const toRequest = (targets: readonly string[], flags: TriageFlags): TriageRequest => ({
  place: toPlace(flags),
  targets,
  ...(flags.acknowledge === true ? { state: "acknowledged" as const } : {}),
  ...(flags.reopen === true ? { state: "new" as const } : {}),
  ...(flags.close === undefined ? {} : { close: flags.close }),
  ...(flags.assign === undefined ? {} : { assignee: flags.assign }),
  ...(flags.unassign === true ? { assignee: null } : {}),
  addTags: flags.tag,
  removeTags: flags.untag,
  note: flags.note ?? null,
  by: flags.by ?? null,
  version: null,
});

function formatReport({ target, before, after }: TriageReport): string {
  const changed = before.version === after.version ? "as it was: " : "";
  const marks = [
    after.verdict === null ? after.state : `closed as ${after.verdict}`,
    ...listMarks({ ...after, state: "new" }, null),
  ];
  return [
    `${target.type} ${toShortId(target.id)}  ${changed}${marks.join(", ")}`,
    paintDim(`    ${escapeTerminal(target.summary, 200)}`),
  ].join("\n");
}
