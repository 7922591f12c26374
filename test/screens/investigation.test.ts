import { text as readText } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S3-05 S3-18: a finding is chosen, compared with what is normal, weighed, and written down", async () => {
  const { page, problems, findFaults } = await openPage("/investigation?from=all");
  expect(await page.getByText("No finding is chosen.").count()).toBe(1);
  const list = page.getByRole("navigation", { name: "Findings to look into" });
  await list.getByRole("link").first().click();
  await page.waitForURL(/finding=[0-9a-f]+/);
  await page.getByRole("heading", { name: "Report" }).waitFor();
  await page.waitForSelector("[aria-busy=true]", { state: "detached" });

  const normal = page.getByRole("region", { name: "Compared with what is normal" });
  expect(await normal.locator("tbody tr").count()).toBeGreaterThan(4);
  expect(await normal.getByText(/It began on a \w+day at \d\d:00/).count()).toBe(1);
  expect(await page.getByRole("region", { name: "Why it was found" }).textContent()).toMatch(/history/);
  expect(await page.getByRole("region", { name: "Risk", exact: true }).textContent()).toMatch(
    /adds [\d.]+ of \d+ points/,
  );
  expect(await page.getByRole("region", { name: "Event details" }).textContent()).toMatch(/Outcome.*Address/);
  await page.getByRole("button", { name: "Show the record as it came" }).click();
  await page
    .getByRole("region", { name: "The record as it came" })
    .getByText(/eventName/)
    .waitFor();

  const report = page.getByRole("region", { name: "Report" });
  for (const head of [
    "Summary",
    "Why it was found",
    "Compared with what is normal",
    "Risk",
    "Evidence",
    "What to do",
  ])
    expect(await report.getByRole("heading", { name: head }).count(), head).toBe(1);
  const download = page.waitForEvent("download");
  await report.getByRole("button", { name: "Markdown" }).click();
  const text = await readText(await (await download).createReadStream());
  expect(text).toMatch(/^# Investigation: /);
  expect(text).toContain("## Evidence");
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("S3-05: the address alone leads to a finding and to what is related; an unknown one is said", async () => {
  const { page, goTo } = await openPage("/investigation?from=all");
  const list = page.getByRole("navigation", { name: "Findings to look into" });
  const address = await list.getByRole("link").nth(1).getAttribute("href");
  await goTo(`${address}&related=detector`);
  expect(await page.getByText("By the same detector, whoever they are about.").count()).toBe(1);
  await goTo("/investigation?finding=0123456789abcdef");
  expect(await page.getByRole("alert").count()).toBe(1);
});

test("a report quotes hostile text and makes no markup of it", async () => {
  const { page, problems } = await openPage("/investigation?from=all&text=%3Cscript", { width: 390 });
  await page.getByRole("navigation", { name: "Findings to look into" }).getByRole("link").first().click();
  const report = page.getByRole("region", { name: "Report" });
  await report
    .getByText(/<script>/)
    .first()
    .waitFor();
  const download = page.waitForEvent("download");
  await report.getByRole("button", { name: "Markdown" }).click();
  const text = await readText(await (await download).createReadStream());
  expect(text).toContain("\\<script\\>");
  expect(text).not.toMatch(/[^\\]<script/);
  expect(await page.evaluate("typeof window.hostile")).toBe("undefined");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(problems).toEqual([]);
});

/** Findings that no other test looks at. */
const QUIET = "/findings?from=all&q=severity:info";
const SOON = { timeout: 15_000 };
/** Many steps, each of which asks all panels of the page again. */
const STEPS_MS = 120_000;

test("findings are taken in hand by keys: chosen, acknowledged, closed with the reason, and taken back", {
  timeout: STEPS_MS,
}, async () => {
  const { page, problems, findFaults } = await openPage(QUIET);
  const queue = page.getByRole("region", { name: "Findings in rows" });
  const countOf = async (tab: string) =>
    Number(/\d+/.exec(await page.getByRole("button", { name: new RegExp(`^${tab} \\d`) }).innerText())?.[0]);
  const all = await countOf("Open");
  expect(all).toBeGreaterThan(3);
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("2 findings chosen").waitFor();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("next row").waitFor();
  for (const does of [/acknowledge/, /close .* reason/, "choose the row", "next row", "open the row"])
    expect(await keys.getByText(does).count(), String(does)).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });

  await page.keyboard.press("a");
  await page.getByText("2 items: acknowledged.").waitFor();
  await expect.poll(() => countOf("Acknowledged"), SOON).toBe(2);
  expect(await page.getByRole("toolbar").count()).toBe(0);
  await page.getByRole("button", { name: /^Acknowledged/ }).click();
  await expect.poll(() => queue.locator("tbody tr").count(), SOON).toBe(2);

  await page.getByRole("checkbox", { name: "Choose all rows" }).click();
  await page.keyboard.press("c");
  const reasons = page.getByRole("dialog", { name: /Close 2 findings/ });
  await reasons.getByLabel(/^Why/).fill("<b>the same</b> again");
  await reasons.getByRole("button", { name: /Duplicate/ }).click();
  await page.getByText("2 items: closed as duplicate.").waitFor();
  await expect.poll(() => countOf("Closed"), SOON).toBe(2);
  await expect.poll(() => countOf("Open"), SOON).toBe(all - 2);

  // Beside the list stands all that was done; taking back brings it to how it stood.
  await page.getByRole("button", { name: /^Closed/ }).click();
  await queue.getByText("Duplicate").first().waitFor();
  await queue
    .locator("tbody tr")
    .first()
    .click({ position: { x: 250, y: 20 } });
  const flyout = page.getByRole("dialog");
  const done = flyout.getByRole("list", { name: "What was done" });
  await done.getByText("<b>the same</b> again").waitFor();
  expect(await done.locator("b").count()).toBe(0);
  await flyout.getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("textbox", { name: "Tag" }).fill("Look again");
  await page.keyboard.press("Enter");
  await flyout.getByText("look-again", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(() => flyout.getByText("look-again", { exact: true }).count(), SOON).toBe(0);
  expect(await findFaults()).toEqual([]);
  await flyout.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("checkbox", { name: "Choose all rows" }).click();
  await page.getByRole("button", { name: "Reopen" }).click();
  await expect.poll(() => countOf("New"), SOON).toBe(all);
  expect(problems).toEqual([]);
});

