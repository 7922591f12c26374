import { expect, it } from "vitest";
import { DAY_MS, toContentHash, toEntityId, toEpochMs, toEventId, toFindingId } from "../../domain/index.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START, sampleEvent, sampleUuid } from "../sample-event.ts";
import type { Store } from "../store.ts";

const BEFORE = toEpochMs(SAMPLE_START);
const hashOf = (number: number) => toContentHash(String(number).padStart(64, "0"));

/** Inputs of one event each, so many milliseconds from the edge. */
async function fill(store: Store, offsets: readonly number[]): Promise<readonly string[]> {
  const session = store.events.startIngest();
  const ids: string[] = [];
  for (const [number, offset] of offsets.entries()) {
    const event = sampleEvent({
      id: sampleUuid(number + 1),
      at: toEpochMs(SAMPLE_START + offset),
      account: "111122223333",
    });
    ids.push(event.id);
    const input = { hash: hashOf(number), name: `input ${number}`, sizeBytes: 1, format: "auto" };
    await session.add(input, one({ events: [{ event, position: 0 }], rejects: [], skipped: 0 }));
  }
  await session.commit();
  return ids;
}

async function* one<T>(item: T): AsyncGenerator<T> {
  yield item;
}

const sampleFinding = (id: string, event: string, day: number) => ({
  finding: {
    id: toFindingId(id),
    at: toEpochMs(day * DAY_MS),
    until: toEpochMs(day * DAY_MS),
    detector: { id: "rule", kind: "rule" as const, title: "A rule" },
    severity: "high" as const,
    score: 0.5,
    actor: { id: toEntityId("ann"), type: "user" as const, name: "ann" },
    entity: { type: "actor" as const, id: toEntityId("ann") },
    attack: [],
    events: [toEventId(event)],
    incident: null,
    summary: "x",
    explanation: {},
  },
  accessKeyId: null,
  day,
});

export function describeUpkeep({ store, reopen }: PortsUnderTest): void {
  it("removes what is older than the edge, and nothing at it", async () => {
    await fill(store(), [-1, 0, 1, -DAY_MS]);
    expect(await store().upkeep.prune(BEFORE)).toEqual({
      events: 2,
      kept: 0,
      inputs: [hashOf(0), hashOf(3)],
    });
    await reopen();
    expect(await store().events.countEvents({})).toBe(2);
    expect((await store().events.listInputs()).map(({ events }) => events)).toEqual([0, 1, 1, 0]);
    // What was removed does not come back by being read again.
    await fill(store(), [-1, 0, 1, -DAY_MS]);
    expect(await store().events.countEvents({})).toBe(2);
    expect(await store().upkeep.prune(BEFORE)).toMatchObject({ events: 0 });
  });

  it("leaves findings of closed days, and the events that they stand on, whatever passes find later", async () => {
    const [first] = await fill(store(), [-2 * DAY_MS, -2 * DAY_MS, 1]);
    const day = Math.floor((SAMPLE_START - 2 * DAY_MS) / DAY_MS);
    const scope = { lens: "rules", partition: null, fromDay: -(2 ** 31), toDay: null };
    await store().findings.replace(scope, [sampleFinding("old", first!, day)]);
    expect(await store().upkeep.prune(BEFORE)).toMatchObject({ events: 1, kept: 1 });
    expect(await store().upkeep.readHorizonDay()).toBe(Math.ceil(SAMPLE_START / DAY_MS));
    const later = sampleFinding("late", first!, day);
    expect(await store().findings.replace(scope, [later])).toMatchObject({ added: 0, removed: 0 });
    const recent = sampleFinding("new", first!, Math.ceil(SAMPLE_START / DAY_MS));
    expect(await store().findings.replace(scope, [recent])).toMatchObject({ added: 1, removed: 0 });
    expect(await store().findings.replace(scope, [])).toMatchObject({ removed: 1 });
    expect((await store().findings.find("old"))?.finding.events).toEqual([first]);
  });

  it("says in which hours accounts were heard of", async () => {
    await fill(store(), [0, 1, 3 * 3_600_000]);
    const [flow, ...others] = await store().upkeep.readAccountHours(BEFORE);
    expect(others).toEqual([]);
    const hour = SAMPLE_START / 3_600_000;
    expect(flow!.hours).toEqual([Math.floor(hour), Math.floor(hour) + 3]);
    expect(flow!.lastAt).toBe(SAMPLE_START + 3 * 3_600_000);
  });
}
