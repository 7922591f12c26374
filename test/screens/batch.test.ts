import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Download } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

const ROWS = [
  "user_id,timestamp,action_type,failed_attempts,data_volume_mb,location,location_change",
  "<img src=x onerror=hostile()>,2024-01-15T10:30:00Z,login,0,,,",
  "=cmd|1,2024-01-15T03:00:00Z,admin,5,,,",
  "user-9,no time at all,login,,,,",
].join("\n");

async function read(download: Download): Promise<Buffer> {
  const path = join(tmpdir(), `gait-screens-${process.pid}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return readFile(path);
}

test("S1-19: a dropped CSV is judged with progress, shown the strangest first, and taken along as a file", async () => {
  const { page, problems, findFaults } = await openPage("/batch");
  const file = { name: "actions.csv", mimeType: "text/csv", buffer: Buffer.from(ROWS) };
  await page.locator("input[type=file]").setInputFiles(file);
  const table = page.getByRole("table");
  await table.getByText("▲ Anomaly").waitFor();
  expect(page.url()).toMatch(/job=/);
  expect(await table.getByRole("row").nth(1).innerText()).toMatch(/Anomaly[\s\S]*=cmd\|1/);
  expect(await table.getByRole("row").nth(3).innerText()).toMatch(/No action/);
  expect(await table.locator("img").count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  const text = (await read(download)).toString("utf8");
  expect(text.split("\n")).toHaveLength(5);
  expect(text).toContain("'=cmd|1");
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("S1-19: the template is a batch that can be judged as it is", async () => {
  const { page } = await openPage("/batch");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Template CSV" }).click(),
  ]);
  const buffer = await read(download);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "template.csv", mimeType: "text/csv", buffer });
  await page.getByRole("table").getByText("● Normal").waitFor();
  expect(await page.getByRole("table").getByText("▲ Anomaly").count()).toBe(2);
});
