import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { FileInput } from "../../source/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { toTrailRecord } from "./fixtures/served-place.ts";
import { createTakeIn, TOGETHER_BYTES_MAX, TOGETHER_INPUTS_MAX } from "./take-in-together.ts";
import { createWorkQueue } from "./work-queue.ts";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-together-"));
  store = await openStore({ folder, databaseUrl: null, purpose: "test" });
}, 60_000);
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function toInput(text: string, sizeBytes = text.length): FileInput {
  return { name: "sent.ndjson", path: "sent", sizeBytes, open: () => Readable.from([Buffer.from(text)]) };
}
const toEvent = (id: string): FileInput => toInput(`${JSON.stringify(toTrailRecord(id))}\n`);

/** Everything waits behind one piece of work; answers also how many transactions of inputs there were. */
async function takeAll(inputs: readonly (readonly [FileInput, string | null])[]) {
  const queue = createWorkQueue();
  const begin = Promise.withResolvers<void>();
  const before = queue.run(() => begin.promise);
  const takeIn = createTakeIn({ store, queue });
  const sessions = vi.spyOn(store.events, "startIngest");
  const asked = inputs.map(([input, format]) => takeIn(input, format));
  begin.resolve();
  await before;
  const told = await Promise.allSettled(asked);
  const turns = sessions.mock.calls.length;
  sessions.mockRestore();
  return { told, turns };
}

const newOf = (events: number) => ({ status: "fulfilled", value: expect.objectContaining({ events }) });

test("what waits is taken in together, and each is told what became of its own", async () => {
  const { told, turns } = await takeAll([
    [toEvent("a"), null],
    [toInput("no log at all"), null],
    [toEvent("b"), null],
    [toEvent("a"), null],
  ]);
  expect(turns).toBe(1);
  expect(told[0]).toEqual({
    status: "fulfilled",
    value: expect.objectContaining({ inputsNew: 1, events: 1, rejects: 0 }),
  });
  expect(told[1]).toEqual({ status: "fulfilled", value: expect.objectContaining({ events: 0, rejects: 1 }) });
  expect(told[2]).toEqual(newOf(1));
  expect(told[3]).toEqual({
    status: "fulfilled",
    value: expect.objectContaining({ inputsNew: 0, inputsKnown: 1, events: 0 }),
  });
  expect((await store.events.readStats()).events).toBe(2);
});

test("only so many inputs and bytes, of one format, go together", async () => {
  const many = Array.from({ length: TOGETHER_INPUTS_MAX + 1 }, (_, at) => [toEvent(`n${at}`), null] as const);
  expect((await takeAll(many)).turns).toBe(2);
  expect((await takeAll(many.slice(0, TOGETHER_INPUTS_MAX))).turns).toBe(1);
  const { told, turns } = await takeAll([
    [toEvent("c"), null],
    [toEvent("d"), "cloudtrail"],
    [{ ...toEvent("e"), sizeBytes: TOGETHER_BYTES_MAX }, "cloudtrail"],
  ]);
  expect([turns, told]).toEqual([3, [newOf(1), newOf(1), newOf(1)]]);
});

test("one that fails keeps nobody else back", async () => {
  const open = () =>
    new Readable({
      read() {
        this.destroy(new Error("broke off"));
      },
    });
  const failing = { ...toEvent("f"), open };
  const { told } = await takeAll([
    [toEvent("g"), null],
    [failing, null],
    [toEvent("h"), null],
  ]);
  expect([told[0], told[2]]).toEqual([newOf(1), newOf(1)]);
  expect(told[1]).toMatchObject({ value: { problems: [{ code: "INGEST_UNREADABLE" }] } });
});
