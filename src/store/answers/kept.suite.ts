import { expect, it } from "vitest";
import { toContentHash, toEpochMs, toEventId, toFindingId } from "../../domain/index.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleEvent, sampleInput, sampleUuid } from "../sample-event.ts";
import { SAMPLE_DAY, sampleNew } from "../sample-finding.ts";
import type { Store } from "../store.ts";

const SCOPE = { lens: "rules", partition: null, fromDay: SAMPLE_DAY, toDay: null };
const FINDING = toFindingId("f1");

/** All that is kept, in short. */
async function ask({ statistics, actors }: Store) {
  const [{ events }, span, week, heads, all, { values }] = await Promise.all([
    statistics.readTotals({}),
    statistics.readSpan(),
    statistics.readWeek({ subject: "events" }),
    statistics.listFindingHeads(),
    actors.list({}),
    statistics.readTopValues({
      filter: { subject: "findings", openOnly: true },
      field: "severity",
      limit: 9,
      containing: null,
    }),
  ]);
  return {
    events,
    stored: span.events,
    week: week.reduce((sum, count) => sum + count, 0),
    listed: all.reduce((sum, actor) => sum + actor.events, 0),
    findings: heads.length,
    judged: heads.filter(({ verdict }) => verdict !== null).length,
    excepted: heads.filter(({ exception }) => exception !== null).length,
    open: values.reduce((sum, { count }) => sum + count, 0),
  };
}

/** What is written, and what the answers are then. */
const WRITES: readonly (readonly [name: string, write: (store: Store) => Promise<unknown>, then: object])[] =
  [
    [
      "events",
      (store) => addEvents(store, "a", { numbers: [1, 2] }),
      { events: 2, stored: 2, week: 2, listed: 2 },
    ],
    [
      "events that are older than the first",
      (store) => addEvents(store, "b", { numbers: [3], offset: -1 }),
      { events: 3, listed: 3 },
    ],
    [
      "the same events in another input",
      (store) => addEvents(store, "c", { numbers: [1, 2, 3] }),
      { events: 3, week: 3 },
    ],
    [
      "findings",
      (store) =>
        store.findings.replace(SCOPE, [
          sampleNew(1, { id: FINDING, events: [toEventId(sampleUuid(2))] }),
          sampleNew(2, { id: toFindingId("f2") }),
        ]),
      { findings: 2, judged: 0, open: 2 },
    ],
    [
      "a verdict",
      (store) =>
        store.verdicts.add({
          target: { type: "finding", id: FINDING },
          verdict: "false-positive",
          by: "ann",
          note: null,
        }),
      { findings: 2, judged: 1, open: 1 },
    ],
    [
      "fewer findings",
      (store) => store.findings.replace(SCOPE, [sampleNew(1, { id: FINDING })]),
      { findings: 1, judged: 1, open: 0 },
    ],
    [
      "what goes for its age",
      (store) => store.upkeep.prune(toEpochMs(SAMPLE_START)),
      { events: 2, stored: 2, listed: 2 },
    ],
  ];

const addEvents = (
  store: Store,
  input: string,
  { numbers, offset = 0 }: { readonly numbers: readonly number[]; readonly offset?: number },
) =>
  store.events.commitInput(
    { ...sampleInput(input), hash: toContentHash(input.repeat(64)) },
    sampleBatches(
      numbers.map((number) =>
        sampleEvent({ id: sampleUuid(number), at: toEpochMs(SAMPLE_START + number + offset * 1000) }),
      ),
    ),
  );

/** Answers that are given again, on every engine. */
export function describeKept({ store, another }: PortsUnderTest): void {
  it("are those of the data after every write, at this process and at others", async () => {
    const others = await another();
    for (const [name, write, then] of WRITES) {
      const before = await ask(store());
      expect(await ask(store()), `before ${name}`).toEqual(before);
      await write(store());
      const after = await ask(store());
      expect(after, `after ${name}`).toMatchObject(then);
      expect(await ask(others), `after ${name}, elsewhere`).toEqual(after);
    }
  });

  it("do not hold inside of a transaction that is given up", async () => {
    await addEvents(store(), "a", { numbers: [1] });
    const session = store().events.startIngest();
    await session.add(
      { ...sampleInput("b"), hash: toContentHash("b".repeat(64)) },
      sampleBatches([sampleEvent({ id: sampleUuid(9) })]),
    );
    expect((await ask(store())).events).toBe(1);
    await session.rollback();
    expect((await ask(store())).events).toBe(1);
  });
}
