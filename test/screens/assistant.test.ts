import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S3-03 S3-15: a suggested question is answered with words, a chart, a table and sources that lead on", async () => {
  const { page, findFaults, problems } = await openPage("/assistant");
  await page.getByRole("button", { name: "Which users pose the highest risk?" }).click();
  await page.getByRole("heading", { level: 2, name: "Which users pose the highest risk?" }).waitFor();
  await page.locator("article").getByText("The highest risk of").first().waitFor();
  await page.getByRole("img", { name: "Risk from 0 to 100" }).locator("svg").waitFor();
  expect(await page.getByRole("table", { name: "Risk" }).getByRole("row").count()).toBeGreaterThan(1);
  expect(await page.locator("[role=status][aria-live=polite]").first().textContent()).toContain(
    "Answer: The highest risk",
  );
  expect(await page.getByText("Answered without a language model: nothing left this machine.").count()).toBe(
    1,
  );
  expect(await findFaults()).toEqual([]);
  // What follows keeps what was spoken of; the keyboard is enough.
  await page.keyboard.press("/");
  await page.getByLabel("Your question").fill("show the second one");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What was found" }).waitFor();
  await page.getByLabel("Your question").press("ArrowUp");
  expect(await page.getByLabel("Your question").inputValue()).toBe("show the second one");
  // A mark leads to what it names; the talk is there on the way back.
  await page.locator("article").last().locator("a").first().click();
  await page.waitForURL(/\/(?:actors|findings|incidents)/);
  await page.goBack();
  await page.getByRole("button", { name: "Forget this talk" }).click();
  await page.getByRole("heading", { name: "Questions to begin with" }).waitFor();
  expect(problems).toEqual([]);
});

test("S3-03: a question of one's own in the address is asked; one that is none is said to be so; narrow and light", async () => {
  const { page, findFaults, problems } = await openPage("/assistant?ask=What%20is%20the%20weather%3F", {
    width: 390,
    theme: "light",
  });
  await page.locator("article").getByText("I can't answer that.").first().waitFor();
  await page.getByLabel("Your question").fill("Summarize the current security posture");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What matters most" }).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});
