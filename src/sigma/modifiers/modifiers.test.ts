import { describe, expect, it } from "vitest";
import {
  compileWhole,
  findMatches,
  holds,
  isMet,
  listProblems,
  suggestionsOf,
  toRule,
} from "../fixtures/try-rule.ts";

describe("plain values", () => {
  it("compares text in any case, as a whole", () => {
    expect(holds(": DeleteTrail", "deletetrail")).toBe(true);
    expect(holds(": DeleteTrail", "DeleteTrails")).toBe(false);
    expect(holds(": Straße", "STRAßE")).toBe(true);
    expect(holds(": ärger", "ÄRGER")).toBe(true);
    expect(holds("|neq: '`x{'", "@x[")).toBe(true); // 32 apart like letters, and no letters
    expect(holds(": k", "\u212a")).toBe(true); // the Kelvin sign becomes k in lower case
  });

  it("reads wildcards and their escapes", () => {
    expect(holds(": 'a*c'", "abbbC")).toBe(true);
    expect(holds(": 'a*c'", "abcd")).toBe(false);
    expect(holds(": 'ab*bc'", "abc")).toBe(false); // no character counts twice
    expect(holds(": 'ab*bc'", "abbc")).toBe(true);
    expect(holds(": 'a*b*bc'", "abc")).toBe(false);
    expect(holds(": 'a*b*bc'", "abbc")).toBe(true);
    expect(holds(": 'a?c'", "abc")).toBe(true);
    expect(holds(": 'a?c'", "ac")).toBe(false);
    expect(holds(": 'a\\*c'", "a*c")).toBe(true);
    expect(holds(": 'a\\*c'", "abc")).toBe(false);
    expect(holds(": 'a\\\\*'", "a\\xyz")).toBe(true);
    expect(holds(": 'a\\\\\\*'", "a\\*")).toBe(true);
    expect(holds(": 'C:\\Windows\\x'", "c:\\windows\\x")).toBe(true);
    expect(holds(": 'a\\\\b'", "a\\b")).toBe(true);
    expect(holds(": '\\\\\\\\server'", "\\\\server")).toBe(true);
  });

  it("takes a number and its text for the same", () => {
    expect(holds(": 4624", 4624)).toBe(true);
    expect(holds(": 4624", "4624")).toBe(true);
    expect(holds(": '4624'", 4624)).toBe(true);
    expect(holds(": 4624", 46240)).toBe(false);
    expect(holds(": 89", 89.0)).toBe(true);
    expect(holds(": 1.0", 1)).toBe(true);
    expect(holds(": 1.0", "1.0")).toBe(true);
  });

  it("keeps the leading zeros of an account id without quotes", () => {
    expect(holds(": 012345678901", "012345678901")).toBe(true);
    expect(holds(": 012345678901", "112345678901")).toBe(false);
  });

  it("takes a boolean and its text for the same", () => {
    expect(holds(": 'true'", true)).toBe(true);
    expect(holds(": true", "True")).toBe(true);
    expect(holds(": false", true)).toBe(false);
    expect(holds(": 'NO'", "No")).toBe(true); // YAML 1.2: no boolean
  });

  it("null is missing or null, and nothing else", () => {
    expect(isMet("f: null", {})).toBe(true);
    expect(holds(": null", null)).toBe(true);
    expect(holds(":", null)).toBe(true);
    expect(holds(": null", "")).toBe(false);
    expect(holds(": null", "null")).toBe(false);
    expect(holds(": null", [])).toBe(false);
    expect(isMet("a.b: null", { a: [{}, { b: null }] })).toBe(true);
    expect(isMet("a.b: null", { a: [{}, { b: 1 }] })).toBe(false);
  });

  it("an empty text is an empty text", () => {
    expect(holds(": ''", "")).toBe(true);
    expect(holds(": ''", null)).toBe(false);
    expect(isMet("f: ''", {})).toBe(false);
  });

  it("a lone * is any value but null", () => {
    expect(holds(": '*'", "")).toBe(true);
    expect(holds(": '*'", 0)).toBe(true);
    expect(holds(": '*'", { a: 1 })).toBe(true);
    expect(holds(": '*'", null)).toBe(false);
    expect(isMet("f: '*'", {})).toBe(false);
  });

  it("a list is OR, with all AND", () => {
    expect(holds(": [a, b]", "B")).toBe(true);
    expect(holds(": [a, b, c, d, e, f]", "E")).toBe(true);
    expect(holds(": [a, b, c, d, e, f]", "g")).toBe(false);
    expect(holds("|contains: [a, b]", "xbx")).toBe(true);
    expect(holds("|contains|all: [a, b]", "xbx")).toBe(false);
    expect(holds("|contains|all: [a, b]", "xbax")).toBe(true);
  });
});

