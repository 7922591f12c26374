import { expect, test } from "vitest";
import { createPassTurns, type LookWatch } from "./pass-turns.ts";
import { createWorkQueue } from "./work-queue.ts";

const MATCHING = { step: "matching rules", share: 0.1, note: "1 of 10" } as const;
const LEARNING = { step: "learning behaviour", share: 0.8, note: "1 of 10" } as const;

/** Passes that go on when the test says so, with what became of each. */
function openPasses() {
  const begun: { readonly watch: LookWatch; readonly goOn: () => void }[] = [];
  const ended: number[] = [];
  const failures: unknown[] = [];
  let wake = (): void => {};
  const turns = createPassTurns({
    queue: createWorkQueue(),
    onFailure: (error) => failures.push(error),
    async look(watch) {
      await new Promise<void>((goOn) => {
        begun.push({ watch, goOn });
        wake();
      });
      watch.onProgress(MATCHING);
      ended.push(begun.findIndex((one) => one.watch === watch) + 1);
    },
  });
  return {
    turns,
    ended,
    failures,
    nth: async (count: number) => {
      while (begun.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return begun[count - 1]!;
    },
  };
}

test("a pass that matches rules which are others now breaks off, and another one begins with those", async () => {
  const { turns, ended, failures, nth } = openPasses();
  turns.request();
  const first = await nth(1);
  first.watch.onProgress(MATCHING);
  expect(turns.state()).toEqual({ state: "running", progress: MATCHING });
  turns.requestAnew();
  expect(() => first.watch.onProgress(LEARNING)).not.toThrow();
  first.goOn();
  (await nth(2)).goOn();
  turns.request();
  (await nth(3)).goOn();
  expect(ended).toEqual([2]);
  expect(turns.failure()).toBeNull();
  expect(failures).toEqual([]);
});

test("what comes in while a pass goes on breaks nothing off: it is told, and looked at by one pass more", async () => {
  const { turns, ended, nth } = openPasses();
  turns.request();
  const first = await nth(1);
  turns.request();
  turns.request();
  expect(await first.watch.untilFresh(new AbortController().signal)).toBe(true);
  first.goOn();
  (await nth(2)).goOn();
  expect(ended).toEqual([1]);
});

test("once it is stopped nothing begins, and what matches breaks off", async () => {
  const { turns, nth } = openPasses();
  turns.request();
  const first = await nth(1);
  turns.stop();
  turns.request();
  expect(turns.state().state).toBe("running");
  expect(() => first.watch.onProgress(MATCHING)).toThrow();
  first.goOn();
});
