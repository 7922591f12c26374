import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("rules are listed, narrowed down by words and by what they cover, and one says what it looks for", async () => {
  const { page, problems, findFaults } = await openPage("/rules");
  await page.getByText(/^\d{3} rules$/).waitFor();
  const before = await page.getByText(/^\d+ rules$/).innerText();
  await page
    .getByTitle(/^T1537: /)
    .first()
    .click();
  expect(page.url()).toContain("technique=T1537");
  await expect
    .poll(
      () =>
        page
          .getByText(/^\d+ rules?$/)
          .first()
          .innerText(),
      { timeout: 20_000 },
    )
    .not.toBe(before);
  await page
    .getByTitle(/^T1537: /)
    .first()
    .click();
  await page.getByLabel("Part of a title, a technique or an id").fill("cloudtrail");
  await expect
    .poll(
      () =>
        page
          .getByText(/^\d+ rules?$/)
          .first()
          .innerText(),
      { timeout: 20_000 },
    )
    .toMatch(/^\d{1,2} rules?$/);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("a rule opens by its address with its text", async () => {
  const { page, problems } = await openPage("/rules?rule=7fa6257c-d09d-4089-81b7-f4461a41ea54");
  await page.getByRole("dialog").getByText("What it looks for").waitFor();
  await page
    .getByRole("dialog")
    .getByText(/temporal_ordered/)
    .waitFor();
  await page.getByRole("heading", { name: "What to do" }).waitFor();
  expect(problems).toEqual([]);
});
