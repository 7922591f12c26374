import { expect, test } from "vitest";
import { readExamples } from "./examples/examples.ts";
import { INTENTS } from "./intents.ts";
import { createRecogniser, recognise } from "./recognise.ts";

const examples = readExamples();
const PARTS = 4;

test("S3-15: of examples that were left out when the others were learned five in six are recognised", () => {
  const part = createRecogniser(examples.filter((_, at) => at % PARTS !== 0));
  const left = examples.filter((_, at) => at % PARTS === 0);
  const right = left.filter(({ asking, text, named }) => part.recognise(text, named).asking === asking);
  expect(right.length / left.length).toBeGreaterThan(5 / 6);
});

test("every intent has twenty-five examples and more, each said once, and eighty are beyond all of them", () => {
  expect(new Set(examples.map(({ line }) => line)).size).toBe(examples.length);
  const count = (asking: string): number => examples.filter((example) => example.asking === asking).length;
  expect(INTENTS.filter((intent) => count(intent) < 25)).toEqual([]);
  expect(count("none")).toBeGreaterThanOrEqual(80);
});

test("the same examples give the same shares, and words with slips the same intent as those without", () => {
  const text = "which users are the most suspicious";
  expect(createRecogniser(examples).recognise(text, []).shares).toEqual(recognise(text, []).shares);
  expect(recognise("wich users are the most suspicius", []).asking).toBe("risky-actors");
  expect(recognise("recomend investigaton prioritys", []).asking).toBe("priorities");
  expect(recognise("zxcv qwrt plmk", []).asking).toBe("none");
});
