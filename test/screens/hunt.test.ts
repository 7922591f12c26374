import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

/** Two hunts and two visits, each of which asks all panels of the page. */
const STEPS_MS = 120_000;

test("a hunt runs over everything that is stored, says how far it looked, and stands in its address with what it found", {
  timeout: STEPS_MS,
}, async () => {
  const { page, problems, findFaults, goTo } = await openPage("/hunt");
  const filter = page.getByRole("combobox", { name: "Filter events" });
  const run = page.getByRole("button", { name: "Run over everything" });
  const events = page.getByRole("region", { name: "Events that the hunt found" });
  expect(await run.isDisabled()).toBe(true);
  // What is typed counts: nobody has to know of the key that applies it.
  await filter.fill("action:DeleteTrail");
  await run.click();
  await page.getByText(/found in [\d,]+ of [\d,]+: everything was looked at\.$/).waitFor();
  await events.getByText("cloudtrail:DeleteTrail").first().waitFor();
  expect(await events.locator("img, b, script").count()).toBe(0);
  const address = page.url();
  expect(address).toMatch(/[?&]hunt=/);
  await filter.fill("action:NoSuchCall");
  await run.click();
  await page.getByText("No event fits the filter.").waitFor();
  await goTo(address);
  await events.getByText("cloudtrail:DeleteTrail").first().waitFor();
  const earlier = page.getByRole("region", { name: "Earlier hunts" });
  await earlier.getByRole("button", { name: "action:NoSuchCall" }).click();
  await page.getByText("No event fits the filter.").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});