describe("contains, startswith, endswith, cased", () => {
  it("look where they say", () => {
    expect(holds("|contains: Browser", "the S3 BROWSER")).toBe(true);
    expect(holds("|startswith: Update", "updateFunction20")).toBe(true);
    expect(holds("|startswith: Update", "xUpdate")).toBe(false);
    expect(holds("|endswith: .exe", "A.EXE")).toBe(true);
    expect(holds("|endswith: .exe", "a.exe ")).toBe(false);
    expect(holds("|contains: 46", 4624)).toBe(true);
    expect(holds("|contains: 'a*b?d'", "xxA--bcDxx")).toBe(true);
  });

  it("contains on an object or array looks into its compact JSON text", () => {
    expect(holds("|contains: Suspended", { VersioningConfiguration: { Status: "Suspended" } })).toBe(true);
    expect(holds(`|contains: '"Status":"Suspended"'`, { Status: "Suspended" })).toBe(true);
    expect(holds("|contains: x", ["a", "xb"])).toBe(true);
    expect(holds("|contains: '*'", [])).toBe(true);
    expect(holds("|contains: z", { a: [1, { b: "y" }] })).toBe(false);
  });

  it("cased minds the case", () => {
    expect(holds("|cased: DeleteTrail", "DeleteTrail")).toBe(true);
    expect(holds("|cased: DeleteTrail", "deletetrail")).toBe(false);
    expect(holds("|contains|cased: Trail", "deletetrail")).toBe(false);
    expect(holds("|cased|contains: Trail", "deleteTrail!")).toBe(true);
  });
});

describe("re", () => {
  it("is case-sensitive and found anywhere", () => {
    expect(holds("|re: '.+:assumed-role/aws:.+'", "arn:aws:sts::1:assumed-role/aws:x")).toBe(true);
    expect(holds("|re: 'ASSUMED'", "assumed")).toBe(false);
    expect(holds("|re|i: 'ASSUMED'", "assumed")).toBe(true);
    expect(holds("|re: '^a.c$'", "a\nc")).toBe(false);
    expect(holds("|re|s: '^a.c$'", "a\nc")).toBe(true);
    expect(holds("|re: '^b$'", "a\nb")).toBe(false);
    expect(holds("|re|m: '^b$'", "a\nb")).toBe(true);
    expect(holds("|re|i|m: '^B$'", "a\nb")).toBe(true);
  });

  it("refuses what cannot run in linear time, with advice", () => {
    expect(suggestionsOf("f|re: '(?=a)b'")[0]).toContain("and not");
    expect(suggestionsOf("f|re: '(a)\\1'")[0]).toContain("fieldref");
    expect(suggestionsOf("f|re: 'a++'")[0]).toContain("plain groups");
    expect(listProblems(toRule("selection:\n  f|re: '(a'\ncondition: selection"))).toEqual([
      "SIGMA_REGEX_INVALID@7:11",
    ]);
  });
});

describe("encodings", () => {
  it("base64 encodes the value", () => {
    expect(holds("|base64: foobar", "Zm9vYmFy")).toBe(true);
    expect(holds("|base64|contains: foobar", "xxZm9vYmFyxx")).toBe(true);
    expect(holds("|base64|cased: foobar", "zm9vymfy")).toBe(false);
  });

  it("base64offset finds a value at every offset of an encoded text", () => {
    for (const before of ["", "a", "ab", "abc", "abcd"]) {
      for (const after of ["", "x", "xy", "xyz"]) {
        const text = Buffer.from(`${before}/bin/bash${after}`).toString("base64");
        expect(holds("|base64offset|contains: /bin/bash", text), `${before}|${after}`).toBe(true);
      }
    }
    expect(holds("|base64offset|contains: /bin/bash", Buffer.from("/bin/bush").toString("base64"))).toBe(
      false,
    );
  });

  it("wide, utf16le, utf16be and utf16 change the bytes", () => {
    expect(holds("|wide: cmd", "c\0m\0d\0")).toBe(true);
    expect(holds("|utf16le: cmd", "c\0m\0d\0")).toBe(true);
    expect(holds("|utf16be: cmd", "\0c\0m\0d")).toBe(true);
    expect(holds("|utf16: cmd", "\u00ff\u00fec\0m\0d\0")).toBe(true);
    const encoded = Buffer.from("-x IEX (New", "utf16le").toString("base64");
    expect(holds("|wide|base64offset|contains: IEX", encoded)).toBe(true);
    expect(holds("|utf16le|base64offset|contains: IEX", encoded)).toBe(true);
    expect(holds("|wide|base64offset|contains: IEY", encoded)).toBe(false);
  });

  it("does not encode wildcards", () => {
    expect(listProblems(toRule("selection:\n  f|base64: 'a*'\ncondition: selection"))).toEqual([
      "SIGMA_BASE64_WILDCARD@7:15",
    ]);
    expect(holds("|base64: 'a\\*'", Buffer.from("a*").toString("base64"))).toBe(true);
  });
});

