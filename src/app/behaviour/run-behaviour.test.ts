import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BehaviourDetector, BehaviourFinding, DayPass } from "../../detect/index.ts";
import { EventLog, EventRowWriter } from "../../detect/log/index.ts";
import { plainEvent } from "../../domain/fixtures/plain-event.ts";
import { DAY_MS } from "../../domain/index.ts";
import { createTenant, type TenantDelta } from "../../profile/index.ts";
import { BLOCK_ROWS, toEventNumber } from "./blocks.ts";
import type { MakeLens } from "./lane.ts";
import { openLaneHere } from "./lanes.ts";
import { runBehaviour } from "./run-behaviour.ts";

interface Told {
  readonly actor: string;
  readonly at: number;
}

function toLog(told: readonly Told[]): EventLog {
  const writer = new EventRowWriter();
  told.forEach(({ actor, at }, number) => {
    writer.addEvent(plainEvent(`${actor}-${at}-${number}`, at, { who: actor }));
  });
  const log = new EventLog({ chunkRows: 64, chunksInMemoryMax: 1 });
  log.absorb(writer.take(), 0);
  return log;
}

/** Numbers of events at ascending times: day, then place in the day. */
function toEventNumbers(times: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  return times.map((at) => {
    const day = Math.floor(at / DAY_MS);
    const place = counts.get(day) ?? 0;
    counts.set(day, place + 1);
    return toEventNumber(day, place);
  });
}

const EMPTY_DELTA: TenantDelta = {
  dimensions: new Uint8Array(0),
  groups: new Uint32Array(0),
  codes: new Uint32Array(0),
  events: new Float64Array(0),
  actors: new Int32Array(0),
};

/** A pass that finds every actor on every day: its events of the day. */
function createCountingPass(): DayPass {
  let day = -1;
  let last = Number.NEGATIVE_INFINITY;
  let counts = new Map<number, number[]>();
  return {
    startDay(start) {
      expect(start.day).toBeGreaterThan(day);
      day = start.day;
      counts = new Map();
    },
    push({ actor, event, at }) {
      expect(at).toBeGreaterThanOrEqual(last);
      expect(Math.floor(at / DAY_MS)).toBe(day);
      last = at;
      const events = counts.get(actor);
      if (events === undefined) counts.set(actor, [event]);
      else events.push(event);
    },
    endDay: () => ({
      delta: EMPTY_DELTA,
      sample: {
        rows: 0,
        features: new Float64Array(0),
        hashes: new Uint32Array(0),
        kinds: new Uint8Array(0),
      },
      peerVectors: {
        actors: new Uint32Array(0),
        kinds: new Uint8Array(0),
        accounts: new Uint32Array(0),
        events: new Float64Array(0),
        offsets: new Uint32Array(1),
        dimensions: new Uint8Array(0),
        codes: new Uint32Array(0),
        counts: new Float64Array(0),
      },
      findings: [...counts].map(([actor, events]) => toFinding(day, actor, events)),
      tallies: [{ detector: "counting", looked: counts.size, notLooked: {} }],
      strangeness: [],
    }),
    snapshot: () => new Uint8Array(0),
  };
}

const toFinding = (day: number, actor: number, events: readonly number[]): BehaviourFinding => ({
  detector: "counting",
  actor,
  entity: { type: "actor", code: actor },
  from: day * DAY_MS,
  until: (day + 1) * DAY_MS,
  events,
  score: 0.5,
  severity: "info",
  predicate: `did ${events.length} things`,
  explanation: {},
});

const makeLens: MakeLens = () => ({ makePass: createCountingPass, makeTenant: () => createTenant() });

const DETECTOR: BehaviourDetector = {
  detector: {
    ref: { id: "counting", kind: "deviation", title: "Counting" },
    severity: "info",
    attack: [],
    entity: "actor",
    description: "",
    falsePositives: [],
    response: [],
    needs: [],
  },
  lens: "actor",
  kind: "travel",
  parameters: {
    speed_kmh_min: 900,
    distance_km_min: 500,
    egress_actors_min: 5,
    familiar_events_min: 20,
    actor_kinds: ["person"],
    history: { days_min: 1, events_min: 0 },
  },
};

const run = (log: EventLog, lanes: number) =>
  runBehaviour(
    { log, detectors: [DETECTOR], placeOf: () => null, withModels: false, seed: 1, onProgress: () => {} },
    openLaneHere(makeLens, lanes),
  );

describe("behaviour in lanes", () => {
  test("every event reaches the pass of its actor's partition once, in order, on its day", async () => {
    const told = fc.array(
      fc.record({
        actor: fc.constantFrom("a", "b", "c", "d", "e"),
        at: fc.integer({ min: -2 * DAY_MS, max: 40 * DAY_MS }),
      }),
      { maxLength: 200 },
    );
    await fc.assert(
      fc.asyncProperty(told, async (list) => {
        const one = await run(toLog(list), 1);
        const ordered = list.map(({ at }) => at).sort((a, b) => a - b);
        const since1970 = list.filter(({ at }) => at >= 0);
        const days = new Map<string, number>();
        for (const { actor, at } of since1970) {
          const key = `${actor} ${Math.floor(at / DAY_MS)}`;
          days.set(key, (days.get(key) ?? 0) + 1);
        }
        expect(one.findings).toHaveLength(days.size);
        expect(one.findings.flatMap(({ events }) => events).sort((a, b) => a - b)).toEqual(
          toEventNumbers(ordered.filter((at) => at >= 0)),
        );
        expect(one.days).toBe(new Set(since1970.map(({ at }) => Math.floor(at / DAY_MS))).size);
        for (const lanes of [2, 16]) expect(await run(toLog(list), lanes)).toEqual(one);
      }),
      { numRuns: 30 },
    );
  });

  test("a day that fills several blocks is one day, and the next begins with its first event", async () => {
    const list = Array.from({ length: 2 * BLOCK_ROWS + 10 }, (_, n) => ({
      actor: `a${n % 7}`,
      at: n < 2 * BLOCK_ROWS ? n : DAY_MS + n,
    }));
    const { findings, tallies, days } = await run(toLog(list), 3);
    expect(days).toBe(2);
    expect(findings.map(({ events }) => events.length).reduce((a, b) => a + b)).toBe(list.length);
    expect(tallies).toEqual([{ detector: "counting", looked: 14, notLooked: {} }]);
  });

  test("a log without events has no days", async () => {
    expect(await run(toLog([]), 2)).toEqual({ findings: [], tallies: [], models: null, days: 0 });
  });
});
