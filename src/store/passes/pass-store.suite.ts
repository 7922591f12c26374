import { expect, it } from "vitest";
import { type RunRecord, toDay, toEpochMs, toEventId } from "../../domain/index.ts";
import { SUITE_LIMITS } from "../exactly-once.suite.ts";
import type { PassDay, PassPart } from "../ports/pass-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import {
  SAMPLE_START,
  sampleBatches,
  sampleEvent,
  sampleHash,
  sampleInput,
  sampleUuid,
} from "../sample-event.ts";
import { sampleFinding, sampleFindingId } from "../sample-finding.ts";

const DAY_MS = 86_400_000;
const FIRST_DAY = toDay(SAMPLE_START);

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

const passDay = (day: number, changes: Partial<PassDay> = {}): PassDay => ({
  lens: "actor",
  day,
  partition: 0,
  parts: {},
  answers: null,
  ...changes,
});

const RECORD: RunRecord = {
  startedAt: toEpochMs(SAMPLE_START),
  seconds: 1.5,
  threads: 2,
  files: 0,
  bytes: 0,
  skippedCount: 0,
  skipped: [],
  problems: [],
  records: 3,
  events: 3,
  duplicates: 0,
  rejected: 0,
  outside: 0,
  rejectedByCode: {},
  rejects: [],
  logTypes: { "aws-cloudtrail": 3 },
  firstAt: toEpochMs(SAMPLE_START),
  lastAt: toEpochMs(SAMPLE_START),
  detectors: 2,
  looked: 1,
  notLooked: [{ detector: "d", title: "t", why: "history-too-short", needs: "7 days" }],
  findings: { info: 0, low: 0, medium: 0, high: 1, critical: 0 },
  incidents: 1,
  notes: [],
};

export function describePasses(test: PortsUnderTest): void {
  describeDays(test);
  describeLenses(test);
  describeTexts(test);
  describeRuns(test);
}