describe("windash", () => {
  it("takes every dash for a flag's, and leaves dashes inside words", () => {
    for (const dash of ["-", "/", "\u2013", "\u2014", "\u2015"]) {
      expect(holds("|contains|windash: ' -enc '", `powershell ${dash}ENC x`)).toBe(true);
      expect(holds("|windash|contains: ' -enc '", `powershell ${dash}enc x`)).toBe(true);
    }
    expect(holds("|windash: '-a-b'", "/a-b")).toBe(true);
    expect(holds("|windash: '-a-b'", "/a/b")).toBe(false);
    expect(holds("|windash: '-a -b'", "/a \u2014b")).toBe(true);
    expect(holds("|windash: '-a*-b'", "-a xyz /b")).toBe(true);
    expect(holds("|windash: '-a'", "+a")).toBe(false);
  });

  it("spells the dashes out before an encoding", () => {
    expect(holds("|windash|base64: '-a'", Buffer.from("/a").toString("base64"))).toBe(true);
    expect(holds("|windash|base64: '-a'", Buffer.from("+a").toString("base64"))).toBe(false);
  });
});

describe("exists", () => {
  it("asks for the key, not for its value", () => {
    expect(holds("|exists: true", null)).toBe(true);
    expect(holds("|exists: true", "")).toBe(true);
    expect(isMet("f|exists: true", {})).toBe(false);
    expect(isMet("f|exists: false", {})).toBe(true);
    expect(holds("|exists: false", null)).toBe(false);
    expect(isMet("a.b|exists: true", { a: [{}, { b: [] }] })).toBe(true);
  });
});

describe("cidr", () => {
  it("knows IPv4 and IPv6 networks", () => {
    expect(holds("|cidr: 10.0.0.0/8", "10.255.0.1")).toBe(true);
    expect(holds("|cidr: 10.0.0.0/8", "11.0.0.1")).toBe(false);
    expect(holds("|cidr: 10.0.0.0/8", "::ffff:10.1.2.3")).toBe(true);
    expect(holds("|cidr: 0.0.0.0/0", "255.255.255.255")).toBe(true);
    expect(holds("|cidr: 0.0.0.0/0", "::1")).toBe(false);
    expect(holds("|cidr: 192.168.1.128/25", "192.168.1.127")).toBe(false);
    expect(holds("|cidr: '2001:db8::/33'", "2001:db8:7fff::1")).toBe(true);
    expect(holds("|cidr: '2001:db8::/33'", "2001:db8:8000::1")).toBe(false);
    expect(holds("|cidr: '::/0'", "2001:db8::1")).toBe(true);
    expect(holds("|cidr: '::/0'", "10.0.0.1")).toBe(false);
    expect(holds("|cidr: '::ffff:10.0.0.0/104'", "10.0.0.1")).toBe(true);
    expect(holds("|cidr: [10.0.0.0/8, 'fe80::/10']", "fe80::1")).toBe(true);
  });

  it("is quiet on what is no address", () => {
    for (const value of [
      "AWS Internal",
      "10.0.0.01",
      "10.0.0",
      "10.0.0.256",
      "1:2",
      ":::",
      167772161,
      null,
      ["x"],
    ]) {
      expect(holds("|cidr: 0.0.0.0/0", value)).toBe(false);
    }
    expect(holds("|cidr: 10.0.0.0/8", ["192.168.0.1", "10.0.0.1"])).toBe(true);
  });

  it("says what is wrong with a network", () => {
    expect(suggestionsOf("f|cidr: 10.0.0.1")).toEqual(["Write 10.0.0.1/32."]);
    expect(listProblems(toRule("selection:\n  f|cidr: 10.0.0.0/33\ncondition: selection"))).toEqual([
      "SIGMA_CIDR_INVALID@7:13",
    ]);
    expect(suggestionsOf("f|cidr: 10.0.0.1/8")).toEqual(["Write 10.0.0.0/8."]);
  });
});

