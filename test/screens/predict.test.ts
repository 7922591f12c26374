import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S1-18 S1-35: a scenario is judged, with its score against the threshold, and explained in three ways", async () => {
  const { page, problems, findFaults } = await openPage("/predict");
  await page.getByText("Nothing is judged yet.").waitFor();
  await page.getByRole("button", { name: "Normal behaviour" }).click();
  await page.getByText("● Normal").waitFor();
  await page.getByRole("button", { name: "Suspicious behaviour" }).click();
  await page.getByText("▲ Anomaly").waitFor();
  await page.getByText(/5 failed sign-ins just before/).waitFor();
  expect(page.url()).toMatch(/failed_attempts=5/);
  const shap = page.getByRole("table", { name: /Contributions of features/ });
  expect(await shap.getByRole("row").count()).toBeGreaterThan(8);
  expect(
    await page
      .getByRole("table", { name: /local picture/ })
      .getByRole("row")
      .count(),
  ).toBeGreaterThan(4);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("S1-18 S1-28: what the API refuses stands at its field, and a judgement is a link", async () => {
  const { page, goTo } = await openPage(
    "/predict?user_id=user-003&timestamp=2024-01-15T22:00:00Z&action_type=download&data_volume_mb=5000&location=Reykjavik&location_change=true",
  );
  await page.getByText("▲ Anomaly").waitFor();
  await goTo("/predict?user_id=<b>x</b>&timestamp=yesterday&action_type=login");
  await page
    .getByText(/Invalid ISO datetime/)
    .first()
    .waitFor();
  expect(await page.getByLabel("Time (UTC)").getAttribute("aria-invalid")).toBe("true");
  expect(await page.getByLabel("User").inputValue()).toBe("<b>x</b>");
});
