import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S3-02: anomalies are shown by score with the threshold, by hour, by actor and by action", async () => {
  const { page, problems } = await openPage("/anomalies?from=all");
  const scores = page.getByRole("region", { name: "Distribution of scores" });
  await scores.locator("svg rect").first().waitFor();
  expect(await scores.getByText(/^severe from 0\.\d+/).count()).toBe(1);
  const hours = page.getByRole("region", { name: "When it happens" });
  await hours.locator("svg rect").first().waitFor();
  await hours.getByText("Week", { exact: true }).click();
  expect(await hours.locator("tbody td").count()).toBe(168);
  for (const name of ["Suspicious actors", "By action", "By detector", "Findings over time"])
    expect(await page.getByRole("region", { name }).locator("li, rect").count(), name).toBeGreaterThan(3);
  const counts = await page
    .getByRole("region", { name: "Suspicious actors" })
    .getByText(/^\d+ findings?/)
    .allTextContents();
  const numbers = counts.map((text) => Number.parseInt(text, 10));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(problems).toEqual([]);
});

test("S3-02: an event is scored while it is described", async () => {
  const { page } = await openPage("/anomalies?from=all");
  const panel = page.getByRole("region", { name: "Score an event" });
  await panel.getByText(/^● Normal/).waitFor();
  await panel.getByRole("button", { name: "900 MB at once" }).click();
  await panel.getByText(/^▲ Anomaly/).waitFor();
  await panel.getByLabel("Megabytes").fill("4");
  await panel.getByText(/^● Normal/).waitFor();
  expect(await panel.getByText(/threshold/).count()).toBe(1);
});
