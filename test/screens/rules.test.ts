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

test("a rule of one's own is written, found broken, tried, tested and kept, and its page says all of it", {
  timeout: 120_000,
}, async () => {
  const { page, problems, findFaults, goTo } = await openPage("/rules/new");
  const text = page.getByRole("textbox", { name: "Rules", exact: true });
  await text.fill(
    "title: x\nlogsource: { product: aws, service: cloudtrail }\ndetection: { a: { b|contians: c }, condition: a }",
  );
  await page.getByText(/Error in line 3, column \d+/).waitFor();
  await text.fill("");
  await page.getByRole("button", { name: "Begin with an example" }).click();
  await page.getByText(/it had no id and is given one/).waitFor();
  await page.getByRole("button", { name: "Try it" }).click();
  await page
    .getByText(/^Would (not )?have fired.* in 30 days/)
    .last()
    .waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Run the examples" }).click();
  await page.getByText("2 examples: all as they should be.").waitFor();
  const event = {
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    errorCode: "AccessDenied",
  };
  await page.getByLabel(/^An event as its log writes it/).fill(JSON.stringify(event));
  await page.getByRole("button", { name: "Test it" }).click();
  await page.getByText(/this rules it out; the event has/).waitFor();
  expect(await findFaults()).toEqual([]);
  await page.getByRole("button", { name: "Keep 1 rule" }).click();
  await page.getByRole("heading", { name: "Log trail stopped", level: 1 }).waitFor();
  await page.getByText("It is off: passes leave it out").waitFor();
  await page.getByText(/^Version 1/).waitFor();
  await page.getByText("Make an exception").click();
  await page.getByLabel("Its whole id").fill("<b>nobody</b>\u202e");
  await page.getByLabel("Why").fill("a test");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("The exception covers 0 findings").waitFor();
  await page.getByRole("button", { name: "End it" }).click();
  await page.getByText(/; ended$/).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await findFaults()).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  const own = page.url();
  await page.getByRole("button", { name: "Take it away" }).click();
  await page.getByRole("heading", { name: "Rules", level: 1 }).waitFor();
  await goTo(own);
  await page.getByText(/There is no rule/).waitFor();
  expect(problems).toEqual([]);
});
