import { expect, it } from "vitest";
import type { Event } from "../domain/index.ts";
import type { StoreLimits } from "./limits.ts";
import type { EventStore, InputBatch } from "./port.ts";
import {
  SAMPLE_FULL_EVENT,
  SAMPLE_START,
  sampleBatches,
  sampleEvent,
  sampleInput,
  sampleReject,
  sampleUuid,
} from "./sample-event.ts";

/** Small, so that every test runs at the limits and past them. */
export const SUITE_LIMITS: StoreLimits = {
  waitingRowsMax: 1000,
  transactionInputsMax: 5,
  transactionAgeMaxMs: 60_000,
  ledgerMemoryMax: 1,
  dimensionValuesMax: 1,
  sessionActorsMax: 1,
  passPartBytesMax: 1000,
  answersMax: 2,
};

/** What a store of events must do, on every engine, when inputs repeat, overlap, break off or are large. */
export function describeExactlyOnce(store: () => EventStore, reopen: () => Promise<void>): void {
  const three = [1, 2, 3].map((n) => sampleEvent({ id: sampleUuid(n), at: SAMPLE_START + n }));

  it("changes nothing when the same bytes come again, under any name", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches(three));
    const before = await store().listInputs();
    const again = { ...sampleInput("a"), name: "elsewhere" };
    const outcome = await store().commitInput(again, sampleBatches([sampleEvent({ id: sampleUuid(9) })]));
    expect(outcome.kind).toBe("known");
    expect(await store().listInputs()).toEqual(before);
    expect(await store().countEvents({})).toBe(3);
  });

  it("does not read an input that it knows", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches(three));
    let read = false;
    async function* batches(): AsyncGenerator<InputBatch> {
      read = true;
      yield* sampleBatches();
    }
    await store().commitInput(sampleInput("a"), batches());
    expect(read).toBe(false);
  });

  it("reads an input that gave rejects alone again when another format is asked for", async () => {
    async function* wrongFormat(): AsyncGenerator<InputBatch> {
      yield { events: [], rejects: [sampleReject("a", 0)], skipped: 0 };
    }
    await store().commitInput(sampleInput("a"), wrongFormat());
    await store().commitInput(sampleInput("b"), sampleBatches(three.slice(0, 1)));
    expect((await store().commitInput(sampleInput("a"), sampleBatches(three))).kind).toBe("known");
    const again = { ...sampleInput("a"), format: "upload-log" };
    expect(await store().isKnown(again)).toBe(false);
    const outcome = await store().commitInput(again, sampleBatches(three));
    expect(outcome).toMatchObject({ kind: "committed", input: { events: 2, duplicates: 1, rejects: 0 } });
    expect(await store().listRejects({ limit: 5 })).toEqual([]);
    expect(await store().listInputs()).toMatchObject([
      { name: "a", format: "upload-log", events: 2, rejects: 0, lastAt: SAMPLE_START + 3 },
      { name: "b", events: 1 },
    ]);
    expect((await store().commitInput(sampleInput("a"), sampleBatches(three))).kind).toBe("known");
    await reopen();
    expect(await store().countEvents({})).toBe(3);
  });

  it("keeps one event where two inputs, two batches or one batch bring the same id", async () => {
    const [one, two, three_] = three as [Event, Event, Event];
    await store().commitInput(sampleInput("a"), sampleBatches([one, two, one], [two]));
    const outcome = await store().commitInput(
      sampleInput("b"),
      sampleBatches([{ ...two, resource: "the second is not looked at" }, three_]),
    );
    expect(outcome).toMatchObject({ kind: "committed", input: { events: 1, duplicates: 1 } });
    expect((await store().listInputs()).map((input) => [input.events, input.duplicates])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect((await store().findEvent(two.id))?.event.resource).toBe(two.resource);
    expect(await store().countEvents({})).toBe(3);
  });

  it("writes the links of an event once", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches([SAMPLE_FULL_EVENT, SAMPLE_FULL_EVENT]));
    await store().commitInput(sampleInput("b"), sampleBatches([SAMPLE_FULL_EVENT]));
    expect((await store().findEvent(SAMPLE_FULL_EVENT.id))?.event.links).toEqual(SAMPLE_FULL_EVENT.links);
  });

  it("keeps nothing of an input whose reading fails, and all of its neighbours", async () => {
    async function* broken(): AsyncGenerator<InputBatch> {
      yield* sampleBatches([sampleEvent({ id: sampleUuid(50), links: SAMPLE_FULL_EVENT.links })]);
      throw new Error("the source broke");
    }
    const session = store().startIngest();
    await session.add(sampleInput("a"), sampleBatches([three[0]!]));
    await expect(session.add(sampleInput("b"), broken())).rejects.toThrow("the source broke");
    await session.add(sampleInput("c"), sampleBatches([three[1]!]));
    await session.commit();
    expect((await store().listInputs()).map((input) => input.name)).toEqual(["a", "c"]);
    expect(await store().countEvents({})).toBe(2);
    expect(await store().isKnown(sampleInput("b"))).toBe(false);
  });

  it("keeps nothing of a large input whose reading fails late", async () => {
    async function* broken(): AsyncGenerator<InputBatch> {
      for (let n = 0; n <= SUITE_LIMITS.waitingRowsMax; n += 300)
        yield* sampleBatches(
          Array.from({ length: 300 }, (_, index) => sampleEvent({ id: sampleUuid(1000 + n + index) })),
        );
      throw new Error("the source broke");
    }
    const session = store().startIngest();
    await session.add(sampleInput("a"), sampleBatches(three));
    await expect(session.add(sampleInput("b"), broken())).rejects.toThrow("the source broke");
    await session.add(sampleInput("c"), sampleBatches([sampleEvent({ id: sampleUuid(1000) })]));
    const outcomes = await session.commit();
    expect(outcomes.map(({ kind, input }) => [kind, input.name])).toEqual([
      ["committed", "a"],
      ["committed", "c"],
    ]);
    expect(await store().countEvents({})).toBe(4);
  });

  it("writes an input larger than memory may hold in one transaction, beside small ones", async () => {
    const many = 3 * SUITE_LIMITS.waitingRowsMax + 5;
    async function* large(): AsyncGenerator<InputBatch> {
      let position = 0;
      for (let from = 0; from < many; from += 400) {
        const events = Array.from({ length: Math.min(400, many - from) }, (_, index) => ({
          event: sampleEvent({ id: sampleUuid(from + index + 1), at: SAMPLE_START + from + index }),
          position: position++,
        }));
        yield { events, rejects: [], skipped: 0 };
      }
    }
    const session = store().startIngest();
    await session.add(sampleInput("a"), sampleBatches(three));
    await session.add(sampleInput("b"), large());
    await session.add(sampleInput("a"), sampleBatches(three));
    const outcomes = await session.commit();
    expect(outcomes.map(({ kind }) => kind)).toEqual(["committed", "committed", "known"]);
    expect(outcomes[1]).toMatchObject({ input: { events: many - 3, duplicates: 3 } });
    expect(await store().countEvents({})).toBe(many);
  });

  it.each([
    ["as many inputs as a transaction may hold", SUITE_LIMITS.transactionInputsMax, 1],
    ["as many events as may wait", 1, SUITE_LIMITS.waitingRowsMax],
  ])("commits by itself after %s, and not one earlier", async (_, inputs, events) => {
    const session = store().startIngest();
    const ingest = (number: number, length: number) =>
      session.add(
        sampleInput(`input ${number}`),
        sampleBatches(
          Array.from({ length }, (_, index) => sampleEvent({ id: sampleUuid(number * 10_000 + index) })),
        ),
      );
    for (let number = 1; number < inputs; number++) await ingest(number, 1);
    if (inputs === 1) await ingest(0, events - 1);
    expect(session.takeOutcomes()).toEqual([]);
    expect(await store().countEvents({})).toBe(0);
    await ingest(inputs, 1);
    expect(session.takeOutcomes().length).toBeGreaterThanOrEqual(inputs);
    expect(await store().countEvents({})).toBe(inputs === 1 ? events : inputs);
  });

  it("drops what was added and not committed", async () => {
    const session = store().startIngest();
    await session.add(sampleInput("a"), sampleBatches(three));
    await session.rollback();
    expect(await session.commit()).toEqual([]);
    expect(await store().countEvents({})).toBe(0);
  });

  it("holds everything after it was closed and opened again", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches(three, [SAMPLE_FULL_EVENT]));
    const before = await store().readStats();
    await reopen();
    const after = await store().readStats();
    expect({ ...after, databaseBytes: 0 }).toEqual({ ...before, databaseBytes: 0 });
    expect(after).toMatchObject({ inputs: 1, events: 3, duplicates: 1, firstAt: SAMPLE_START + 1 });
    expect(await store().isKnown(sampleInput("a"))).toBe(true);
  });
}
