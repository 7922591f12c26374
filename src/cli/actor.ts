import type { Command } from "commander";
import type { EpochMs, FindingId, Severity, VerdictKind } from "../domain/index.ts";
import { formatRisk, type ListedActor, toRiskJson } from "./actors.ts";
import { formatBar } from "./bar.ts";
import { type PlaceFlags, type StorePlace, toPlace } from "./data-option.ts";
import { toShortId } from "./findings.ts";
import { type Looked, writeLooked } from "./looked.ts";
import {
  type AskedPeriod,
  addPlaceOptions,
  type PeriodFlags,
  toPeriod,
  toTimeOption,
} from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import {
  escapeTerminal,
  formatBytes,
  formatCount,
  formatPlural,
  formatTable,
  formatTime,
  paintBold,
  paintDim,
  paintSeverity,
} from "./terminal.ts";

export interface ActorRequest extends AskedPeriod {
  readonly place: StorePlace;
  readonly actor: string;
  readonly at: EpochMs | null;
}

/** A finding's part of the risk. */
export interface RiskPart {
  readonly finding: FindingId;
  readonly severity: Severity;
  readonly summary: string;
  readonly at: EpochMs;
  readonly points: number;
  readonly shown: number;
  readonly verdict: VerdictKind | null;
}

export interface UsedValues {
  /** `action`, `country` … */
  readonly kind: string;
  readonly values: readonly { readonly value: string; readonly events: number }[];
}

export interface ActorDetail {
  readonly looked: Looked;
  readonly actor: ListedActor;
  /** The instant of the risk. */
  readonly at: EpochMs;
  readonly riskParts: readonly RiskPart[];
  readonly used: readonly UsedValues[];
  /** Days with events, the earliest first. */
  readonly days: readonly {
    readonly day: number;
    readonly events: number;
    readonly failures: number;
    readonly findings: number;
  }[];
  /** Events by hour of the day, in UTC. */
  readonly hours: readonly number[];
  readonly incidents: readonly {
    readonly id: string;
    readonly at: EpochMs;
    readonly severity: Severity;
    readonly summary: string;
  }[];
}

export interface ActorPort {
  /** By id, name or a part of either. Throws a problem when there is none, or more than one. */
  show(request: ActorRequest): Promise<ActorDetail>;
}

interface ActorFlags extends PlaceFlags, PeriodFlags {
  readonly at?: EpochMs;
  readonly json?: boolean;
}

export function addActorCommand(program: Command, port: ActorPort): void {
  const command = program
    .command("actor")
    .argument("<id-or-name>", "an actor's id, name, or a part that only one has")
    .summary("one actor: risk and where it comes from, what it usually does")
    .description(
      "Shows one actor: its risk with the finding behind every point, its incidents, what it uses most, when it acts.",
    );
  addPlaceOptions(command)
    .option("--from <time>", "counts from then on: ISO 8601, or an age such as 7d", toTimeOption)
    .option("--to <time>", "counts before then", toTimeOption)
    .option("--at <time>", "risk as of then", toTimeOption)
    .option("--json", "print JSON")
    .action(async (actor: string, flags: ActorFlags) => {
      const detail = await port.show({
        place: toPlace(flags),
        ...toPeriod(flags),
        actor,
        at: flags.at ?? null,
      });
      await writeOut(
        flags.json === true ? `${JSON.stringify(toActorDetailJson(detail), null, 2)}\n` : formatActor(detail),
      );
      writeLooked(detail.looked);
    });
}

const toIso = (ms: number): string => new Date(ms).toISOString();
const DAY_MS = 86_400_000;

/** Field names are part of the interface. */
export const toActorDetailJson = ({
  actor,
  at,
  riskParts,
  used,
  days,
  hours,
  incidents,
}: ActorDetail): object => ({
  id: actor.id,
  type: actor.type,
  name: actor.name,
  account: actor.account,
  automated: actor.automated,
  events: actor.events,
  failures: actor.failures,
  bytes_in: actor.bytesIn,
  bytes_out: actor.bytesOut,
  first_time: toIso(actor.firstAt),
  last_time: toIso(actor.lastAt),
  risk: toRiskJson(actor.risk, at),
  risk_parts: riskParts.map((part) => ({
    finding: part.finding,
    points: part.points,
    time: toIso(part.at),
    severity: part.severity,
    summary: part.summary,
    verdict: part.verdict,
  })),
  incidents: incidents.map((incident) => ({ ...incident, at: toIso(incident.at) })),
  used: Object.fromEntries(used.map(({ kind, values }) => [kind, values])),
  days: days.map(({ day, ...counts }) => ({ day: toIso(day * DAY_MS).slice(0, 10), ...counts })),
  hours_utc: hours,
});

