import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { REGEX_INPUT_CHARS_MAX, REGEX_LINEAR_STEPS_MAX, REGEX_SOURCE_CHARS_MAX } from "../limits.ts";
import { GROUPS_DEPTH_MAX, parseRegex } from "./parse-regex.ts";
import type { RegexFlags } from "./regex-node.ts";
import { compileSafeRegex, isSafeMatch, type SafeRegex } from "./safe-regex.ts";

const PLAIN: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false };

function compile(source: string, flags: Partial<RegexFlags> = {}): SafeRegex {
  const result = compileSafeRegex(source, { ...PLAIN, ...flags });
  if (result.kind === "bad") throw new Error(`${source}: ${result.reason}`);
  return result.regex;
}

const isFound = (source: string, text: string, flags: Partial<RegexFlags> = {}): boolean =>
  isSafeMatch(compile(source, flags), text);

describe("expressions that run away elsewhere", () => {
  it.each([
    ["(a+)+$", "!"],
    ["(a|a)*$", "!"],
    ["(a|aa)+$", "!"],
    ["(.*a){12}$", "!"],
    ["a*a*a*a*a*b", ""],
    [".*.*.*=.*", ""],
    ["^(\\w+\\s?)*$", "!"],
    ["(x+x+)+y", ""],
    ["([a-z]+)*[0-9]", ""],
    ["a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaab", ""],
    ["(a{0,30}){0,30}b", ""],
    ["a.*b.*c.*d", ""],
  ])("%s on 100 000 letters ends within a moment", (source, end) => {
    const regex = compile(source);
    for (const text of [
      `${"a".repeat(100_000)}${end}`,
      `${"a".repeat(500)}${end}`,
      `${"a".repeat(28)}${end}`,
    ]) {
      const start = performance.now();
      isSafeMatch(regex, text);
      expect(performance.now() - start).toBeLessThan(1_500); // exponential would be centuries; the linear engine takes some 10 ms
    }
  });

  it("are kept from the built-in engine", () => {
    expect(compile("(a+)+$").native).toBeNull();
    expect(compile("(a|b)*c").native).toBeNull();
    expect(compile("(a{0,30}){0,30}b").native).toBeNull();
  });

  it("ordinary ones use it, on texts as long as their worst case allows", () => {
    expect(compile("^a.*b$").nativeCharsMax).toBeGreaterThan(100_000);
    expect(compile(".+:assumed-role/aws:.+").nativeCharsMax).toBeGreaterThan(100_000);
    expect(compile("a.*b").nativeCharsMax).toBe(512);
    expect(compile("a.*b.*c").nativeCharsMax).toBeLessThanOrEqual(64);
    expect(isFound("a.*b", `${"a".repeat(600)}b`)).toBe(true);
    expect(isFound("a.*b", `${"a".repeat(600)}c`)).toBe(false);
  });
});

it("sees no more than the limit of a long text", () => {
  const far = (blanks: number): string => `${" ".repeat(blanks)}x`;
  expect(isFound("x", far(REGEX_INPUT_CHARS_MAX - 1))).toBe(true);
  expect(isFound("x", far(REGEX_INPUT_CHARS_MAX))).toBe(false);
});

it("lets a big expression see so much of a text that its steps stay within the limit", () => {
  const { linearSource, inputCharsMax } = compile("(?:abc|def[0-9]{1,20}){1,40}x");
  const size = RE2JS.compile(linearSource).programSize();
  expect(inputCharsMax).toBeLessThan(REGEX_INPUT_CHARS_MAX);
  expect(inputCharsMax * size).toBeLessThanOrEqual(REGEX_LINEAR_STEPS_MAX);
  expect((inputCharsMax + 1) * size).toBeGreaterThan(REGEX_LINEAR_STEPS_MAX);
});

it("leaves groups nested deeper than its own reader goes to the linear engine", () => {
  const nested = (depth: number): string => `${"(".repeat(depth)}a${")".repeat(depth)}`;
  // The whole expression is the first level.
  expect(parseRegex(nested(GROUPS_DEPTH_MAX - 1), PLAIN)).not.toBeNull();
  expect(parseRegex(nested(GROUPS_DEPTH_MAX), PLAIN)).toBeNull();
  expect(isFound(nested(GROUPS_DEPTH_MAX), "a")).toBe(true);
});

it("refuses an expression one past the limit of length", () => {
  expect(compileSafeRegex("a".repeat(REGEX_SOURCE_CHARS_MAX), PLAIN).kind).toBe("ok");
  expect(compileSafeRegex("a".repeat(REGEX_SOURCE_CHARS_MAX + 1), PLAIN).kind).toBe("bad");
});

