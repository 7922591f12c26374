import { type Command, Option } from "commander";
import { ACTOR_TYPES, type ActorType, type EpochMs, type Severity } from "../domain/index.ts";
import { type StorePlace, toPlace } from "./data-option.ts";
import { type Looked, writeLooked } from "./looked.ts";
import {
  type AskedPeriod,
  addReadOptions,
  type ReadFlags,
  toMaybeLimit,
  toPeriod,
  toTimeOption,
} from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatCount, formatTable, formatTime, paintDim, paintSeverity } from "./terminal.ts";

const LIMIT_DEFAULT = 30;

export interface ActorsRequest extends AskedPeriod {
  readonly place: StorePlace;
  readonly text: string | null;
  readonly type: ActorType | null;
  /** The instant of which the risk is told; null: the last event that is stored. */
  readonly at: EpochMs | null;
  readonly limit: number | null;
}

/** Risk of an entity, as people see it. */
export interface ShownRisk {
  /** 0 to 100. */
  readonly score: number;
  readonly shown: number;
  readonly level: Severity;
}

export interface ListedActor {
  readonly id: string;
  readonly type: ActorType;
  readonly name: string;
  readonly account: string | null;
  readonly automated: boolean;
  /** Null: nothing was ever looked at. */
  readonly risk: ShownRisk | null;
  readonly findings: number;
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

export interface ActorList {
  readonly looked: Looked;
  readonly actors: readonly ListedActor[];
  readonly total: number;
  /** The instant of the risk; null: there are no events. */
  readonly at: EpochMs | null;
}

export interface ActorsPort {
  /** The riskiest first, then the busiest. */
  list(request: ActorsRequest): Promise<ActorList>;
}

interface ActorsFlags extends ReadFlags {
  readonly text?: string;
  readonly type?: ActorType;
  readonly at?: EpochMs;
}

export function addActorsCommand(program: Command, port: ActorsPort): void {
  const command = program
    .command("actors")
    .summary("who acted, the riskiest first")
    .description(
      "Shows actors by risk, from 0 to 100: the decayed sum of their findings, as of the last event unless --at says\n" +
        "otherwise. Counts are of the period asked for. `gait actor ID` shows one.",
    );
  addReadOptions(command, LIMIT_DEFAULT)
    .option("--text <text>", "only with this in id or name")
    .addOption(new Option("--type <type>", "only of this type").choices(ACTOR_TYPES))
    .option("--at <time>", "risk as of then", toTimeOption)
    .action(async (flags: ActorsFlags) => {
      const list = await port.list({
        place: toPlace(flags),
        ...toPeriod(flags),
        text: flags.text ?? null,
        type: flags.type ?? null,
        at: flags.at ?? null,
        limit: toMaybeLimit(flags.limit),
      });
      await writeOut(
        flags.json === true ? `${JSON.stringify(toActorsJson(list), null, 1)}\n` : formatActors(list),
      );
      writeLooked(list.looked);
    });
}

/** Field names are part of the interface. */
export const toActorsJson = ({ actors, at }: Pick<ActorList, "actors" | "at">): readonly object[] =>
  actors.map((actor) => ({
    id: actor.id,
    type: actor.type,
    name: actor.name,
    account: actor.account,
    automated: actor.automated,
    risk: toRiskJson(actor.risk, at),
    findings: actor.findings,
    events: actor.events,
    failures: actor.failures,
    bytes_in: actor.bytesIn,
    bytes_out: actor.bytesOut,
    first_time: new Date(actor.firstAt).toISOString(),
    last_time: new Date(actor.lastAt).toISOString(),
  }));

export const toRiskJson = (risk: ShownRisk | null, at: EpochMs | null): object | null =>
  risk === null
    ? null
    : { score: risk.score, level: risk.level, as_of: at === null ? null : new Date(at).toISOString() };

export function formatActors({ actors, total, at }: ActorList): string {
  if (total === 0) return "No actor of this kind: `gait ingest` takes logs in.\n";
  const table = formatTable({
    head: ["risk", "actor", "type", "findings", "events", "failed", "last (UTC)", "id"],
    rows: actors.map((actor) => [
      formatRisk(actor.risk),
      escapeTerminal(actor.name, 40),
      actor.type,
      actor.risk === null ? "?" : formatCount(actor.findings),
      formatCount(actor.events),
      formatCount(actor.failures),
      formatTime(actor.lastAt),
      escapeTerminal(actor.id, 100),
    ]),
    numeric: [3, 4, 5],
  });
  const rest = actors.length < total ? ` of ${formatCount(total)}: --limit 0 shows all` : "";
  const asOf = at === null ? "" : `; risk as of ${formatTime(at)} UTC`;
  return `${table}\n${paintDim(`${formatCount(actors.length)} shown${rest}${asOf}. \`gait actor ID\` shows one.`)}\n`;
}

/** A risk that nobody looked for is not a risk of 0. */
export const formatRisk = (risk: ShownRisk | null): string => {
  if (risk === null) return "not looked";
  return `${paintSeverity(risk.level).replace(risk.level, `${risk.shown}`.padStart(3))}`;
};
