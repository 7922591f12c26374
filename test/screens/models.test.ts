import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S1-13 S2-10: a model's card shows curves, confusion, classes, calibration and importances", async () => {
  const { page, problems, findFaults } = await openPage("/models");
  const first = page.getByRole("heading", { name: /Random Forest for people whom it does not know/ });
  await first.waitFor();
  for (const name of [/^ROC curve of/, /^Precision against recall of/, /^Calibration of/]) {
    const chart = page.getByRole("img", { name });
    await chart.locator("svg").first().waitFor();
  }
  const report = page.getByRole("table", { name: "Precision, recall and F1 by class" });
  expect(await report.getByRole("row").allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^usual/), expect.stringMatching(/^weighted mean/)]),
  );
  expect(
    await page
      .getByRole("table", { name: /by what they were called/ })
      .getByRole("cell")
      .count(),
  ).toBe(4);
  expect(await page.getByRole("table", { name: "Importance of features" }).getByRole("row").count()).toBe(15);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

/** On a machine that does much else. */
const TRAINING_MS = 80_000;

test("S3-13 S3-16: a recipe is learned from the page with rows, share and trees, and its card opened", async () => {
  const { page } = await openPage("/models");
  await page.getByLabel("What to learn").selectOption("s3");
  await page.getByLabel("Rows", { exact: true }).fill("1000");
  await page.getByLabel("Trees").fill("20");
  await page.getByRole("button", { name: "Learn it" }).click();
  await page.getByRole("button", { name: /Look at the model/ }).click({ timeout: TRAINING_MS });
  await page.getByRole("heading", { name: "Recipe: cloud logs by nine features" }).first().waitFor();
  const accuracy = await page.getByText("Accuracy", { exact: true }).locator("..").innerText();
  expect(Number(/([\d.]+)%/.exec(accuracy)?.[1])).toBeGreaterThan(90);
  expect(page.url()).toMatch(/training=.+/);
}, 100_000);
