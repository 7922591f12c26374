import { expect, test } from "vitest";
import { openPage } from "./harness.ts";

test("S3-01: the threat map shades countries, marks regions by shape, opens their detail by click and by key", async () => {
  const { page, problems, findFaults } = await openPage("/map?from=all");
  const map = page.getByLabel(/^Map of the world/);
  await map.locator("path[role=button]").first().waitFor();
  expect(await map.locator("path").count()).toBeGreaterThan(170);
  const regions = map.getByRole("button", { name: /^Cloud region/ });
  expect(await regions.count()).toBeGreaterThan(1);
  const fills = await map
    .locator("path[role=button]")
    .evaluateAll((paths) => paths.map((path) => path.getAttribute("style") ?? ""));
  expect(fills.every((style) => style.includes("color-mix"))).toBe(true);
  expect(await page.getByRole("link", { name: "IP Geolocation by DB-IP" }).getAttribute("href")).toBe(
    "https://db-ip.com",
  );

  await regions.first().focus();
  await page.keyboard.press("Enter");
  const detail = page.getByRole("dialog");
  await detail.getByRole("heading", { name: "Latest findings" }).waitFor();
  await page.waitForURL(/place=region:/);
  await detail.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
  expect(await detail.getByRole("heading", { name: "Who is active there" }).count()).toBe(1);
  expect(await detail.getByRole("heading", { name: "What is done there" }).count()).toBe(1);
  expect(await findFaults()).toEqual([]);
  await page.keyboard.press("Escape");
  await detail.waitFor({ state: "detached" });
  expect(problems).toEqual([]);
});

test("S3-01: the map is enlarged and moved by buttons and keys, and its table says the same", async () => {
  const { page } = await openPage("/map?from=all&by=region");
  const world = page.locator("svg[aria-label^='Map of the world'] > g");
  await page.getByRole("button", { name: "Larger" }).click();
  expect(await world.getAttribute("transform")).toContain("scale(1.6)");
  await page.getByLabel(/^Map of the world/).focus();
  const before = await world.getAttribute("transform");
  await page.keyboard.press("ArrowRight");
  expect(await world.getAttribute("transform")).not.toBe(before);
  await page.keyboard.press("0");
  expect(await world.getAttribute("transform")).toContain("scale(1)");

  const marked = await page.getByRole("button", { name: /^Cloud region/ }).count();
  const rows = page.getByRole("region", { name: "Places of the map" }).locator("tbody tr");
  expect(await rows.count()).toBeGreaterThanOrEqual(marked);
  const first = await rows.first().textContent();
  expect(first).toMatch(/Critical|High|Medium|Low|Info/);
});
