import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

const SOON = { timeout: 15_000 };

/** What stands under the name of a figure. */
async function readFigure(page: Page, name: string): Promise<string> {
  const text = await page.getByRole("region", { name: "In figures" }).innerText();
  const lines = text.split("\n").map((line) => line.trim());
  return lines[lines.indexOf(name) + 1] ?? "";
}

const toNumber = (text: string): number => Number(text.replaceAll(/[^\d]/g, ""));

test("S1-17: the overview says in one look what happened, what stands out, who is riskiest and what nobody looked at", async () => {
  const { page, problems, findFaults } = await openPage("/?from=all");
  for (const name of ["Read these first", "Riskiest actors", "Findings over time", "Along the kill chain"])
    expect([name, await page.getByRole("region", { name, exact: true }).count()]).toEqual([name, 1]);
  // Its figures are those of the interface.
  const overview = await page.request.get("/api/v1/overview");
  const { incidents, findings, actors } = await overview.json();
  expect(toNumber(await readFigure(page, "Incidents"))).toBe(incidents.count);
  expect(toNumber(await readFigure(page, "Findings"))).toBe(findings.count);
  expect(toNumber(await readFigure(page, "Actors"))).toBe(actors.count);
  // The worst are incidents, and lead there; the riskiest are told with their risk.
  const worst = page.getByRole("region", { name: "Read these first" }).getByRole("listitem");
  expect(await worst.count()).toBeGreaterThan(2);
  const riskiest = page.getByRole("region", { name: "Riskiest actors" }).getByRole("listitem");
  expect(await riskiest.first().innerText()).toMatch(/\d+ findings?/);
  await worst.first().getByRole("link").click();
  await page.waitForURL(/\/incidents\//);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test("S4-08: the dashboard is worked with: a stretch is drawn in the chart, a tactic is chosen, and the browser goes back", async () => {
  const { page, problems } = await openPage("/?from=all");
  const all = toNumber(await readFigure(page, "Findings"));
  const chart = page.getByRole("region", { name: "Findings over time" }).locator("svg[role=img]");
  await chart.locator(".overlay").waitFor({ state: "attached" });
  await chart.scrollIntoViewIfNeeded();
  const box = (await chart.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.6, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/[?&]from=(?!all)/);
  await expect.poll(async () => toNumber(await readFigure(page, "Findings")), SOON).toBeLessThan(all);
  const drawn = toNumber(await readFigure(page, "Findings"));
  expect(drawn).toBeGreaterThan(0);
  // A tactic leads to its findings, in the same stretch.
  const tactic = page.getByRole("region", { name: "Along the kill chain" }).locator("a[title^=TA]");
  const chosen = tactic.filter({ hasNotText: /\b0$/ }).first();
  const count = toNumber((await chosen.getAttribute("title"))!.split(":")[1]!);
  await chosen.click();
  await page.waitForURL(/\/findings\?.*tactic/);
  await expect
    .poll(() => page.getByRole("region", { name: "Findings", exact: true }).innerText(), SOON)
    .toContain(`${count}`);
  await page.goBack();
  await expect.poll(async () => toNumber(await readFigure(page, "Findings")), SOON).toBe(drawn);
  await page.goBack();
  await expect.poll(async () => toNumber(await readFigure(page, "Findings")), SOON).toBe(all);
  expect(problems).toEqual([]);
});
