import { readFileSync } from "node:fs";
import type { Browser, Page, Request } from "playwright-core";
import { z } from "zod";
import { settle } from "../../test/screens/view.ts";

/** A request that a page makes for one of its panels. */
export interface Asked {
  readonly page: string;
  /** Path and query. */
  readonly path: string;
  /** Milliseconds from asking to the whole answer, while the page asks everything else, too, and draws. */
  readonly inPageMs: number;
}

export interface Visit {
  readonly page: string;
  /** From calling the address until none of its panels loads. */
  readonly wholeMs: number;
  readonly asked: readonly Asked[];
}

/** How long a page may take before it is given up. */
const PATIENCE_MS = 120_000;
/** Answers that never end, and what is no panel: news, the session. */
const NO_PANEL = /^\/api\/v1\/(live|session)\b/;

const LIST = z.object({
  items: z.array(z.union([z.object({ id: z.string() }), z.object({ incident: z.string() })])),
});

/** Every page that needs nothing more than to be called, and the details of the worst and the busiest. */
async function listAddresses(address: string): Promise<readonly (readonly [page: string, path: string])[]> {
  const source = readFileSync(new URL("../../web/src/pages.ts", import.meta.url), "utf8");
  const plain = [...source.matchAll(/^ {4}path: "([^"$]+)",$/gm)].map(([, path]) => path!);
  const first = async (list: string): Promise<string | null> => {
    const answer = LIST.parse(await (await fetch(`${address}${list}`)).json());
    const [item] = answer.items;
    if (item === undefined) return null;
    return encodeURIComponent("id" in item ? item.id : item.incident);
  };
  const incident = await first("/api/v1/incidents?limit=1");
  const finding = await first("/api/v1/findings?limit=1");
  const riskiest = await first("/api/v1/actors?limit=1");
  const busiest = await first("/api/v1/actors?limit=1&order=events");
  const details: readonly (readonly [string, string | null])[] = [
    ["/incidents/worst", incident === null ? null : `/incidents/${incident}`],
    ["/findings: worst open", finding === null ? null : `/findings?finding=${finding}`],
    ["/investigation: worst", finding === null ? null : `/investigation?finding=${finding}`],
    ["/actors/riskiest", riskiest === null ? null : `/actors/${riskiest}`],
    ["/actors/busiest", busiest === null ? null : `/actors/${busiest}`],
  ];
  return [
    ...plain.map((path): readonly [string, string] => [path, path]),
    ...details.flatMap(([page, path]) => (path === null ? [] : [[page, path] as const])),
  ];
}

/** Calls every page of the app over a range of time (`now-90d`; null: the one that is shown unasked), one after the other. */
export async function visitPages(
  browser: Browser,
  { address, from }: { readonly address: string; readonly from: string | null },
): Promise<readonly Visit[]> {
  const visits: Visit[] = [];
  for (const [page, path] of await listAddresses(address)) {
    const ranged = from === null ? path : `${path}${path.includes("?") ? "&" : "?"}from=${from}`;
    visits.push(await visit(browser, { name: page, url: `${address}${ranged}` }));
  }
  return visits;
}

async function visit(
  browser: Browser,
  { name, url }: { readonly name: string; readonly url: string },
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    const asked = watchAsked(page, name);
    const started = performance.now();
    await page.goto(url);
    await settle(page);
    return { page: name, wholeMs: performance.now() - started, asked };
  } finally {
    await context.close();
  }
}

function watchAsked(page: Page, name: string): readonly Asked[] {
  const asked: Asked[] = [];
  page.on("requestfinished", (request: Request) => {
    const { pathname, search } = new URL(request.url());
    const isPanel =
      request.resourceType() === "fetch" && request.method() === "GET" && !NO_PANEL.test(pathname);
    if (!isPanel) return;
    const { requestStart, responseEnd } = request.timing();
    asked.push({ page: name, path: `${pathname}${search}`, inPageMs: responseEnd - requestStart });
  });
  return asked;
}
