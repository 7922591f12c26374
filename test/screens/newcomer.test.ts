import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

/** Clicks that somebody who never saw Gait needs at the most. */
const CLICKS_MAX = 20;
const SOON = { timeout: 15_000 };

test("S1-10 S3-05 S3-18: a newcomer finds the worst incident, understands it, sees the raw evidence, marks a false positive with an exception, sees the risk fall and exports the report", async () => {
  const { page, problems } = await openPage("/");
  let clicks = 0;
  const click = async (place: Locator): Promise<void> => {
    clicks++;
    await place.click();
  };
  // The worst stands first, in words.
  const worst = page.getByRole("region", { name: "Read these first" }).getByRole("listitem").first();
  expect(await worst.innerText()).toMatch(/Critical|High/);
  await click(worst.getByRole("link"));
  // What happened, chapter by chapter.
  const story = page.getByRole("region", { name: "The story" });
  await story.getByRole("heading", { level: 3 }).first().waitFor();
  expect((await story.innerText()).length).toBeGreaterThan(100);
  // Why: the gravest step opens beside the story.
  const steps = page.getByRole("region", { name: "Step by step" }).getByRole("listitem");
  await click(
    steps
      .filter({ hasText: /Critical|High/ })
      .first()
      .getByRole("button")
      .first(),
  );
  const flyout = page.getByRole("dialog");
  await flyout.getByRole("heading", { name: "Why it was found" }).waitFor();
  const before = await readRisk(page);
  expect(before).toBeGreaterThan(0);
  // The record as it came.
  await click(flyout.getByRole("button", { name: "Show the record as it came" }));
  await flyout.getByText('"eventName"').first().waitFor();
  // It is none, and the next one like it is none.
  await click(flyout.getByRole("radio", { name: /False positive/ }));
  await click(flyout.getByRole("combobox", { name: "The next one like it" }));
  await click(page.getByRole("option", { name: /about the same actor/ }));
  await flyout.getByRole("textbox", { name: /Why/ }).fill("Agreed with the team beforehand");
  await click(flyout.getByRole("button", { name: "Save the verdict" }));
  const toast = page.getByText(/1 verdict: false positive, with an exception/);
  await toast.waitFor();
  // It stays while somebody points at it, however long they think.
  await toast.hover();
  await expect.poll(() => readRisk(page), SOON).toBeLessThan(before);
  // What was done can be taken back.
  await click(page.getByRole("button", { name: "Undo" }));
  await expect.poll(() => readRisk(page), SOON).toBe(before);
  // Something to hand on.
  await click(flyout.getByRole("button", { name: "Close" }));
  await click(page.getByRole("button", { name: "Report", exact: true }));
  const download = page.waitForEvent("download");
  await click(page.getByRole("menuitem", { name: /HTML/ }));
  expect((await download).suggestedFilename()).toMatch(/\.html$/);
  expect(clicks).toBeLessThan(CLICKS_MAX);
  expect(problems).toEqual([]);
});

/** The number that the risk of the finding's actor shows. */
async function readRisk(page: Page): Promise<number> {
  const text = await page.getByRole("dialog").getByTestId("actor-risk").innerText();
  return Number(/\d+/.exec(text)?.[0]);
}
