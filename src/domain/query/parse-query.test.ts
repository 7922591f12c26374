import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toEpochMs } from "../id.ts";
import type { Condition } from "./condition.ts";
import { QUERY_CHARS_MAX, QUERY_DEPTH_MAX, QUERY_TERMS_MAX, QUERY_WILDCARDS_MAX } from "./limits.ts";
import { matchesCondition } from "./matches-condition.ts";
import { parseQuery } from "./parse-query.ts";
import { QueryProblem } from "./problems.ts";
import { QUERY_SUBJECTS, type QuerySubject } from "./query-field.ts";
import { findField, QUERY_FIELDS } from "./query-fields.ts";

const NOW = toEpochMs(Date.UTC(2026, 0, 28, 12, 30));
const parse = (text: string, subject: QuerySubject = "events"): Condition =>
  parseQuery(text, { subject, now: NOW });

function problemOf(text: string, subject: QuerySubject = "events"): QueryProblem {
  try {
    parse(text, subject);
  } catch (error) {
    if (error instanceof QueryProblem) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

const rowOf = (fields: Readonly<Record<string, string | number | boolean>>) => ({
  valuesOf: (field: string) => (Object.hasOwn(fields, field) ? [fields[field]!] : []),
  texts: Object.values(fields).map(String),
});
const isMatch = (text: string, fields: Readonly<Record<string, string | number | boolean>>): boolean =>
  matchesCondition(parse(text), rowOf(fields));

describe("a query", () => {
  it("asks for everything when it is empty", () => {
    for (const text of ["", "  \t"]) expect(parse(text)).toEqual({ kind: "always" });
  });

  it("binds not before and, and before or; side by side is and", () => {
    const row = { user: "a", action: "b" };
    expect(isMatch("user:x and user:y or user:a", row)).toBe(true);
    expect(isMatch("user:a or user:x and user:y", row)).toBe(true);
    expect(isMatch("(user:a or user:x) and user:y", row)).toBe(false);
    expect(isMatch("not user:x user:a", row)).toBe(true);
    expect(isMatch("NOT user:a OR action:b", row)).toBe(true);
    expect(parse("user:a action:b")).toEqual(parse("user:a AND action:b"));
    expect(parse("-user:a")).toEqual(parse("not user:a"));
    expect(parse("!user:a")).toEqual(parse("user != a"));
    expect(parse("-(user:a or user:b)")).toEqual(parse("not (user:a or user:b)"));
  });

  it("lists values in brackets, with or without commas", () => {
    const wanted = parse("action:(A or B or C)");
    for (const text of ["action:(A B C)", "action:(A, B, C)", "action:(A,  B or C)"]) {
      const found = parse(text);
      for (const action of ["a", "b", "c", "d"])
        expect(matchesCondition(found, rowOf({ action }))).toBe(matchesCondition(wanted, rowOf({ action })));
    }
    expect(isMatch("country:(not DE)", { country: "FR" })).toBe(true);
  });

  it("takes colons, slashes and dots in values for what they are", () => {
    expect(isMatch("resource:arn:aws:s3:::plans/a.txt", { resource: "arn:aws:s3:::plans/a.txt" })).toBe(true);
    expect(isMatch("address:2001:db8::1", { address: "2001:db8::1" })).toBe(true);
    expect(isMatch('user:"a \\"b\\" (c) or"', { user: 'a "b" (c) or' })).toBe(true);
    expect(isMatch("user:a\\*b", { user: "a*b" })).toBe(true);
    expect(isMatch("user:a\\*b", { user: "axb" })).toBe(false);
    expect(isMatch('user:"a*b"', { user: "axb" })).toBe(false);
  });

  it("knows wildcards, letters of both sizes, and that a field has a value at all", () => {
    expect(isMatch("action:get*", { action: "GetObject" })).toBe(true);
    expect(isMatch("action:?etObject", { action: "GetObject" })).toBe(true);
    expect(isMatch("action:G*t*t", { action: "GetObject" })).toBe(true);
    expect(isMatch("country:*", {})).toBe(false);
    expect(isMatch("not country:DE", {})).toBe(true);
    expect(isMatch("bject", { action: "GetObject" })).toBe(true);
  });

  it("compares numbers, bytes with units, ranges, choices in their order", () => {
    expect(isMatch("bytes > 100mb", { bytes: 104_857_600 })).toBe(false);
    expect(isMatch("bytes >= 100mb", { bytes: 104_857_600 })).toBe(true);
    expect(isMatch("bytes:1kb..2kb", { bytes: 2048 })).toBe(true);
    expect(isMatch("bytes:..2kb", { bytes: 0 })).toBe(true);
    expect(isMatch("bytes:1.5kb..", { bytes: 1535 })).toBe(false);
    expect(parse("severity >= high", "findings")).toEqual({
      kind: "text",
      field: "severity",
      patterns: [[{ kind: "text", text: "high" }], [{ kind: "text", text: "critical" }]],
    });
    expect(parse("severity < info", "findings")).toMatchObject({ patterns: [] });
    expect(isMatch("weekday >= saturday", { weekday: "sunday" })).toBe(true);
  });

  it("reads words for time, and a day as all of it", () => {
    const day = Date.UTC(2026, 0, 28);
    expect(isMatch("time:today", { time: day })).toBe(true);
    expect(isMatch("time:today", { time: day - 1 })).toBe(false);
    expect(isMatch("time:yesterday", { time: day - 1 })).toBe(true);
    expect(isMatch("time > 2026-01-27", { time: day - 1 })).toBe(false);
    expect(isMatch("time > 2026-01-27", { time: day })).toBe(true);
    expect(isMatch("time <= 2026-01", { time: Date.UTC(2026, 1, 1) - 1 })).toBe(true);
    expect(isMatch("time >= now-30m", { time: NOW - 1_800_000 })).toBe(true);
    expect(isMatch("time >= now/d", { time: day })).toBe(true);
    // 2026-01-26 was a Monday.
    expect(isMatch("time:this-week", { time: Date.UTC(2026, 0, 26) })).toBe(true);
    expect(isMatch("time:last-week", { time: Date.UTC(2026, 0, 26) })).toBe(false);
    expect(isMatch("time:2026-01-28T10:00+02:00", { time: Date.UTC(2026, 0, 28, 8, 0, 59) })).toBe(true);
    expect(isMatch("time:2026-01-25..2026-01-27", { time: day - 1 })).toBe(true);
  });

  it("knows networks of addresses", () => {
    expect(isMatch("ip:10.0.0.0/8", { address: "10.255.0.1" })).toBe(true);
    expect(isMatch("ip:10.16.0.0/12", { address: "10.32.0.1" })).toBe(false);
    expect(isMatch("ip:198.51.100.128/25", { address: "198.51.100.200" })).toBe(true);
    expect(isMatch("ip:198.51.100.7/32", { address: "198.51.100.70" })).toBe(false);
    expect(problemOf("ip:10.0.0.0/2").report.code).toBe("QUERY_VALUE");
    expect(problemOf("ip:2001:db8::/32").report.text).toContain("2001:db8:*");
  });

  it("calls fields by the names of ECS and CloudTrail, too", () => {
    expect(parse("user.name:x and source.ip:y and event.action:z and cloud.region:r")).toEqual(
      parse("user:x and address:y and action:z and region:r"),
    );
    expect(parse("USER:x")).toEqual(parse("user:x"));
  });
});

describe("a query that cannot be read", () => {
  it.each([
    ["user:", "QUERY_SYNTAX", 5, "a value of user"],
    ["(user:a", "QUERY_SYNTAX", 7, "closing bracket"],
    ["user:a)", "QUERY_SYNTAX", 6, "the end"],
    ["user:a and", "QUERY_SYNTAX", 10, "a condition"],
    ["or user:a", "QUERY_SYNTAX", 0, "a condition"],
    ['user:"a', "QUERY_SYNTAX", 7, "a closing quote"],
    ["user:a and usr:b", "QUERY_FIELD", 11, "Did you mean user?"],
    ["action > b", "QUERY_OPERATOR", 9, "takes no order"],
    ["outcome:denid", "QUERY_VALUE", 8, "Did you mean denied?"],
    ["bytes > many", "QUERY_VALUE", 8, "a number of bytes"],
    ["hour:4mb", "QUERY_VALUE", 5, "a number"],
    ["time > sometime", "QUERY_VALUE", 7, "yesterday"],
    ["time:2026-02-30", "QUERY_VALUE", 5, "a time"],
    ["automated:perhaps", "QUERY_VALUE", 10, "true or false"],
    ["bytes:..", "QUERY_VALUE", 6, "at least one end"],
  ])("%s says where and what instead", (text, code, at, said) => {
    const { report, span } = problemOf(text);
    expect({ code: report.code, at: span.at }).toEqual({ code, at });
    expect(report.text).toContain(said);
    expect(span.length).toBeGreaterThan(0);
  });

  it("holds to its limits, and takes what is just within", () => {
    const long = `"${"x".repeat(QUERY_CHARS_MAX - 2)}"`;
    expect(parse(long).kind).toBe("anywhere");
    expect(problemOf(`${long} `).report.code).toBe("QUERY_LONG");
    const deep = (levels: number): string => `${"(".repeat(levels)}x${")".repeat(levels)}`;
    expect(parse(deep(QUERY_DEPTH_MAX)).kind).toBe("anywhere");
    expect(problemOf(deep(QUERY_DEPTH_MAX + 1)).report.code).toBe("QUERY_DEEP");
    expect(problemOf("not ".repeat(900)).report.code).toBe("QUERY_DEEP");
    const wide = (terms: number): string => "a ".repeat(terms);
    expect(parse(wide(QUERY_TERMS_MAX)).kind).toBe("all");
    expect(problemOf(wide(QUERY_TERMS_MAX + 1)).report.code).toBe("QUERY_TERMS");
    expect(parse(`user:${"*a".repeat(QUERY_WILDCARDS_MAX)}`).kind).toBe("text");
    expect(problemOf(`user:${"*a".repeat(QUERY_WILDCARDS_MAX + 1)}`).report.code).toBe("QUERY_VALUE");
  });

  it("is a problem whatever it is, never a crash", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...QUERY_SUBJECTS),
        fc.string({ unit: "binary", maxLength: 60 }),
        (subject, text) => {
          try {
            parse(text, subject);
          } catch (error) {
            expect(error).toBeInstanceOf(QueryProblem);
          }
        },
      ),
    );
    const parts = fc.constantFrom(
      "user:",
      "(",
      ")",
      "and ",
      "or ",
      "not ",
      '"',
      "a",
      "*",
      "\\",
      ">",
      "bytes",
      "!",
      "-",
      ",",
      " ",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 25 }), (some) => {
        try {
          parse(some.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(QueryProblem);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the fields", () => {
  it.each(QUERY_SUBJECTS)("of %s have examples that can be read, and no name stands for two", (subject) => {
    for (const field of QUERY_FIELDS[subject]) {
      expect(field.meaning, field.name).not.toBe("");
      expect(field.examples.length, field.name).toBeGreaterThan(0);
      for (const example of field.examples) expect(parse(example, subject).kind, example).toBeTruthy();
      for (const name of [field.name, ...field.aliases]) expect(findField(subject, name)).toBe(field);
    }
  });
});