function describeDays({ store, reopen, setNow }: PortsUnderTest): void {
  it("keeps parts, answers, findings and mark of a day, each byte of them", async () => {
    const every: Record<PassPart, Uint8Array> = {
      delta: bytes(0, 255, 10, 92),
      state: bytes(),
      sample: bytes(1),
      peers: bytes(2, 2),
      tenant: bytes(3),
      models: bytes(3),
    };
    setNow(SAMPLE_START + 9);
    const finding = sampleFinding(1);
    const counts = await store().passes.completeDay(
      passDay(FIRST_DAY, { partition: 3, parts: every, answers: '{"looked":1}' }),
      [{ finding, accessKeyId: null }],
    );
    expect(counts).toEqual({ added: 1, changed: 0, removed: 0, unchanged: 0 });
    await store().passes.completeDay(
      passDay(FIRST_DAY, { partition: null, parts: { tenant: bytes(9) } }),
      [],
    );
    await reopen();
    const key = { lens: "actor", day: FIRST_DAY, partition: 3 };
    for (const [part, body] of Object.entries(every) as [PassPart, Uint8Array][])
      expect(await store().passes.readPart(key, part)).toEqual(body);
    expect(await store().passes.readParts(key, "tenant")).toEqual([
      { partition: null, bytes: bytes(9) },
      { partition: 3, bytes: bytes(3) },
    ]);
    expect(await store().passes.listDone("actor")).toEqual([
      { lens: "actor", day: FIRST_DAY, partition: null, doneAt: SAMPLE_START + 9 },
      { ...key, doneAt: SAMPLE_START + 9 },
    ]);
    expect(await store().passes.listAnswers("actor")).toEqual([{ ...key, answers: '{"looked":1}' }]);
    expect(await store().findings.find(finding.id)).toMatchObject({
      partition: 3,
      day: FIRST_DAY,
      lens: "actor",
    });
    expect(await store().passes.readPart({ ...key, day: 1 }, "delta")).toBeNull();
  });

  it("repeats a day without leaving anything of the first time", async () => {
    const first = passDay(FIRST_DAY, { parts: { delta: bytes(1), sample: bytes(1) }, answers: "{}" });
    await store().passes.completeDay(first, [
      { finding: sampleFinding(1), accessKeyId: null },
      { finding: sampleFinding(2), accessKeyId: null },
    ]);
    const counts = await store().passes.completeDay(passDay(FIRST_DAY, { parts: { delta: bytes(2) } }), [
      { finding: sampleFinding(2), accessKeyId: null },
    ]);
    expect(counts).toEqual({ added: 0, changed: 0, removed: 1, unchanged: 1 });
    const key = { lens: "actor", day: FIRST_DAY, partition: 0 };
    expect(await store().passes.readPart(key, "delta")).toEqual(bytes(2));
    expect(await store().passes.readPart(key, "sample")).toBeNull();
    expect(await store().passes.listAnswers("actor")).toEqual([]);
    expect((await store().passes.listDone("actor")).length).toBe(1);
    expect(await store().findings.find(sampleFindingId(1))).toBeNull();
  });

  it("completes several partitions together, or none of them", async () => {
    const done = (partition: number, number: number) => ({
      day: passDay(FIRST_DAY, { partition }),
      findings: [{ finding: sampleFinding(number), accessKeyId: null }],
    });
    await store().passes.completeDays([done(0, 1), done(1, 2)]);
    expect((await store().passes.listDone("actor")).map(({ partition }) => partition)).toEqual([0, 1]);
    const broken = { ...done(3, 4), findings: [...done(3, 4).findings, ...done(3, 4).findings] };
    await expect(store().passes.completeDays([done(2, 3), broken])).rejects.toThrow("given twice");
    expect(await store().passes.listDone("actor")).toHaveLength(2);
    expect((await store().findings.count({})).total).toBe(2);
  });

  it("keeps states close together lately and far apart long ago", async () => {
    for (let day = 64; day <= 100; day++)
      await store().passes.completeDay(passDay(day, { parts: { state: bytes(day), delta: bytes(day) } }), []);
    const kept: number[] = [];
    for (let day = 64; day <= 100; day++)
      if ((await store().passes.readPart(passDay(day), "state")) !== null) kept.push(day);
    expect(kept).toEqual([64, 80, 88, 92, 96, 98, 99, 100]);
    expect(await store().passes.readPart(passDay(65), "delta")).toEqual(bytes(65));
    const find = (throughDay: number) =>
      store().passes.findDayWith({ lens: "actor", partition: 0, throughDay }, "state");
    expect(await find(97)).toBe(96);
    expect(await find(64)).toBe(64);
    expect(await find(63)).toBeNull();
    await store().passes.dropParts({ lens: "actor", part: "delta", beforeDay: 99 });
    expect(await store().passes.readPart(passDay(98), "delta")).toBeNull();
    expect(await store().passes.readPart(passDay(99), "delta")).toEqual(bytes(99));
  });

  it("keeps a part as large as the limit, and refuses one byte more", async () => {
    const { passPartBytesMax } = SUITE_LIMITS;
    const complete = (size: number) =>
      store().passes.completeDay(passDay(FIRST_DAY, { parts: { state: new Uint8Array(size) } }), []);
    await complete(passPartBytesMax);
    await expect(complete(passPartBytesMax + 1)).rejects.toMatchObject({
      report: { code: "STORE_PART_TOO_LARGE" },
    });
    expect((await store().passes.readPart(passDay(FIRST_DAY), "state"))?.byteLength).toBe(passPartBytesMax);
  });

  it("forgets days from one on, and shows their findings until they are done again", async () => {
    for (const day of [1, 2, 3])
      await store().passes.completeDay(passDay(day, { parts: { delta: bytes(day) } }), [
        { finding: sampleFinding(day), accessKeyId: null },
      ]);
    await store().passes.completeDay(passDay(3, { lens: "address" }), []);
    await store().passes.rewind("actor", 2);
    expect((await store().passes.listDone("actor")).map(({ day }) => day)).toEqual([1]);
    expect((await store().passes.listDone("address")).map(({ day }) => day)).toEqual([3]);
    expect(await store().passes.readPart(passDay(2), "delta")).toBeNull();
    expect((await store().findings.count({})).total).toBe(3);
    await store().passes.completeDay(passDay(2), []);
    expect((await store().findings.count({})).total).toBe(2);
    expect(await store().passes.listDone("actor", { fromDay: 2, toDay: 3 })).toHaveLength(1);
    expect(await store().passes.listDone("actor", { fromDay: 3 })).toEqual([]);
  });
}