describe("comparisons", () => {
  it("compare numbers and texts that are numbers", () => {
    expect(holds("|gt: 5", 6)).toBe(true);
    expect(holds("|gt: 5", 5)).toBe(false);
    expect(holds("|gte: 5", 5)).toBe(true);
    expect(holds("|lt: 5", 4.9)).toBe(true);
    expect(holds("|lte: 5", 5.1)).toBe(false);
    expect(holds("|gt: -1", "0")).toBe(true);
    expect(holds("|gt: 5", "1e3")).toBe(true);
    for (const value of ["", " ", "abc", "0x10", true, null, {}, "6a"])
      expect(holds("|gt: 5", value)).toBe(false);
  });

  it("want a number", () => {
    expect(suggestionsOf("f|gt: '5'")).toEqual(["Write 5 without quotes."]);
    expect(listProblems(toRule("selection:\n  f|gt: abc\ncondition: selection"))).toEqual([
      "SIGMA_MODIFIER_VALUE@7:11",
    ]);
  });
});

describe("neq", () => {
  it("is true unless one of the values is met", () => {
    expect(holds("|neq: a", "b")).toBe(true);
    expect(holds("|neq: a", "A")).toBe(false);
    expect(holds("|neq: [a, b]", "b")).toBe(false);
    expect(holds("|contains|neq: a", "cat")).toBe(false);
    expect(isMet("f|neq: a", {})).toBe(true);
    expect(isMet("f|neq: null", {})).toBe(false);
    expect(holds("|neq: null", "x")).toBe(true);
    expect(isMet("f|fieldref|neq: g", { f: 1, g: 2 })).toBe(true);
    expect(isMet("f|fieldref|neq: g", { f: 1, g: "1" })).toBe(false);
  });
});

describe("parts of a time", () => {
  it("are read as written", () => {
    const time = "2024-12-30T23:05:59Z"; // a Monday, in ISO week 1 of 2025
    expect(holds("|minute: 5", time)).toBe(true);
    expect(holds("|hour: 23", time)).toBe(true);
    expect(holds("|day: 30", time)).toBe(true);
    expect(holds("|week: 1", time)).toBe(true);
    expect(holds("|month: 12", time)).toBe(true);
    expect(holds("|year: 2024", time)).toBe(true);
    expect(holds("|hour: 23", "2024-12-30 23:05:59.123+02:00")).toBe(true);
    expect(holds("|hour: [22, 23]", time)).toBe(true);
    expect(holds("|hour|gte: 22", time)).toBe(true);
    expect(holds("|hour|lt: 22", time)).toBe(false);
    expect(holds("|week: 53", "2021-01-01")).toBe(true);
    expect(holds("|week: 1", "2026-01-01")).toBe(true); // a Thursday
    expect(holds("|week: 1", "2025-12-29")).toBe(true); // the Monday of its week
    expect(holds("|week: 52", "2025-12-28")).toBe(true);
    expect(holds("|week: 1", Date.UTC(1970, 0, 1) / 1000)).toBe(true);
    expect(holds("|hour: 0", "2021-01-01")).toBe(false);
    expect(holds("|year: 2024", Date.UTC(2024, 5, 1) / 1000)).toBe(true);
    expect(holds("|month: 6", Date.UTC(2024, 5, 1))).toBe(true);
    for (const value of ["yesterday", "", null, true, {}, 1e300])
      expect(holds("|hour: 1", value)).toBe(false);
  });

  it("must be possible", () => {
    expect(listProblems(toRule("selection:\n  f|hour: 24\ncondition: selection"))).toEqual([
      "SIGMA_MODIFIER_VALUE@7:13",
    ]);
  });
});

