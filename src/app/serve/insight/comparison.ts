import { DAY_MS, type Event, type Finding, toDay, toEpochMs } from "../../../domain/index.ts";
import { toValueCode } from "../../../profile/index.ts";
import type { ActorDay, Store, ValueKind, ValueUser } from "../../../store/index.ts";
import { explainFinding } from "../../findings/findings-command.ts";
import type { Knowledge } from "./knowledge.ts";
import { summariseDays } from "./statistics.ts";

/** Values of one kind that are compared; a burst may have many. */
const VALUES_MAX = 3;
/** Others who use a value that are named. */
const OTHERS_MAX = 3;
/** Peers that are looked for among them. */
const PEERS_MAX = 64;

const TEXT_OF: Readonly<Partial<Record<ValueKind, (event: Event) => string | null>>> = {
  action: ({ action }) => `${action.service}:${action.name}`,
  resource: ({ resource }) => resource,
  address: ({ address }) => address.text,
  country: ({ address }) => address.country,
  region: ({ region }) => region,
  tool: ({ tool }) => (tool.family === "absent" ? null : tool.name),
  session: ({ actor }) => actor.session,
  error: ({ errorCode }) => errorCode,
};

/** What the evidence of a finding says, value by value, beside what its actor and the others did before. */
export async function compareFinding(store: Store, knowledge: Knowledge | null, id: string): Promise<object> {
  const { finding, events } = await explainFinding(store, id);
  const peers = knowledge?.peersOf(finding.actor.id, PEERS_MAX) ?? null;
  const groupCodes = new Set(peers?.nearest.filter(({ isInGroup }) => isInGroup).map(({ actor }) => actor));
  const [before, numbers, hour, values] = await Promise.all([
    store.actors.find(finding.actor.id, { to: finding.at }),
    compareDays(store, finding),
    compareHour(store, knowledge, finding),
    Promise.all(
      listValues(events.map(({ event }) => event)).map(async ([kind, value, times]) => {
        const users = await store.actors.listValueUsers({ kind, value, before: finding.at });
        return toValueJson({ kind, value, times, users, finding, groupCodes });
      }),
    ),
  ]);
  return {
    finding: finding.id,
    actor: finding.actor.id,
    before: {
      events: before?.events ?? 0,
      first_time: before === null ? null : toIso(before.firstAt),
    },
    peers: groupCodes.size,
    values,
    numbers,
    hour,
  };
}

function listValues(events: readonly Event[]): readonly (readonly [ValueKind, string, number])[] {
  const all: (readonly [ValueKind, string, number])[] = [];
  for (const [name, textOf] of Object.entries(TEXT_OF)) {
    const counts = new Map<string, number>();
    for (const event of events) {
      const text = textOf(event);
      if (text !== null && text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const kind = name as ValueKind;
    for (const [value, times] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, VALUES_MAX))
      all.push([kind, value, times]);
  }
  return all;
}

interface ComparedValue {
  readonly kind: ValueKind;
  readonly value: string;
  readonly times: number;
  readonly users: readonly ValueUser[];
  readonly finding: Finding;
  readonly groupCodes: ReadonlySet<number>;
}

function toValueJson({ kind, value, times, users, finding, groupCodes }: ComparedValue): object {
  const own = users.find((user) => user.id === finding.actor.id);
  const others = users.filter((user) => user !== own);
  return {
    kind,
    value,
    times,
    own: {
      events: own?.events ?? 0,
      first_time: own === undefined ? null : toIso(own.firstAt),
      last_time: own === undefined ? null : toIso(own.lastAt),
    },
    others: {
      actors: others.length,
      peers: others.filter((user) => groupCodes.has(toValueCode(user.id))).length,
      most: others
        .slice(0, OTHERS_MAX)
        .map((user) => ({ id: user.id, name: user.name, events: user.events })),
    },
  };
}

const NUMBERS = ["events", "failures", "bytesIn", "bytesOut"] as const satisfies readonly (keyof ActorDay)[];
const NUMBER_NAMES = { events: "events", failures: "failures", bytesIn: "bytes_in", bytesOut: "bytes_out" };

/** The busiest day of the finding beside the actor's earlier days. */
async function compareDays(store: Store, finding: Finding): Promise<readonly object[]> {
  const first = toDay(finding.at);
  const days = await store.actors.listDays(finding.actor.id, {
    to: toEpochMs((toDay(finding.until) + 1) * DAY_MS),
  });
  const earlier = days.filter(({ day }) => day < first);
  const during = days.filter(({ day }) => day >= first);
  return NUMBERS.map((number) => ({
    number: NUMBER_NAMES[number],
    value: during.reduce((most, day) => Math.max(most, day[number]), 0),
    own: summariseDays(earlier.map((day) => day[number])),
  }));
}

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** 1970-01-01 was a Thursday. */
const FIRST_HOUR = 72;

/** How much of what the actor did before fell into the hour of the week at which the finding began. */
async function compareHour(store: Store, knowledge: Knowledge | null, finding: Finding): Promise<object> {
  const week = await store.actors.countByHour(finding.actor.id, { to: finding.at });
  const hour = (Math.floor(finding.at / HOUR_MS) + FIRST_HOUR) % WEEK_HOURS;
  const offset = knowledge?.profileOf(finding.actor.id)?.habitualOffsetHours ?? 0;
  const local = (hour + offset + WEEK_HOURS) % WEEK_HOURS;
  const total = week.reduce((sum, count) => sum + count, 0);
  const ofDay = week.reduce((sum, count, at) => sum + (at % 24 === hour % 24 ? count : 0), 0);
  return {
    offset_hours: offset,
    weekday: Math.floor(local / 24),
    hour: local % 24,
    events: week[hour]!,
    events_of_hour: ofDay,
    total,
  };
}

const toIso = (at: number): string => new Date(at).toISOString();
