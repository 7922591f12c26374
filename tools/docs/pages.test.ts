import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { findTests } from "./checklist-page.ts";
import { CHECKLIST_ROWS } from "./checklist-rows.ts";
import { findSubcommands } from "./cli-page.ts";
import { writeTable } from "./page.ts";
import { findOutdated } from "./pages.ts";
import { loadProblems } from "./problems-page.ts";
import { fillNumbers } from "./readme-page.ts";
import { loadDetectors, loadRules, RULE_PAGES } from "./rules-page.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function makeFolder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "gait-docs-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test("the generated pages are as the code has it", async () => {
  expect(await findOutdated(ROOT)).toEqual([]);
});

test("no code of a problem stands twice, and each is a plain word with its package in front", async () => {
  const codes = (await loadProblems(ROOT)).map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  for (const code of codes) expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/);
});

test("every problem is raised somewhere, has a text that ends like a sentence, and a remedy", async () => {
  const sources = globSync("src/**/*.ts", { cwd: ROOT })
    .filter((file) => !file.endsWith("problems.ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(ROOT, file), "utf8"))
    .join("\n");
  const problems = await loadProblems(ROOT);
  expect(problems.filter(({ code }) => !sources.includes(code)).map(({ code }) => code)).toEqual([]);
  for (const { code, text, remedy } of problems) {
    expect(text.trim(), code).not.toBe("");
    expect(remedy, code).toMatch(/[.!)`]$|^\{remedy\}$/);
  }
});

test("the rows of the checklist have each their own id", () => {
  const ids = CHECKLIST_ROWS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(96);
});

test("a test shows the rows that its name mentions, and no test mentions a row that is not there", () => {
  const root = makeFolder({
    "src/a/x.test.ts":
      'test("S0-01 S4r-12 reads", f);\ntest.each(rows)("S0-02 sums %s", f);\nconst note = "S0-03";\n',
  });
  expect([...findTests(root).keys()].toSorted()).toEqual(["S0-01", "S0-02", "S4r-12"]);
  expect(findTests(root).get("S0-01")).toEqual(["reads ([x](../src/a/x.test.ts))"]);
  const known = new Set(CHECKLIST_ROWS.map(({ id }) => id));
  expect([...findTests(ROOT).keys()].filter((id) => !known.has(id))).toEqual([]);
});

test("commands are found in a help text, help itself is not one", () => {
  const help =
    "Usage: gait\n\nOptions:\n  --version\n\nCommands:\n  scan [options] <path>  reads\n  rules                  more\n                         words\n  help [command]         display\n";
  expect(findSubcommands(help)).toEqual(["scan", "rules"]);
  expect(findSubcommands("Usage: gait scan\n")).toEqual([]);
});

test("rules are listed with their severity and techniques; what only feeds a correlation is not", async () => {
  const rule = (name: string, more: string) =>
    `title: ${name}\nname: ${name}\nlogsource: { product: aws, service: cloudtrail }\n` +
    `detection: { selection: { eventName: X }, condition: selection }\n${more}`;
  const correlation =
    "title: Many\nlevel: low\ncorrelation: { type: event_count, rules: [fed], group-by: [gait.actor.id], timespan: 1h, condition: { gte: 2 } }\n";
  const root = makeFolder({
    "rules/impact/a.yml": rule(
      "alone",
      "level: high\ntags: [attack.impact, attack.t1485, attack.t1078.004]\n",
    ),
    "rules/impact/b.yml": `${rule("fed", "")}---\n${correlation}`,
    "rules/impact/a.examples.yml": "fires: []\n",
  });
  expect(
    (await loadRules(root)).map(({ title, severity, techniques }) => [title, severity, techniques]),
  ).toEqual([
    ["alone", "high", ["T1485", "T1078.004"]],
    ["Many", "low", []],
  ]);
});

test("every rule has a page that says what it means, what else it may be, and what to do", async () => {
  const listed = (
    await Promise.all(RULE_PAGES.map(({ path }) => loadDetectors(ROOT, basename(path, ".md"))))
  ).flat();
  expect(listed.length).toBe((await loadRules(ROOT)).length);
  const wanting = listed.filter(
    ({ detector: { description, falsePositives, response, needs } }) =>
      description.length < 40 || falsePositives.length === 0 || response.length === 0 || needs.length === 0,
  );
  expect(wanting.map(({ detector }) => detector.ref.title)).toEqual([]);
  const page = await RULE_PAGES.find(({ path }) => path.endsWith("/collection.md"))!.make(ROOT);
  expect(page).toContain("## Download, deletion or administration on a public holiday\n");
  expect(page).toContain("**What else it may be.** Services that are staffed on holidays; People who");
  expect(page).toContain("1. Ask the person, or see who was on duty.\n");
});

test("numbers are filled in wherever their place is, and a number without a place is an error", () => {
  const text = "<!-- rules -->1<!-- /rules --> rules, <!-- rules --><!-- /rules --> again";
  expect(fillNumbers(text, { rules: 2478 })).toBe(
    "<!-- rules -->2,478<!-- /rules --> rules, <!-- rules -->2,478<!-- /rules --> again",
  );
  expect(() => fillNumbers(text, { calls: 1 })).toThrow("<!-- calls -->");
});

test("cells cannot break the table or start markup", () => {
  expect(writeTable(["a"], [["x|y <b> *z* `c_d`\nnext"]])).toBe(
    "| a |\n|---|\n| x\\|y \\<b> \\*z\\* `c_d` next |\n",
  );
});