function describeLenses({ store }: PortsUnderTest): void {
  const ingest = (name: string, ...at: readonly number[]) =>
    store().events.commitInput(
      sampleInput(name),
      sampleBatches(
        at.map((time) => sampleEvent({ id: sampleUuid(time % 1_000_000), at: SAMPLE_START + time })),
      ),
    );
  const configure = (configuration: string) => store().passes.configure({ lens: "actor", configuration });

  it("admits inputs once, and says from which day on their events want days done again", async () => {
    await configure("v1");
    expect(await store().passes.admitInputs("actor")).toEqual({ inputs: 0, fromDay: null });
    expect(await store().passes.findEventDays()).toBeNull();
    await ingest("a", DAY_MS + 1, 2 * DAY_MS);
    await ingest("no events");
    expect(await store().passes.admitInputs("actor")).toEqual({ inputs: 1, fromDay: FIRST_DAY + 1 });
    expect(await store().passes.findEventDays()).toEqual({ first: FIRST_DAY + 1, last: FIRST_DAY + 2 });
    expect(await store().passes.countEventDays(FIRST_DAY)).toEqual([
      { day: FIRST_DAY + 1, events: 1 },
      { day: FIRST_DAY + 2, events: 1 },
    ]);
    expect(await store().passes.countEventDays(FIRST_DAY + 2)).toEqual([{ day: FIRST_DAY + 2, events: 1 }]);
    for (const day of [FIRST_DAY + 1, FIRST_DAY + 2]) await store().passes.completeDay(passDay(day), []);
    expect(await store().passes.admitInputs("actor")).toEqual({ inputs: 0, fromDay: null });
    await ingest("late", 2 * DAY_MS + 5);
    expect(await store().passes.admitInputs("actor")).toEqual({ inputs: 1, fromDay: FIRST_DAY + 2 });
    expect((await store().passes.listDone("actor")).map(({ day }) => day)).toEqual([FIRST_DAY + 1]);
    await expect(store().passes.admitInputs("nobody")).rejects.toThrow("was not configured");
  });

  it("starts anew when it works with something else than before, and only then", async () => {
    expect(await configure("v1")).toBe(true);
    await ingest("a", 0);
    await store().passes.admitInputs("actor");
    await store().passes.completeDay(passDay(FIRST_DAY, { parts: { delta: bytes(1) } }), [
      { finding: sampleFinding(1), accessKeyId: null },
    ]);
    expect(await configure("v1")).toBe(false);
    expect(await store().passes.listDone("actor")).toHaveLength(1);
    expect(await configure("v2")).toBe(true);
    expect(await store().passes.listDone("actor")).toEqual([]);
    expect(await store().passes.readPart(passDay(FIRST_DAY), "delta")).toBeNull();
    expect((await store().findings.count({})).total).toBe(1);
    expect(await store().passes.admitInputs("actor")).toEqual({ inputs: 1, fromDay: FIRST_DAY });
  });

  it("says what it holds, and takes it from another store", async () => {
    await ingest("a", 0);
    await configure("v1");
    await store().passes.admitInputs("actor");
    const done = passDay(FIRST_DAY, { partition: null, parts: { tenant: bytes(1, 2) }, answers: "[]" });
    await store().passes.completeDay(done, []);
    const lenses = await store().passes.exportLenses();
    expect(lenses).toEqual([{ lens: "actor", configuration: "v1", inputs: [sampleHash("a")] }]);
    const days: unknown[] = [];
    for await (const day of store().passes.streamDays("actor")) days.push(day);
    expect(days).toEqual([{ ...done, doneAt: SAMPLE_START }]);
    await store().passes.restoreLens({
      lens: "address",
      configuration: "v9",
      inputs: [sampleHash("a"), sampleHash("not here")],
    });
    await store().passes.restoreDay({ ...done, lens: "address", doneAt: toEpochMs(5) });
    expect(await store().passes.admitInputs("address")).toEqual({ inputs: 0, fromDay: null });
    expect(await store().passes.listDone("address")).toEqual([
      { lens: "address", day: FIRST_DAY, partition: null, doneAt: 5 },
    ]);
  });
}

