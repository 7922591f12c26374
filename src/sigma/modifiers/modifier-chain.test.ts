import { describe, expect, it } from "vitest";
import { listProblems, suggestionsOf, toRule } from "../fixtures/try-rule.ts";

describe("chains", () => {
  const codeOf = (line: string): string =>
    listProblems(toRule(`selection:\n  ${line}\ncondition: selection`)).join();

  it("an unknown modifier is a problem at its own place", () => {
    expect(codeOf("f|contains|al: [a, b]")).toBe("SIGMA_MODIFIER_UNKNOWN@7:16");
    expect(suggestionsOf("f|contians: a")).toEqual(["Did you mean contains?"]);
    expect(suggestionsOf("f|startwith: a")).toEqual(["Did you mean startswith?"]);
  });

  it.each([
    "f|contains|startswith: a",
    "f|contains|contains: a",
    "f|re|contains: a",
    "f|i: a",
    "f|re|cased: a",
    "f|i|re: a",
    "f|contains|base64: a",
    "f|base64|wide: a",
    "f|base64|windash: a",
    "f|gt|lt: 5",
    "f|gt|contains: 5",
    "f|hour|day: 5",
    "f|gte|hour: 5",
    "f|startswith|fieldref: g",
    "f|exists|neq: true",
    "f|cidr|contains: 10.0.0.0/8",
    "f|lt|neq: 5",
  ])("%s does not go together", (line) => {
    expect(codeOf(line)).toBe("SIGMA_MODIFIER_CHAIN@7:5");
  });

  it.each(["f|contains: null", "f|exists: 1", "f|fieldref: 5", "f|re: null", "'|exists': true"])(
    "%s has the wrong value",
    (line) => {
      expect(codeOf(line)).toContain("SIGMA_MODIFIER_VALUE");
    },
  );

  it("warns of all on one value and of null in a list", () => {
    expect(codeOf("f|contains|all: a")).toBe("SIGMA_ALL_SINGLE@7:5");
    expect(codeOf("f: ['', null]")).toBe("SIGMA_NULL_IN_LIST@7:13");
  });
});
