import { expect, test } from "vitest";
import { checkLinks } from "./links.ts";

const DOCUMENTS = new Map([
  ["docs/words.md", "# Words\n\n## One word per thing\n\n## It's `a` (b)\n"],
  ["README.md", ""],
]);
const PATHS = new Set(["docs/words.md", "README.md", "src/domain/event.ts"]);

const judge = (text: string, path = "docs/page.md"): readonly string[] =>
  checkLinks(path, new Map([...DOCUMENTS, [path, text]]), new Set([...PATHS, path])).map(
    (breach) => breach.message,
  );

test("a link to a file or heading that is not there is a breach", () => {
  expect(judge("[a](nothing.md)")).toEqual(['"nothing.md" leads nowhere: there is no docs/nothing.md.']);
  expect(judge("[a](words.md#none)")).toEqual([
    '"words.md#none" leads nowhere: no such heading in docs/words.md.',
  ]);
  expect(judge("[a](#none)")).toHaveLength(1);
  expect(judge("![a](screen.png)")).toHaveLength(1);
});

test("links to files, folders, headings and other sites are quiet", () => {
  expect(judge("[a](words.md) [b](../README.md) [c](../src/domain/) [d](../src/domain/event.ts)")).toEqual(
    [],
  );
  expect(judge("[a](words.md#one-word-per-thing) [b](words.md#its-a-b)")).toEqual([]);
  expect(judge("# Here\n[a](#here) [b](https://example.org/x) [c](mailto:a@example.org)")).toEqual([]);
});

test("code blocks are not read", () => {
  expect(judge("```\n[a](nothing.md)\n```\n")).toEqual([]);
});
