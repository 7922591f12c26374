import type { Command } from "commander";
import type { Incident, Severity, Standing, VerdictKind } from "../domain/index.ts";
import { type StorePlace, toPlace } from "./data-option.ts";
import { formatListedFindings, type ListedFinding, toShortId } from "./findings.ts";
import { type Looked, writeLooked } from "./looked.ts";
import {
  type AskedPeriod,
  addReadOptions,
  createMinSeverityOption,
  type MinSeverityFlags,
  type ReadFlags,
  toMaybeLimit,
  toPeriod,
} from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import {
  type AskedStanding,
  addStandingOptions,
  listMarks,
  type StandingFlags,
  toStanding,
} from "./standing.ts";
import {
  escapeTerminal,
  formatCount,
  formatPlural,
  formatTime,
  paintBold,
  paintDim,
  paintSeverity,
  terminalWidth,
  wrapText,
} from "./terminal.ts";

const LIMIT_DEFAULT = 20;
/** Characters of a story. */
const STORY_CHARS_MAX = 2000;

export interface IncidentsRequest extends AskedPeriod, AskedStanding {
  readonly place: StorePlace;
  readonly actor: string | null;
  readonly tactic: string | null;
  readonly minSeverity: Severity | null;
  readonly text: string | null;
  /** Also what was judged false. */
  readonly all: boolean;
  readonly newestFirst: boolean;
  readonly limit: number | null;
}

export interface ListedIncident {
  readonly incident: Incident;
  readonly verdict: VerdictKind | null;
  readonly standing: Standing;
  readonly json: object;
}

export interface IncidentList {
  readonly looked: Looked;
  readonly incidents: readonly ListedIncident[];
  readonly total: number;
  readonly hidden: number;
}

/** One incident with what it is made of. */
export interface IncidentDetail extends ListedIncident {
  readonly looked: Looked;
  /** Along the kill chain. */
  readonly tacticNames: readonly string[];
  readonly actors: readonly { readonly id: string; readonly name: string | null }[];
  /** In the order of time. */
  readonly findings: readonly ListedFinding[];
}

export interface IncidentsPort {
  /** Throws a problem when nothing was ever looked at. */
  list(request: IncidentsRequest): Promise<IncidentList>;
  /** By id, or the beginning of it. Throws a problem when there is none. */
  find(place: StorePlace, id: string): Promise<IncidentDetail>;
}

interface IncidentsFlags extends ReadFlags, MinSeverityFlags, StandingFlags {
  readonly actor?: string;
  readonly tactic?: string;
  readonly text?: string;
  readonly all?: boolean;
  readonly newest?: boolean;
}

export function addIncidentsCommand(program: Command, port: IncidentsPort): void {
  const command = program
    .command("incidents")
    .argument("[id]", "an incident: its story and its findings")
    .summary("findings that belong together, as stories, worst first")
    .description(
      "Shows incidents, worst first, each with its story; with an id, one with all its findings. Times are UTC.",
    );
  addStandingOptions(addReadOptions(command, LIMIT_DEFAULT))
    .option("--actor <id-or-name>", "only those in which this actor takes part")
    .option("--tactic <id>", "only with this tactic, as TA0010")
    .addOption(createMinSeverityOption())
    .option("--text <text>", "only with this in the story")
    .option("--all", "also those that were judged false")
    .option("--newest", "newest first")
    .action(async (id: string | undefined, flags: IncidentsFlags) => {
      if (id === undefined) return printList(await port.list(toRequest(flags)), flags);
      const detail = await port.find(toPlace(flags), id);
      await writeOut(
        flags.json === true
          ? `${JSON.stringify(toIncidentDetailJson(detail), null, 2)}\n`
          : formatIncident(detail),
      );
      writeLooked(detail.looked);
    });
}

const toRequest = (flags: IncidentsFlags): IncidentsRequest => ({
  place: toPlace(flags),
  ...toPeriod(flags),
  actor: flags.actor ?? null,
  tactic: flags.tactic ?? null,
  minSeverity: flags.minSeverity ?? null,
  text: flags.text ?? null,
  ...toStanding(flags),
  all: flags.all === true || flags.state === "closed",
  newestFirst: flags.newest === true,
  limit: toMaybeLimit(flags.limit),
});

export const toIncidentDetailJson = (detail: IncidentDetail): object => ({
  ...detail.json,
  actor_names: detail.actors,
  finding_details: detail.findings.map(({ json }) => json),
});

async function printList(list: IncidentList, { json }: IncidentsFlags): Promise<void> {
  await writeOut(
    json === true
      ? `${JSON.stringify(
          list.incidents.map((listed) => listed.json),
          null,
          1,
        )}\n`
      : formatIncidentList(list),
  );
  writeLooked(list.looked);
}

export function formatIncidentList({ incidents, total, hidden }: IncidentList): string {
  const aside =
    hidden === 0 ? "" : ` ${formatPlural(hidden, "incident")} more judged false: --all shows them.`;
  if (total === 0) return `Looked and found no incident of this kind.${paintDim(aside)}\n`;
  const rest = incidents.length < total ? ` of ${formatCount(total)}: --limit 0 shows all` : "";
  const lines = incidents.flatMap((listed) => [formatHead(listed), ...formatStory(listed.incident), ""]);
  return `${lines.join("\n")}${paintDim(
    `${formatCount(incidents.length)} shown${rest}.${aside} \`gait incidents ID\` shows one.`,
  )}\n`;
}

function formatHead({ incident, verdict, standing }: ListedIncident): string {
  const parts = [
    formatPlural(incident.findings.length, "finding"),
    `score ${incident.score.toFixed(2)}`,
    `id ${toShortId(incident.id)}`,
    ...listMarks(standing, verdict),
  ];
  return `${paintSeverity(incident.severity)}  ${formatTime(incident.at)}  ${paintDim(parts.join(", "))}`;
}

const formatStory = (incident: Incident): readonly string[] =>
  wrapText(escapeTerminal(incident.summary, STORY_CHARS_MAX), terminalWidth() - 4).map(
    (line) => `    ${line}`,
  );

/** Actors named; the rest is counted. */
const ACTORS_SHOWN_MAX = 20;

export function formatIncident(detail: IncidentDetail): string {
  const { incident, tacticNames, actors, findings } = detail;
  const named = actors
    .slice(0, ACTORS_SHOWN_MAX)
    .map(({ id, name }) =>
      name === null || name === id
        ? escapeTerminal(id)
        : `${escapeTerminal(name)} ${paintDim(`(${escapeTerminal(id)})`)}`,
    );
  const more =
    actors.length > named.length ? [`… and ${formatCount(actors.length - named.length)} more`] : [];
  return [
    formatHead(detail),
    ...formatStory(incident),
    "",
    `${paintBold("From")}     ${formatTime(incident.at)} to ${formatTime(incident.until)} UTC`,
    `${paintBold("Tactics")}  ${tacticNames.length === 0 ? "none" : tacticNames.join(" → ")}`,
    `${paintBold("Actors")}   ${[...named, ...more].join("\n         ")}`,
    `${paintBold("Id")}       ${escapeTerminal(incident.id)}`,
    "",
    formatListedFindings(findings),
    paintDim("`gait explain ID` explains a finding; `gait verdict ID VERDICT` judges one or all of it.\n"),
  ].join("\n");
}
