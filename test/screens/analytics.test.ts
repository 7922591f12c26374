import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S3-04: days with their trend, transfers, actions, devices, profiles and correlations", async () => {
  const { page, problems } = await openPage("/analytics?from=all");
  const days = page.getByRole("region", { name: "Day by day" });
  await days.locator("svg path").first().waitFor();
  expect(await days.locator("svg rect").count()).toBeGreaterThan(10);
  expect(await days.getByText(/trend|grows|shrinks/).count()).toBeGreaterThan(0);
  await days.getByLabel("Which number").selectOption("bytes_out");
  await page.waitForURL(/number=bytes_out/);
  await days
    .locator("svg")
    .getByText(/[KMG]iB/)
    .first()
    .waitFor();

  for (const name of ["Data taken out", "What is done", "Devices and tools"])
    expect(await page.getByRole("region", { name }).locator("li").count(), name).toBeGreaterThan(2);
  await page.getByLabel("Devices and tools by").selectOption("tool_family");
  await page.waitForURL(/devices=tool_family/);
  expect(
    await page.getByRole("region", { name: "Actors on an average day" }).locator("tbody tr").count(),
  ).toBeGreaterThan(8);
  const cells = await page
    .getByRole("region", { name: "Correlations" })
    .locator("tbody td")
    .allTextContents();
  expect(cells).toHaveLength(100);
  for (const text of cells)
    expect(text === "" || text === "–" || Math.abs(Number(text)) <= 1, text).toBe(true);
  expect(problems).toEqual([]);
});

test("S3-04: a filter narrows every panel, and its numbers can be taken along", async () => {
  const { page } = await openPage("/analytics?from=all&q=class:download");
  const done = page.getByRole("region", { name: "What is done" });
  const names = (await done.locator("li").allTextContents()).join(" ");
  expect(names).toContain("GetObject");
  expect(names).not.toContain("ConsoleLogin");
  const download = page.waitForEvent("download");
  await done.getByRole("button", { name: /^Export/ }).click();
  await page.getByRole("menuitem", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toBe("actions-action.csv");
});
