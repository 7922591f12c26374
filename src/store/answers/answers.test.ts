import { expect, test } from "vitest";
import { keepAnswers } from "./answers.ts";

function makeAnswers(answersMax: number) {
  const state = { version: "1", asked: [] as string[], fails: false };
  const answers = keepAnswers({
    readVersion: async () => state.version,
    answersMax,
    answer: async (asked: { readonly q: string }) => {
      state.asked.push(asked.q);
      if (state.fails) throw new Error("not now");
      return `${asked.q} at ${state.version}`;
    },
  });
  return { state, ask: (q: string) => answers.ask({ q }) };
}

test("gives the answer again until something is written", async () => {
  const { state, ask } = makeAnswers(2);
  expect([await ask("a"), await ask("a")]).toEqual(["a at 1", "a at 1"]);
  expect(state.asked).toEqual(["a"]);
  state.version = "2";
  expect(await ask("a")).toBe("a at 2");
});

test("answers once whoever asks the same at the same time", async () => {
  const { state, ask } = makeAnswers(2);
  expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual(["a at 1", "a at 1", "b at 1"]);
  expect(state.asked).toEqual(["a", "b"]);
});

test("keeps as many answers as it may, and forgets what was not asked for longest", async () => {
  const { state, ask } = makeAnswers(2);
  for (const q of ["a", "b", "a", "c", "a", "b"]) await ask(q);
  expect(state.asked).toEqual(["a", "b", "c", "b"]);
});

test("keeps nothing where it may keep nothing", async () => {
  const { state, ask } = makeAnswers(0);
  await ask("a");
  await ask("a");
  expect(state.asked).toEqual(["a", "a"]);
});

test("tells numbers without end apart, and keeps no answer that is too large", async () => {
  const asked: number[] = [];
  const answers = keepAnswers({
    readVersion: async () => "1",
    answersMax: 9,
    answer: async ({ least }: { readonly least: number | null }) => asked.push(least ?? 0),
    isSmall: (times) => times < 3,
  });
  expect(await answers.ask({ least: null })).toBe(1);
  expect(await answers.ask({ least: Number.POSITIVE_INFINITY })).toBe(2);
  expect(await answers.ask({ least: 5 })).toBe(3);
  expect([await answers.ask({ least: null }), await answers.ask({ least: 5 })]).toEqual([1, 4]);
});

test("does not keep what failed", async () => {
  const { state, ask } = makeAnswers(2);
  state.fails = true;
  await expect(ask("a")).rejects.toThrow("not now");
  state.fails = false;
  expect(await ask("a")).toBe("a at 1");
});
