import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL_SAMPLES, HOSTILE } from "../fixtures/sample-facts.ts";
import { toReportDocument } from "../write-report.ts";
import { escapeMarkdown, toMarkdown } from "./markdown.ts";

const MARKS_OF_ALL_KINDS = Array.from("[]()<>!`|\\*_~#-+.:/@w\n\t &;a1");

describe("text in Markdown", () => {
  test.each([
    ["plain words stay plain", "took 3.86 GB (a-b_c), 50% + 1", "took 3.86 GB (a-b_c), 50% + 1"],
    ["a link", "[a](https://b.example)", "\\[a\\](https&#58;//b.example)"],
    ["a picture", "![a](b)", "!\\[a\\](b)"],
    ["markup", "<img src=x>", "\\<img src=x>"],
    ["an entity", "&lt; &#60; a & b", "\\&lt; \\&#60; a & b"],
    ["a cell's end", "a|b", "a\\|b"],
    ["the mark that takes marks away", "a\\", "a\\\\"],
    [
      "emphasis, code, strikes, formulas",
      "*a* `b` ~~c~~ $d$ _e_",
      "\\*a\\* \\`b\\` \\~\\~c\\~\\~ \\$d\\$ \\_e\\_",
    ],
    ["a heading", "# a", "\\# a"],
    ["a list, a quote, a rule", "- a", "\\- a"],
    ["a numbered list", "1. a", "1\\. a"],
    ["a number", "0.97 of 1", "0.97 of 1"],
    ["a call to somebody, and a mail address", "@all ann@b.example", "&#64;all ann@b.example"],
    ["an address without a scheme", "www.b.example", "www&#46;b.example"],
    ["lines", "a\n\n# b", "a # b"],
    ["characters that are not seen", "a\u202eb", "a\\\\u202eb"],
  ])("%s", (_, text, expected) => expect(escapeMarkdown(text)).toBe(expected));

  test("never begins a link, an element or another line", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...MARKS_OF_ALL_KINDS) }), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/\n/);
        // Something stays where an escaped character was: what stood around it is not brought together.
        const bare = escaped.replace(/\\[\s\S]/g, "x");
        expect(bare).not.toMatch(/[[\]<`|*~]|:\/\//);
      }),
    );
  });
});

/** Text without escaped characters and code, as CommonMark reads them: in code a backslash is a backslash. */
function takeOutCode(text: string): string {
  let kept = "";
  for (let at = 0; at < text.length; ) {
    const run = /^`+/.exec(text.slice(at))?.[0] ?? "";
    const close = run === "" ? -1 : text.slice(at + run.length).search(new RegExp(`(?<!\`)${run}(?!\`)`));
    if (text[at] === "\\") at += 2;
    else if (run === "") kept += text[at++];
    else at += run.length + Math.max(0, close + run.length);
  }
  return kept;
}

describe.each(ALL_SAMPLES)("a report as Markdown of %o", (makeFacts) => {
  const text = toMarkdown(toReportDocument(makeFacts(HOSTILE)));
  const outside = takeOutCode(text.replace(/(`{3,})\n[\s\S]*?\n\1/g, ""));

  test("holds no markup, link or picture of a log", () => {
    expect(outside).not.toMatch(/<\w|\]\(|https?:\/\//);
    expect(text).not.toMatch(/[\u202e\u0007]/);
  });

  test("has tables whose lines all have as many cells as their head", () => {
    for (const table of text.match(/(?:^\|.*\|\n?)+/gm) ?? []) {
      const cells = table
        .trim()
        .split("\n")
        .map((line) => takeOutCode(line).split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});
