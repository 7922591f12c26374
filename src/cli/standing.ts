import { type Command, Option } from "commander";
import { type Standing, TRIAGE_STATES, type TriageState, type VerdictKind } from "../domain/index.ts";
import { escapeTerminal } from "./terminal.ts";

/** Which findings or incidents are meant; null: whichever. */
export interface AskedStanding {
  readonly state: TriageState | "open" | null;
  /** `none`: those that nobody has in hand. */
  readonly assignee: string | null;
  readonly tag: string | null;
}

export interface StandingFlags {
  readonly state?: TriageState | "open";
  readonly assignee?: string;
  readonly tag?: string;
}

export const addStandingOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--state <state>", "only in this state; open: new or acknowledged").choices([
        ...TRIAGE_STATES,
        "open",
      ]),
    )
    .option("--assignee <name>", "only those that this person has in hand; none: nobody has")
    .option("--tag <tag>", "only with this tag");

export const toStanding = ({ state, assignee, tag }: StandingFlags): AskedStanding => ({
  state: state ?? null,
  assignee: assignee ?? null,
  tag: tag ?? null,
});

/** What a list says of how one stands; nothing of what nobody touched. */
export const listMarks = (
  { state, assignee, tags }: Standing,
  verdict: VerdictKind | null,
): readonly string[] => [
  ...(verdict === null ? (state === "new" ? [] : [state]) : [verdict]),
  ...(assignee === null ? [] : [`assigned to ${escapeTerminal(assignee, 60)}`]),
  ...tags.map((tag) => `#${escapeTerminal(tag)}`),
];