test("a view of a page is kept, begun with, renamed and deleted; filters and columns are remembered", {
  timeout: STEPS_MS,
}, async () => {
  const { page, goTo, problems, findFaults } = await openPage(`${QUIET}&tab=new`);
  await page.getByRole("button", { name: "Views", exact: true }).click();
  await page.getByLabel("Keep what is shown now as").fill("Quiet ones");
  await page.getByRole("button", { name: "Keep the view" }).click();
  await page.getByRole("button", { name: "Begin this page with Quiet ones" }).click();
  await page.getByTitle("This page begins with it").waitFor();
  await page.getByRole("button", { name: "Rename Quiet ones" }).click();
  await page.getByLabel("New name").fill("Calm <i>ones</i>");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Rename Calm <i>ones</i>" }).waitFor();

  // The page begins with it; an address that asks for something is as it asks.
  await goTo("/findings");
  await page.waitForURL(/q=severity:info/);
  expect(await page.getByRole("button", { name: /^New/ }).getAttribute("aria-pressed")).toBe("true");
  await goTo("/findings?q=severity:high");
  await page.getByRole("button", { name: "Filters of late" }).click();
  await page.getByRole("dialog").getByText("severity:info").click();
  await page.waitForURL(/q=severity:info/);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Score" }).click();
  await page.getByRole("checkbox", { name: "State" }).click();
  await page.getByRole("button", { name: "Move Score to the front" }).click();
  expect(await findFaults()).toEqual([]);
  await page.reload();
  const heads = page.getByRole("region", { name: "Findings in rows" }).locator("thead th");
  await expect.poll(() => heads.allInnerTexts(), SOON).toContain("Score");
  expect(await heads.allInnerTexts()).not.toContain("State");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => heads.allInnerTexts(), SOON).toContain("State");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^(?:Views|Calm)/ }).click();
  await page.getByRole("button", { name: "Delete Calm <i>ones</i>" }).click();
  await page.getByText("The view Calm <i>ones</i> is deleted.").waitFor();
  expect(problems).toEqual([]);
});
