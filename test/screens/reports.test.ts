import { createHash } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { REPORT_JSON } from "../../src/report/index.ts";
import { openPage } from "./harness.ts";

const api = (path: string): string => `${inject("addresses").demo}/api/v1/${path}`;
const askJson = async (path: string): Promise<unknown> => (await fetch(api(path))).json();

/** Ids of the worst incidents of the demo company. */
async function listIncidents(): Promise<readonly string[]> {
  const answer = (await askJson("incidents?limit=3")) as { items: { incident: string }[] };
  return answer.items.map(({ incident }) => incident);
}

describe("S1-06 S3-05 S3-18: the page of reports", () => {
  test("shows each kind as it will be handed on, where it can do nothing", async () => {
    const { page, problems, goTo, findFaults } = await openPage("/reports?from=all");
    const frame = page.frameLocator("iframe");
    expect(await frame.locator("h1").textContent()).toMatch(/incident/);
    expect(await page.locator("iframe").getAttribute("sandbox")).toBe("");
    expect(await findFaults()).toEqual([]);
    for (const [kind, words] of [
      ["posture", "Where we stand"],
      ["incident", "What to do now"],
      ["actor", "Risk, and where it comes from"],
    ] as const) {
      await goTo(`/reports?from=all&kind=${kind}`);
      expect(await frame.locator("main").textContent()).toContain(words);
    }
    expect(problems).toEqual([]);
  });

  test("takes another incident when one is chosen, and its address leads back to it", async () => {
    const { page } = await openPage("/reports?from=all&kind=incident");
    const title = page.frameLocator("iframe").locator("h1");
    const first = await title.textContent();
    await page.getByLabel("Which incident").selectOption({ index: 1 });
    await expect.poll(() => title.textContent(), { timeout: 20_000 }).not.toBe(first);
    expect(page.url()).toMatch(/of=[0-9a-f]{32}/);
  });

  test("is saved in any format under a name of its own", async () => {
    const { page } = await openPage("/reports?from=all&kind=posture");
    await page.getByRole("button", { name: "Report" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Markdown" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^gait-posture-.*\.md$/);
  });

  test("says that nothing was looked at where nothing was", async () => {
    const { page } = await openPage("/reports", { store: "empty" });
    expect(await page.locator("iframe").count()).toBe(0);
    expect(await page.locator("main").textContent()).toMatch(/looked/i);
  });
});

/** Pages of a PDF, and the headings that it names as its outline with the page of each. */
function readPdf(pdf: Buffer): { readonly pages: number; readonly headings: readonly string[] } {
  const text = pdf.toString("latin1");
  const headings = [...text.matchAll(/\/Title \(((?:\\.|[^\\)])*)\)/g)].map(([, title]) =>
    toOutlineText(title!),
  );
  return { pages: [...text.matchAll(/\/Type \/Page\b/g)].length, headings };
}

/** Strings of a PDF: escaped octets, in UTF-16 where they begin with its mark. */
function toOutlineText(escaped: string): string {
  const octets = escaped.replace(/\\(?:([0-7]{3})|(.))/gs, (_, octal?: string, char?: string) =>
    octal === undefined ? (char ?? "") : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return octets.startsWith("\u00fe\u00ff")
    ? new TextDecoder("utf-16be").decode(Buffer.from(octets.slice(2), "latin1"))
    : octets;
}

describe("S1-06 S3-18: reports of three generated incidents", () => {
  test.each([
    ["A4", 0],
    ["Letter", 1],
    ["A4", 2],
  ] as const)("are printed on %s with all sections, none of them lost", async (format, index) => {
    const id = (await listIncidents())[index];
    const { page } = await openPage("/reports");
    await page.goto(api(`reports/incidents/${id}`));
    const pdf = await page.pdf({ format, outline: true, tagged: true });
    const { pages, headings } = readPdf(pdf);
    expect(pages).toBeGreaterThan(5);
    expect(pages).toBeLessThan(60);
    for (const heading of [
      "Summary",
      "What to do now",
      "What happened",
      "Evidence",
      "Appendix: records and hashes",
    ])
      expect(headings).toContain(heading);
  });

  test("fit a narrow screen, and have no fault of access", async () => {
    const [id] = await listIncidents();
    const { page, findFaults } = await openPage("/reports", { width: 390, theme: "light" });
    // Where it stands it may run nothing, the checker neither: the same page by itself may be looked at.
    await page.goto("about:blank");
    await page.setContent(await (await fetch(api(`reports/incidents/${id}`))).text());
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(await findFaults()).toEqual([]);
  });

  test("hold records as they came in, with hashes that are theirs", async () => {
    const [id] = await listIncidents();
    const report = REPORT_JSON.parse(await askJson(`reports/incidents/${id}?format=json`));
    expect(report.records.length).toBeGreaterThan(0);
    for (const { event, text, sha256, is_cut: isCut } of report.records) {
      const raw = await (await fetch(api(`events/${event}/raw`))).text();
      expect(createHash("sha256").update(raw).digest("hex")).toBe(sha256);
      expect(isCut ? raw.startsWith(text) : raw === text).toBe(true);
    }
    for (const { sha256, bytes } of report.inputs) expect([sha256.length, bytes > 0]).toEqual([64, true]);
    expect(report.evidence_count).toBe(new Set(report.findings.flatMap(({ events }) => events)).size);
  });
});
