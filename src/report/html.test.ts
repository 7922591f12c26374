import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { escapeHtml, html, trustHtml } from "./html.ts";

describe("text in a page", () => {
  test.each([
    ["markup", "<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"],
    ["quotes that would end an attribute", `" onload="x`, "&quot; onload=&quot;x"],
    ["an entity", "&lt;", "&amp;lt;"],
    ["text that runs backwards", "a\u202eb", "a\\u202eb"],
    ["control characters", "a\u0000\u001b[1mb", "a\\u0000\\u001b[1mb"],
    ["characters that are not seen", "a\u200b\u{e0041}", "a\\u200b\\u{e0041}"],
    ["line feeds and tabs, which are harmless", "a\n\tb", "a\n\tb"],
  ])("%s", (_, text, expected) => expect(escapeHtml(text)).toBe(expected));

  test("of 10,000 characters is there to its end", () => {
    const text = "<".repeat(10_000);
    expect(escapeHtml(text)).toBe("&lt;".repeat(10_000));
  });

  test("whatever it is, a browser reads it as text, in an element and in an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const page = html`<!doctype html><html><body><p title="${text}">${text}</p></body></html>`;
        const { document } = parseHTML(page.text);
        expect(document.querySelectorAll("body *").length).toBe(1);
        expect(document.querySelector("p")?.attributes.length).toBe(1);
      }),
    );
  });
});

test("a template escapes values, leaves its own markup, and takes lists, numbers and nothing", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  expect(html`<ul>${["a", "<b>"].map(item)}${null}${7}${trustHtml("<hr>")}</ul>`.text).toBe(
    "<ul><li>a</li><li>&lt;b&gt;</li>7<hr></ul>",
  );
});