function describeTexts({ store, another }: PortsUnderTest): void {
  it("keeps the text of a code, the lesser of two, whoever comes first", async () => {
    const codes = [1, 2 ** 32 - 1];
    await store().passes.addTexts(
      new Map([
        [1, "b"],
        [2 ** 32 - 1, "\0é"],
      ]),
    );
    await store().passes.addTexts(new Map([[1, "a"]]));
    await store().passes.addTexts(
      new Map([
        [1, "c"],
        [3, ""],
      ]),
    );
    expect(await store().passes.readTexts([...codes, 7, 3])).toEqual(
      new Map([
        [1, "a"],
        [2 ** 32 - 1, "\ufffdé"],
        [3, ""],
      ]),
    );
    expect(await store().passes.readTexts([])).toEqual(new Map());
    const streamed = new Map<number, string>();
    for await (const some of store().passes.streamTexts())
      for (const [code, text] of some) streamed.set(code, text);
    expect([...streamed.keys()]).toEqual([1, 3, 2 ** 32 - 1]);
  });

  it("keeps all texts when several add them at once", async () => {
    const other = await another();
    const texts = (from: number) =>
      new Map(Array.from({ length: 500 }, (_, index) => [from + index, `text ${from + index}`]));
    await Promise.all([
      store().passes.addTexts(texts(0)),
      other.passes.addTexts(texts(250)),
      store().passes.addTexts(texts(100)),
    ]);
    const read = await store().passes.readTexts(Array.from({ length: 750 }, (_, code) => code));
    expect(read.size).toBe(750);
    expect(read.get(749)).toBe("text 749");
  });
}

function describeRuns({ store, setNow }: PortsUnderTest): void {
  it("tells whether anything was ever looked at, and what came since", async () => {
    const nothing = { lastRun: null, inputsWaiting: 0, eventsWaiting: 0, unfinished: null };
    expect(await store().passes.readProgress()).toEqual(nothing);
    await store().events.commitInput(
      sampleInput("a"),
      sampleBatches([
        sampleEvent({ id: "x", links: [] }),
        sampleEvent({ id: toEventId("y"), at: SAMPLE_START + 1 }),
      ]),
    );
    const run = await store().passes.startRun("detect");
    expect(await store().passes.readProgress()).toEqual({
      lastRun: null,
      inputsWaiting: 1,
      eventsWaiting: 2,
      unfinished: run,
    });
    for (const lens of ["actor", "address"]) await store().passes.configure({ lens, configuration: "v1" });
    await store().passes.admitInputs("actor");
    expect(await store().passes.readProgress()).toMatchObject({ inputsWaiting: 1 });
    await store().passes.admitInputs("address");
    setNow(SAMPLE_START + 50);
    await store().passes.finishRun(run.id, RECORD);
    const finished = { ...run, finishedAt: toEpochMs(SAMPLE_START + 50), record: RECORD };
    expect(await store().passes.readProgress()).toEqual({ ...nothing, lastRun: finished });
    const next = await store().passes.startRun("watch");
    expect(await store().passes.listRuns(1)).toEqual([next]);
    expect(await store().passes.listRuns(9)).toEqual([next, finished]);
    expect(await store().passes.readProgress()).toEqual({ ...nothing, lastRun: finished, unfinished: next });
    await store().passes.restoreRun(finished);
    expect(await store().passes.listRuns(9)).toHaveLength(2);
  });
}
