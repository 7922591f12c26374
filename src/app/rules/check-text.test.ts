import { describe, expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { StoredRule } from "../../store/index.ts";
import { checkText, RULES_DOCUMENTS_MAX, RULES_TEXT_MAX } from "./check-text.ts";
import { makeRuleBook } from "./rule-book.ts";

const toRule = (id: string | null, call: string, more = ""): string => `title: ${call} called
${id === null ? "" : `id: ${id}\n`}logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${call} }, condition: selection }
level: high
${more}`;
const toId = (n: number): string => `5f1b0a3e-0000-4000-8000-00000000000${n}`;

const toCorrelation = (id: string, refersTo: string, more = ""): string => `title: Often
id: ${id}
correlation:
  type: event_count
  rules: [${refersTo}]
  group-by: [userIdentity.arn]
  timespan: 1h
  condition: { gte: 3 }
${more}level: high
`;

const GAIT = [{ file: "rules/stop.yml", text: toRule(toId(1), "StopLogging") }];
const toStored = (id: string, text: string | null): StoredRule => ({
  id,
  title: id,
  text,
  isEnabled: false,
  isRemoved: false,
  note: null,
  version: 1,
  by: "ann",
  at: toEpochMs(0),
});
const bookOf = (...stored: readonly StoredRule[]) => makeRuleBook(GAIT, stored);
const codes = (text: string, book = bookOf()) =>
  checkText(text, book).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe("a text of rules", () => {
  test("gives each document with its line, and those that refer to each other together", () => {
    const text = `# mine\n---\n${toRule(toId(2), "DeleteTrail", "name: base\n")}---\n${toRule(toId(3), "CreateUser")}---\n${toCorrelation(toId(4), "base")}`;
    const { texts, problems } = checkText(text, bookOf());
    expect(problems).toEqual([]);
    expect(
      texts.map(({ id, rules }) => [id, rules.map(({ detector, line }) => [detector.ref.kind, line])]),
    ).toEqual([
      [toId(4), [["correlation", 16]]],
      [toId(3), [["rule", 10]]],
    ]);
    // What is kept says the same when it is read again.
    for (const one of texts) expect(checkText(one.text, bookOf()).texts[0]?.text).toBe(one.text);
  });

  test("names what is wrong with line and column, in the second document too", () => {
    const broken = toRule(toId(3), "CreateUser").replace("eventName", '"eventName|contians"');
    expect(codes(`${toRule(toId(2), "DeleteTrail")}---\n${broken}`)).toEqual([
      "SIGMA_MODIFIER_UNKNOWN 10:37",
    ]);
    expect(codes("a: [")).toEqual([expect.stringMatching(/^SIGMA_YAML_INVALID /)]);
    expect(codes("  \n# nothing\n")).toEqual(["RULES_TEXT_EMPTY 1:1"]);
  });

  test("is given ids where they are missing, which stand in what is kept", () => {
    const { texts } = checkText(`# why\n${toRule(null, "DeleteTrail")}`, bookOf());
    const [{ id, text, rules }] = texts as [(typeof texts)[number]];
    expect(rules[0]?.isIdGiven).toBe(true);
    expect(text).toContain(`id: ${id}\n`);
    expect(checkText(text, bookOf()).texts[0]).toMatchObject({ id, text });
  });

  test("may not take the id of a rule of Gait's, of another text, or one twice", () => {
    expect(codes(toRule(toId(1).toUpperCase(), "CreateUser"))).toEqual(["RULES_ID_GAIT 1:1"]);
    const twice = `${toRule(toId(2), "CreateUser")}---\n${toRule(toId(2), "DeleteUser")}`;
    expect(codes(twice)).toEqual(["RULES_ID_TWICE 7:1"]);
    const both = `${toRule(toId(2), "CreateUser", "name: base\n")}---\n${toCorrelation(toId(3), "base", "  generate: true\n")}`;
    const book = bookOf(toStored(toId(3), both), toStored(toId(2), null));
    expect(codes(toRule(toId(2), "DeleteUser"), book)).toEqual(["RULES_ID_ELSEWHERE 1:1"]);
    expect(checkText(toRule(toId(2), "DeleteUser"), book, { isAlone: true }).problems).toEqual([]);
  });

  test("says what it becomes beside what is there", () => {
    const text = toRule(toId(2), "CreateUser");
    const book = bookOf(toStored(toId(2), text));
    const become = (one: string) => checkText(one, book).texts[0]?.rules[0]?.becomes;
    expect(["DeleteUser", "CreateUser"].map((call) => become(toRule(toId(2), call)))).toEqual([
      "changed",
      "same",
    ]);
    expect(become(toRule(toId(3), "CreateUser"))).toBe("new");
  });

  test("may refer to a rule that is there, and is told when that falls silent", () => {
    expect(codes(toCorrelation(toId(2), toId(1)))).toEqual(["RULES_SILENCES 1:1"]);
    expect(codes(toCorrelation(toId(2), toId(1), "  generate: true\n"))).toEqual([]);
    expect(codes(toCorrelation(toId(2), toId(9)))).toEqual([
      expect.stringMatching(/^SIGMA_CORRELATION_REFERENCE 5:/),
    ]);
  });

  test("a filter needs a rule beside it", () => {
    const filter =
      "title: Not the pipeline\nlogsource: { product: aws }\nfilter: { rules: [x], selection: { userName: ci }, condition: not selection }\n";
    expect(codes(filter)).toContain("RULES_FILTER_ALONE 1:1");
  });
});

describe("hostile texts", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
    .split("")
    .map((c, n) => `${c}: &${c} [${Array(10).fill(`*${"abcdefgh"[n]}`).join(",")}]`)
    .join("\n")}`;
  test.each([
    ["an alias bomb", `${toRule(null, "X")}${bomb}\n`],
    ["ten thousand brackets", "[".repeat(10_000)],
    ["prototype keys", "__proto__: { a: 1 }\nconstructor: 2\ntitle: x\n"],
    [
      "a regular expression that never ends",
      toRule(null, "X").replace("eventName: X", '"eventName|re": "(a+)+$(?=b)"'),
    ],
    ["an id of a page", toRule("x".repeat(5000), "X")],
  ])("%s is refused with its place, quickly", (_, text) => {
    const started = performance.now();
    const { texts, problems } = checkText(text, bookOf());
    expect(texts).toEqual([]);
    expect(problems[0]).toMatchObject({ level: "error", line: expect.any(Number) });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test("length and number of documents are bounded, at their edge", () => {
    const documents = (count: number) =>
      Array.from({ length: count }, (_, n) => toRule(`${toId(1).slice(0, -4)}${1000 + n}`, `C${n}`)).join(
        "---\n",
      );
    expect(codes(documents(RULES_DOCUMENTS_MAX))).toEqual([]);
    expect(codes(documents(RULES_DOCUMENTS_MAX + 1))).toEqual(["RULES_DOCUMENTS_MANY 1:1"]);
    const rule = toRule(toId(2), "X");
    const filled = `${rule}#${"x".repeat(RULES_TEXT_MAX - rule.length - 1)}`;
    expect(codes(filled)).toEqual([]);
    expect(codes(`${filled}x`)).toEqual(["RULES_TEXT_LARGE 1:1"]);
  });
});