describe("fieldref", () => {
  it("compares two fields of the record", () => {
    expect(isMet("a|fieldref: b.c", { a: "Bob", b: { c: "bob" } })).toBe(true);
    expect(isMet("a|fieldref|cased: b.c", { a: "Bob", b: { c: "bob" } })).toBe(false);
    expect(isMet("a|fieldref: b", { a: 1, b: "1" })).toBe(true);
    expect(isMet("a|fieldref|startswith: b", { a: "bobby", b: "bob" })).toBe(true);
    expect(isMet("a|fieldref|endswith: b", { a: "bobby", b: "by" })).toBe(true);
    expect(isMet("a|fieldref|contains: b", { a: "arn:aws:iam::1:user/bob", b: ["eve", "BOB"] })).toBe(true);
    expect(isMet("a|fieldref|contains: b", { a: "arn:aws:iam::1:user/bob", b: "eve" })).toBe(false);
  });

  it("is quiet when one is missing or null", () => {
    expect(isMet("a|fieldref: b", {})).toBe(false);
    expect(isMet("a|fieldref: b", { a: null, b: null })).toBe(false);
    expect(isMet("a|fieldref: b", { a: "x" })).toBe(false);
  });
});

describe("expand", () => {
  const detection = "selection:\n  f|expand: '%admins%-x'\ncondition: selection";

  it("puts the values in", () => {
    const ruleSet = compileWhole(toRule(detection), { placeholders: { admins: ["ann", "b*"] } });
    expect(findMatches(ruleSet, { f: "ANN-x" })).toEqual([0]);
    expect(findMatches(ruleSet, { f: "bob-x" })).toEqual([0]);
    expect(findMatches(ruleSet, { f: "%admins%-x" })).toEqual([]);
  });

  it("works with other modifiers, on several placeholders, and leaves escaped signs", () => {
    const rule = toRule("selection:\n  f|expand|contains: '\\%a%b%%c%'\ncondition: selection");
    const ruleSet = compileWhole(rule, { placeholders: { b: ["1", "2"], c: ["3", "4"] } });
    expect(findMatches(ruleSet, { f: "__%a24__" })).toEqual([0]);
    expect(findMatches(ruleSet, { f: "__%a42__" })).toEqual([]);
  });

  it("is a problem without values, and the rule is left out", () => {
    expect(listProblems(toRule(detection))).toEqual(["SIGMA_PLACEHOLDER_UNKNOWN@7:15"]);
    expect(
      listProblems(toRule(detection), { placeholders: { admins: Array.from({ length: 1001 }, String) } }),
    ).toEqual(["SIGMA_EXPANSION_LIMIT@7:15"]);
    expect(
      listProblems(toRule(detection), { placeholders: { admins: Array.from({ length: 1000 }, String) } }),
    ).toEqual([]);
  });

  it("does not reach what every object inherits", () => {
    expect(listProblems(toRule("selection:\n  f|expand: '%constructor%'\ncondition: selection"))).toEqual([
      "SIGMA_PLACEHOLDER_UNKNOWN@7:15",
    ]);
  });
});

describe("keywords", () => {
  const isFound = (keywords: string, record: Parameters<typeof findMatches>[1]): boolean =>
    findMatches(compileWhole(toRule(`keywords:\n${keywords}\ncondition: keywords`)), record).length === 1;

  it("are searched in all values of the record, in any case", () => {
    const record = { a: { b: ["x", { c: "run Mimikatz now" }] }, n: 4711 };
    expect(isFound("  - mimikatz", record)).toBe(true);
    expect(isFound("  - none\n  - 471", record)).toBe(true);
    expect(isFound("  - 'run*now'", record)).toBe(true);
    expect(isFound("  - nothing", record)).toBe(false);
    expect(isFound("  '|all':\n    - mimikatz\n    - 4711", record)).toBe(true);
    expect(isFound("  '|all':\n    - mimikatz\n    - 4712", record)).toBe(false);
    expect(isFound("  '|re': 'M[a-z]+z'", record)).toBe(true);
    expect(isFound("  - c", { c: "x" })).toBe(false); // keys are no values
  });

  it("mix with maps in one list", () => {
    const keywords = "  - mimikatz\n  - f: 1\n    g: 2";
    expect(isFound(keywords, { x: "MIMIKATZ" })).toBe(true);
    expect(isFound(keywords, { f: 1, g: 2 })).toBe(true);
    expect(isFound(keywords, { f: 1 })).toBe(false);
  });

  it("do not look into what is not part of the log", () => {
    class Facts {
      readonly secret = "mimikatz";
    }
    expect(isFound("  - mimikatz", { gait: new Facts() as never })).toBe(false);
  });
});
