import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S1-20 S1-10 S1-09: the dashboard shows statistics, performance, alerts, drift, ingestion and jobs", async () => {
  const { page, problems, findFaults } = await openPage("/dashboard?days=365");
  for (const title of [
    "System statistics",
    "Performance",
    "Storage and ingestion",
    "Health",
    "Alerts",
    "Drift",
    "Jobs",
  ])
    expect(await page.getByRole("heading", { name: title, exact: true }).count()).toBe(1);
  const statistics = page.getByRole("region", { name: "System statistics" });
  expect(await statistics.getByText(/Critical|High/).count()).toBeGreaterThan(0);
  await page.getByText("● Healthy").waitFor();
  expect(await page.getByText("99 of 100 within").count()).toBe(1);
  await page.getByLabel("Time that is counted").selectOption("300");
  await page.waitForURL(/window=300/);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByRole("region", { name: "Jobs" }).getByText("Failed").waitFor();
  expect(await page.getByText(/There is nothing to compare with/).count()).toBeGreaterThan(0);
  expect(await findFaults()).toEqual([]);
  // The failed check is said as a job's problem, never as an error of the page.
  expect(problems).toEqual([]);
});
