import { afterAll, beforeAll, describe } from "vitest";
import { openSocStore, type SocStore } from "./fixtures/soc-store.ts";
import { testLists } from "./lists.suite.ts";
import { testMcp } from "./mcp.suite.ts";
import { testModels } from "./models.suite.ts";
import { testQuestions } from "./questions.suite.ts";
import { testTalks } from "./talks.suite.ts";

// One store for all of it: making it takes longer than asking.
let soc: SocStore;
beforeAll(async () => {
  soc = await openSocStore();
}, 120_000);
afterAll(() => soc?.close());

describe("the fifteen questions", () => testQuestions(() => soc));
describe("questions kept apart", () => testLists(() => soc));
describe("with a language model", () => testModels(() => soc));
describe("talks with a language model", () => testTalks(() => soc));
describe("over the Model Context Protocol", () => testMcp(() => soc));
