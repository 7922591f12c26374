import type { AssistantQueries, EventTally, FoundFinding, Period } from "../port.ts";
import { ALL_FINDINGS, type Count, citeActor, citeFinding, countBy, type Facts } from "./facts.ts";
import { byWorst } from "./places.ts";

/** Collection and exfiltration. */
const TAKING: ReadonlySet<string> = new Set(["TA0009", "TA0010"]);

export interface Mover {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly events: number;
  /** Of all bytes of this direction. */
  readonly share: number;
  /** Findings of collection and exfiltration. */
  readonly findings: number;
}

export interface Transfers {
  readonly direction: "out" | "in";
  readonly bytes: number;
  readonly events: number;
  readonly movers: readonly Mover[];
  readonly people: number;
  /** The day with the most; null: nothing moved. */
  readonly busiestDay: { readonly day: string; readonly bytes: number } | null;
  /** Bytes by hour of the day, UTC. */
  readonly hours: readonly number[];
  /** Share of the bytes from 22:00 to 06:00 UTC. */
  readonly nightShare: number;
  readonly days: readonly { readonly day: string; readonly bytes: number }[];
  readonly detectors: readonly Count[];
  readonly findings: number;
  readonly worst: readonly FoundFinding[];
}

const HOURS = 24;
const SHOWN = 5;
const DAY_MS = 86_400_000;
const isNight = (hour: number): boolean => hour >= 22 || hour < 6;

export interface TransferRequest {
  readonly period: Period;
  readonly direction: "out" | "in";
  readonly limit: number;
  /** Id; null: everybody. */
  readonly actor: string | null;
}

/** Who moved how much, when, and what detectors of theft say to it. */
export async function lookAtTransfers(
  queries: AssistantQueries,
  { period, direction, limit, actor }: TransferRequest,
): Promise<Facts<Transfers>> {
  const who = actor === null ? {} : { actor };
  const filter = { period, ...who };
  const pick = (tally: EventTally): number => (direction === "out" ? tally.bytesOut : tally.bytesIn);
  const people = (await queries.tallyEvents("actor", filter)).filter((tally) => pick(tally) > 0);
  const days = toDays(await queries.tallyEvents("day", filter), pick);
  const hourTallies = await queries.tallyEvents("hour", filter);
  const hours = Array.from({ length: HOURS }, (_, hour) => {
    const tally = hourTallies.find(({ value }) => Number(value) === hour);
    return tally === undefined ? 0 : pick(tally);
  });
  const page = await queries.searchFindings(filter, ALL_FINDINGS);
  const taking = page.rows.filter(({ attack }) => attack.some(({ tactic }) => TAKING.has(tactic)));
  const bytes = people.reduce((sum, tally) => sum + pick(tally), 0);
  const movers = toMovers({
    people: people.toSorted((a, b) => pick(b) - pick(a)).slice(0, limit),
    pick,
    bytes,
    taking,
  });
  const night = hours.reduce((sum, count, hour) => sum + (isNight(hour) ? count : 0), 0);
  const worst = taking.toSorted(byWorst).slice(0, SHOWN);
  return {
    data: {
      direction,
      bytes,
      events: people.reduce((sum, { events }) => sum + events, 0),
      movers,
      people: people.length,
      busiestDay: days.reduce<Transfers["busiestDay"]>(
        (most, one) => (one.bytes > (most?.bytes ?? 0) ? one : most),
        null,
      ),
      hours,
      nightShare: bytes === 0 ? 0 : night / bytes,
      days,
      detectors: countBy(taking, ({ detector }) => detector).slice(0, SHOWN),
      findings: taking.length,
      worst,
    },
    citations: [...movers.map(citeActor), ...worst.map(citeFinding)],
    looked: { ...period, counts: { "identities that moved data": people.length, findings: taking.length } },
  };
}

const toDays = (tallies: readonly EventTally[], pick: (tally: EventTally) => number): Transfers["days"] =>
  tallies
    .map((tally) => ({ at: Number(tally.value), bytes: pick(tally) }))
    .sort((a, b) => a.at - b.at)
    .map(({ at, bytes }) => ({ day: new Date(at * DAY_MS).toISOString().slice(0, 10), bytes }));

function toMovers(parts: {
  readonly people: readonly EventTally[];
  readonly pick: (tally: EventTally) => number;
  readonly bytes: number;
  readonly taking: readonly FoundFinding[];
}): readonly Mover[] {
  const { people, pick, bytes, taking } = parts;
  return people.map((tally) => ({
    id: tally.value,
    name: tally.name,
    bytes: pick(tally),
    events: tally.events,
    share: pick(tally) / bytes,
    findings: taking.filter(({ actor }) => actor.id === tally.value).length,
  }));
}