it.each([
  "(",
  ")",
  "[a",
  "a{2,1}",
  "*a",
  "a**",
  "(?=a)",
  "(?!a)",
  "(?<=a)b",
  "(?<!a)b",
  "(a)\\1",
  "(?>a)",
  "a++",
  "a{1001}",
  "\\",
  "[z-a]",
  "(?P<n>",
])("refuses %s with a reason", (source) => {
  const result = compileSafeRegex(source, PLAIN);
  expect(result.kind).toBe("bad");
  expect(result.kind === "bad" && result.reason.length).toBeGreaterThan(0);
});

describe("what an expression means", () => {
  it("follows PCRE where ECMAScript differs", () => {
    expect(isFound("^.$", "\u2028")).toBe(true); // one character that is no line feed
    expect(isFound("^.$", "\u{1f600}")).toBe(true); // one character, two units
    expect(isFound("^\\s$", "\u00a0")).toBe(false);
    expect(isFound("a-b/c", "a-b/c")).toBe(true);
    expect(isFound("[a\\-c]", "b")).toBe(false);
    expect(isFound("[\\d-x]", "-")).toBe(true);
    expect(isFound("[\\w.-]+@", "a-b.c@")).toBe(true);
    expect(isFound("(?i)abc", "xABCx")).toBe(true);
    expect(isFound("[[:alpha:]]+1", "abc1")).toBe(true);
    expect(isFound("\\x41\\.", "A.")).toBe(true);
    expect(isFound("^$", "")).toBe(true);
    expect(isFound("", "x")).toBe(true);
    expect(isFound("a|", "x")).toBe(true);
    expect(isFound("\\bcat\\b", "a cat!")).toBe(true);
    expect(isFound("\\BCAT", "xcat", { ignoreCase: true })).toBe(true);
    expect(isFound("a{2}", "aa")).toBe(true);
    expect(isFound(".+b", "b")).toBe(false);
    expect(isFound("b.+", "b")).toBe(false);
    expect(isFound(".*b.*", "b")).toBe(true);
    expect(isFound("k", "\u212a", { ignoreCase: true })).toBe(true);
  });
});

/** Expressions of Sigma's subset, from which a good part is judged fit for the built-in engine. */
function expressionsOf(depth: number): fc.Arbitrary<string> {
  const plain = fc.constantFrom(
    "a",
    "b",
    "c",
    "-",
    "\\.",
    "/",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "[a-c]",
    "[^b]",
    "[\\w-]",
    "[/\\]]",
    "\\x61",
    "é",
    "^",
    "$",
    "\\b",
  );
  const group = depth === 0 ? plain : expressionsOf(depth - 1).map((inner) => `(${inner})`);
  const atom = fc.oneof({ arbitrary: plain, weight: 4 }, { arbitrary: group, weight: 1 });
  const bounds = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{0,2}", "*?");
  const sequence = fc
    .array(fc.tuple(atom, bounds), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts.map(([part, times]) => (/^(?:[\^$]|\\b)$/.test(part) ? part : part + times)).join(""),
    );
  return fc.array(sequence, { minLength: 1, maxLength: 2 }).map((branches) => branches.join("|"));
}
const expressions = expressionsOf(2);

it("both engines give the same answer", () => {
  const texts = fc.string({
    unit: fc.constantFrom("a", "b", "c", "A", "-", ".", "/", " ", "\n", "é", "É", "7", "\u{1f600}"),
    maxLength: 12,
  });
  let compared = 0;
  fc.assert(
    fc.property(expressions, texts, fc.boolean(), fc.boolean(), (source, text, ignoreCase, dotAll) => {
      const regex = compile(source, { ignoreCase, dotAll });
      if (regex.native === null || text.length > regex.nativeCharsMax) return;
      compared++;
      expect(regex.native.test(text), `${source} on ${JSON.stringify(text)}`).toBe(
        isSafeMatch({ ...regex, native: null }, text),
      );
    }),
    { numRuns: 2_000 },
  );
  expect(compared).toBeGreaterThan(500);
});

it("means what ECMAScript means where the two agree", () => {
  const texts = fc.string({
    unit: fc.constantFrom("a", "b", "c", "A", "-", ".", "/", " ", "7"),
    maxLength: 10,
  });
  fc.assert(
    fc.property(expressions, texts, (source, text) => {
      expect(isSafeMatch(compile(source), text), `${source} on ${JSON.stringify(text)}`).toBe(
        new RegExp(source).test(text),
      );
    }),
    { numRuns: 2_000 },
  );
});
