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
