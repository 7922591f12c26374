import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { checkRules } from "../src/app/rules/rule-catalogue.ts";
import { testRules } from "../src/app/rules/test-rules.ts";
import { findOwnRules, loadRuleTexts } from "../src/app/scan/rule-files.ts";
import { compileSigma, parseSigma } from "../src/sigma/index.ts";

/** What the how-to pages show is run as it stands there: a page that no longer works is a failing test. */
interface Block {
  readonly language: string;
  readonly text: string;
}

function readBlocks(page: string): readonly Block[] {
  const text = readFileSync(new URL(`../docs/how-to/${page}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({
    language: language!,
    text: body!,
  }));
}

const yamlOf = (page: string): readonly string[] =>
  readBlocks(page).flatMap((block) => (block.language === "yaml" ? [block.text] : []));

function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "gait-how-to-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Each program of a page, one that continues another joined to it, with all that the page says it prints. */
function readPrograms(page: string): readonly { readonly program: string; readonly printed: string[] }[] {
  const programs: { program: string; printed: string[] }[] = [];
  for (const { language, text } of readBlocks(page)) {
    if (language === "ts") programs.push({ program: text, printed: [] });
    if (language === "ts continues") programs.at(-1)!.program += text;
    if (language === "text") programs.at(-1)!.printed.push(text);
  }
  return programs;
}

/** The package's own names, in a checkout that was not built. */
const fromSources = (program: string): string =>
  program.replace(/from "gait(?:\/(\w+))?"/g, (_, name: string | undefined) => {
    const contract = new URL(`../src/${name ?? "domain"}/index.ts`, import.meta.url);
    return `from ${JSON.stringify(contract.href)}`;
  });

test.each(readPrograms("use-the-learning-library.md"))(
  "program %# of the page on the learning library prints what the page says",
  async ({ program, printed }) => {
    const folder = makeFolder({ "program.ts": fromSources(program), "package.json": '{"type":"module"}' });
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "program.ts")]);
    expect(printed.length).toBeGreaterThan(0);
    for (const text of printed) expect(stdout).toContain(text);
  },
  60_000,
);

test("the map of the page on the learning library names what there is", async () => {
  const page = readFileSync(new URL("../docs/how-to/use-the-learning-library.md", import.meta.url), "utf8");
  const exported = new Set<string>();
  for (const name of ["learn", "explain"]) {
    const contract: object = await import(`../src/${name}/index.ts`);
    for (const key of Object.keys(contract)) exported.add(key);
  }
  const named = [...page.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((name) => !exported.has(name))).toEqual([]);
});

test("the rule of the page on writing rules passes its examples, and its correlation has no problem", async () => {
  const [rule, examples, correlation, ...more] = yamlOf("write-a-rule.md");
  expect(more).toEqual([]);
  const folder = makeFolder({ "rule.yml": rule!, "rule.examples.yml": examples! });
  const results = await testRules(folder);
  expect(results.map(({ passed }) => passed)).toEqual([true, true, true]);
  const { rules, problems } = await checkRules(makeFolder({ "correlation.yml": correlation! }));
  expect({ rules, problems }).toEqual({ rules: 2, problems: [] });
});

test("the filter of the page on scanning is for one of Gait's own rules", async () => {
  const [filter] = yamlOf("scan-your-cloudtrail.md");
  const own = await loadRuleTexts(findOwnRules());
  const parsed = [...own, { file: "filter.yml", text: filter! }].map(({ file, text }) =>
    parseSigma(text, file),
  );
  expect(compileSigma(parsed).problems).toEqual([]);
});