export function formatActor(detail: ActorDetail): string {
  const { actor } = detail;
  const parts = [
    `${paintBold(escapeTerminal(actor.name))}  ${paintDim(`${actor.type}${actor.automated ? ", automated" : ""}`)}`,
    paintDim(escapeTerminal(actor.id)),
    "",
    `${formatPlural(actor.events, "event")}, ${formatCount(actor.failures)} denied or failed, ${formatBytes(actor.bytesIn)} in, ${formatBytes(actor.bytesOut)} out`,
    `from ${formatTime(actor.firstAt)} to ${formatTime(actor.lastAt)} UTC on ${formatPlural(detail.days.length, "day")}`,
    "",
    ...formatRiskParts(detail),
    ...formatIncidents(detail),
    ...formatUsed(detail),
    ...formatHours(detail),
    paintDim(`\`gait timeline ${quote(actor.id)}\` shows what it did.`),
  ];
  return `${parts.join("\n")}\n`;
}

/** For a shell. */
const quote = (text: string): string => `'${escapeTerminal(text).replaceAll("'", "'\\''")}'`;

const RISK_PARTS_MAX = 15;

function formatRiskParts({ actor, at, riskParts }: ActorDetail): readonly string[] {
  if (actor.risk === null) return [`${paintBold("Risk")}  not looked: run \`gait detect\` first`, ""];
  const head = `${paintBold("Risk")}  ${formatRisk(actor.risk)} of 100 ${paintDim(`as of ${formatTime(at)} UTC`)}`;
  if (riskParts.length === 0) return [head, ""];
  const most = Math.max(...riskParts.map(({ points }) => points), 1);
  const table = formatTable({
    head: ["points", "", "severity", "time (UTC)", "finding", "id"],
    rows: riskParts
      .slice(0, RISK_PARTS_MAX)
      .map((part) => [
        String(part.shown),
        formatBar(part.points / most, 12),
        paintSeverity(part.severity),
        formatTime(part.at),
        escapeTerminal(part.summary, 60),
        toShortId(part.finding),
      ]),
    numeric: [0],
  });
  const rest = riskParts.length - RISK_PARTS_MAX;
  return [head, table, ...(rest > 0 ? [paintDim(`… and ${formatPlural(rest, "more finding")}`)] : []), ""];
}

const INCIDENTS_MAX = 5;

function formatIncidents({ incidents }: ActorDetail): readonly string[] {
  if (incidents.length === 0) return [];
  const lines = incidents
    .slice(0, INCIDENTS_MAX)
    .map(
      (incident) =>
        `  ${paintSeverity(incident.severity)}  ${formatTime(incident.at)}  ${toShortId(incident.id)}  ${escapeTerminal(incident.summary, 80)}`,
    );
  return [paintBold(`Incidents (${formatCount(incidents.length)})`), ...lines, ""];
}

function formatUsed({ used }: ActorDetail): readonly string[] {
  const lines = used
    .filter(({ values }) => values.length > 0)
    .map(
      ({ kind, values }) =>
        `  ${kind.padEnd(10)}${values.map(({ value, events }) => `${escapeTerminal(value, 60)} ${paintDim(formatCount(events))}`).join(", ")}`,
    );
  return lines.length === 0 ? [] : [paintBold("Uses most"), ...lines, ""];
}

const LEVELS = " ▁▂▃▄▅▆▇█";

function formatHours({ hours }: ActorDetail): readonly string[] {
  const most = Math.max(...hours, 1);
  const bars = hours.map((count) => LEVELS[Math.ceil((count / most) * (LEVELS.length - 1))]!).join("");
  return [`${paintBold("Hours")}     ${bars}  ${paintDim("00 to 24 UTC")}`, ""];
}
