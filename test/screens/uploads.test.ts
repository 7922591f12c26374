import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

const LOG = [
  "timestamp,user_id,service,bytes_uploaded",
  "2024-01-01T10:00:00Z,ann,drive,80000000",
  "2024-01-01T10:30:00Z,ann,box,40000000",
  "2024-01-01T10:40:00Z,ann,<b>mega</b>,40000000",
  "2024-01-01T11:50:00Z,bob,drive,minus one",
].join("\n");

test("S0-01 S0-05 S0-09: a dropped log becomes the scatter of time against megabytes, and every analysis a table", async () => {
  const { page, problems, findFaults } = await openPage("/uploads?from=all");
  const file = { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from(LOG) };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("3 uploads read, 1 row rejected.").waitFor();
  await page.getByRole("heading", { name: "Suspicious Upload Activities" }).waitFor();
  const chart = page.getByRole("img", { name: /Suspicious Upload Activities/ });
  await chart.locator("svg").waitFor();
  expect(await chart.locator("circle").count()).toBe(1);
  const words = await chart.innerText();
  expect(words).toContain("Total Upload Size (MB)");
  expect(words).toContain("Time");
  expect(await chart.locator("[transform*='rotate(-45)']").count()).toBeGreaterThan(0);
  for (const title of ["forward (1)", "Many services in an hour of the clock (1)", "Not judged"])
    expect(await page.getByRole("heading", { name: title }).count()).toBe(1);
  await page.getByText("Rejected rows").click();
  expect(await page.getByText(/^Row 4:/).count()).toBe(1);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("S0-03: thresholds stand in the address and move what is told", async () => {
  const { page } = await openPage("/uploads?from=all&threshold_mb=20");
  const count = async (): Promise<number> => {
    const text = await page.getByRole("heading", { name: /forward \(/ }).innerText();
    return Number(/\(([\d,]+)\)/.exec(text)?.[1]?.replace(",", ""));
  };
  const low = await count();
  expect(low).toBeGreaterThan(0);
  await page.getByLabel("Total of a window (MB)").fill("1000000");
  await page.waitForURL(/threshold_mb=1000000/);
  await page.getByText("No window is over the threshold.").waitFor();
  expect(await count()).toBe(0);
});
