import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { Block, ReportDocument } from "../document/document.ts";
import { ALL_SAMPLES, HOSTILE } from "../fixtures/sample-facts.ts";
import { trustHtml } from "../html.ts";
import { toReportDocument } from "../write-report.ts";
import { toHtml } from "./html-document.ts";

const toDocument = (blocks: readonly Block[]): ReportDocument => ({
  kind: "posture",
  name: "Posture report",
  title: "A title",
  subtitle: "of something",
  severity: null,
  facts: [],
  sections: [{ id: "one", title: "One", blocks }],
  generatedAt: toEpochMs(0),
  version: "0.0.0",
});

describe.each(ALL_SAMPLES)("a page of %o", (makeFacts) => {
  const page = toHtml(toReportDocument(makeFacts(HOSTILE)));
  const { document } = parseHTML(page);

  test("runs nothing and loads nothing, whatever the logs say", () => {
    expect(
      document.querySelectorAll("script, img, iframe, object, embed, link, base, form, audio, video").length,
    ).toBe(0);
    for (const element of document.querySelectorAll("*"))
      for (const { name, value } of element.attributes) {
        expect(name.startsWith("on"), name).toBe(false);
        expect(name, "an inline style would need a looser policy").not.toBe("style");
        if (name === "href") expect(value).toMatch(/^#[\w-]+$/);
        expect(name).not.toMatch(/^(?:src|srcset|action|data|xlink:href)$/);
      }
    expect(document.querySelector("style")?.textContent).not.toMatch(/url\(|@import/);
  });

  test("names its style by a hash that is right", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(document.querySelector("meta[http-equiv]")?.getAttribute("content")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'`,
    );
  });

  test("has places for all that it refers to, and each id once", () => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll("a"))
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
  });

  test("shows what cannot be seen, and keeps running heads to our own words", () => {
    expect(page).not.toMatch(/[\u202e\u0007]/);
    expect(page).toContain("\\u202e");
    expect(/@page \{[\s\S]*?\n\}/.exec(page)?.[0]).not.toContain("ann");
  });
});

test("a text of 10,000 characters is cut where it would fill a page", () => {
  const page = toHtml(toReportDocument(ALL_SAMPLES[0]!("x".repeat(10_000))));
  expect(Math.max(...[...page.matchAll(/x+/g)].map(([run]) => run.length))).toBeLessThanOrEqual(10_100);
  expect(page.length).toBeLessThan(300_000);
});

describe("a block", () => {
  test.each<readonly [Block, string]>([
    [{ kind: "text", text: ["a ", { kind: "code", text: "<b>" }] }, "<p>a <code>&lt;b&gt;</code></p>"],
    [{ kind: "text", text: "q", tone: "quote" }, "<blockquote>q</blockquote>"],
    [{ kind: "list", isOrdered: true, items: ["a"] }, "<ol><li>a</li></ol>"],
    // A long name breaks after its marks, short ones and words of a sentence not at all.
    [
      { kind: "text", text: "of julia.bianchi@halden.example, e.g. a/b" },
      "<p>of julia.<wbr>bianchi@<wbr>halden.<wbr>example, e.g. a/b</p>",
    ],
    [{ kind: "text", text: [{ kind: "severity", severity: "critical" }] }, "◆</span> critical"],
    [{ kind: "figure", svg: trustHtml("<svg></svg>"), caption: "<c>" }, "<figcaption>&lt;c&gt;</figcaption>"],
  ])("%o", (block, expected) => expect(toHtml(toDocument([block]))).toContain(expected));

  test("of parts draws those by their size, and the rest not at all", () => {
    const page = toHtml(
      toDocument([
        {
          kind: "parts",
          rows: [
            { words: "a", value: 4, shown: "4" },
            { words: "b", value: -2, shown: "-2" },
            { words: "rest", value: 90, shown: "90", isRest: true },
          ],
          sum: "s",
        },
      ]),
    );
    expect(
      [...page.matchAll(/<rect class="(more|less)" width="([\d.]+)"/g)].map(([, kind, width]) => [
        kind,
        width,
      ]),
    ).toEqual([
      ["more", "100.0"],
      ["less", "50.0"],
    ]);
  });
});
