import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("actors are listed with risk and activity, and can be searched, narrowed and ordered by links", async () => {
  const { page, goTo } = await openPage("/actors?from=all");
  const rows = page.getByRole("region", { name: "Actors" }).locator("tbody tr");
  expect(await rows.count()).toBeGreaterThan(10);
  const risks = await rows.locator("td:nth-child(2) span[title^=Risk]").allTextContents();
  const scores = risks.map((text) => Number.parseInt(text, 10));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  // What they did over the range comes after who they are.
  const activity = page.getByRole("img", { name: /^Events over the range/ });
  await activity.nth(10).waitFor({ state: "attached" });

  await page.getByLabel("Find").fill("deploy");
  await page.waitForURL(/text=deploy/);
  await page.waitForFunction("document.querySelectorAll('tbody tr').length < 6");
  for (const name of await rows.locator("a").allTextContents()) expect(name).toContain("deploy");

  await goTo("/actors?from=all&order=name&type=role");
  const names = await rows.locator("a").allTextContents();
  expect(names).toEqual(names.toSorted());
  await goTo("/actors?from=all&text=nobody-is-called-that");
  expect(await page.getByText("No actor is like that in this range.").count()).toBe(1);
});

test("S3-04: an actor's page tells its risk part by part, its habits, its peers, its timeline", async () => {
  const { page, problems, findFaults } = await openPage("/actors?from=all");
  await page.getByRole("region", { name: "Actors" }).locator("tbody a").first().click();
  await page.getByRole("heading", { name: "Risk over time" }).waitFor();
  await page.waitForSelector("[aria-busy=true]", { state: "detached" });

  const risk = page.getByRole("region", { name: "Risk", exact: true });
  const more = risk.getByRole("button", { name: /smaller part/ });
  if ((await more.count()) > 0) await more.click();
  const texts = await risk.locator("li > span").allTextContents();
  const points = texts.flatMap((text) => /^\+<?([\d.]+)$/.exec(text)?.[1] ?? []).map(Number);
  const sum = points.reduce((total, one) => total + one, 0);
  const shown = Number((await risk.locator("p", { hasText: /^Sum/ }).textContent())!.replace("Sum", ""));
  expect(points.length).toBeGreaterThan(0);
  expect(Math.abs(sum - shown)).toBeLessThan(0.01 * (points.length + 1) + 0.05);

  expect(
    await page
      .getByRole("table", { name: /Usual hours of the week/ })
      .locator("tbody td")
      .count(),
  ).toBe(168);
  for (const heading of [
    "Identity",
    "Linked identities",
    "Peers",
    "Is this usual?",
    "New this week",
    "A day in numbers",
    "What it usually uses",
    "Latest sessions",
    "What was found",
  ])
    expect(await page.getByRole("heading", { name: heading, exact: true }).count(), heading).toBe(1);
  expect(await page.getByText("Beside its peers").count()).toBe(1);
  expect(await page.locator("svg [role=button]").count()).toBeGreaterThan(0);

  await page.getByText("Findings", { exact: true }).last().click();
  await page.waitForURL(/timeline=findings/);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("an actor's page shows hostile names as text, narrow too, and says who is not known", async () => {
  const { page, goTo, problems } = await openPage("/actors?from=all&text=%3Cscript", {
    width: 390,
    theme: "light",
  });
  await page.getByRole("region", { name: "Actors" }).locator("tbody a").first().click();
  await page.getByRole("heading", { level: 1, name: /<script>/ }).waitFor();
  await page.waitForSelector("[aria-busy=true]", { state: "detached" });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(await page.evaluate("typeof window.hostile")).toBe("undefined");
  expect(problems).toEqual([]);
  await goTo("/actors/nobody-is-called-that");
  expect(await page.getByRole("alert").textContent()).toContain("nobody-is-called-that");
});
