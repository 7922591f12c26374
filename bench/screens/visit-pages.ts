import { readFileSync } from "node:fs";
import type { Browser, Page, Request } from "playwright-core";
import { z } from "zod";
import { findFaults, watchProblems } from "../../test/screens/faults.ts";
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
  /** Errors of its scripts, what the server failed at, and what axe finds fault with. */
  readonly faults: readonly string[];
}

/** How long a page may take before it is given up. */
const PATIENCE_MS = 120_000;
/** Answers that never end, and what is no panel: news, the session. */
const NO_PANEL = /^\/api\/v1\/(live|session)\b/;

/** What the server rightly refuses: a link that nobody was given. */
const REFUSED: Readonly<Record<string, RegExp>> = { "/welcome": /status of 400/ };

const LIST = z.object({
  items: z.array(z.union([z.object({ id: z.string() }), z.object({ incident: z.string() })])),
});

/** A page's name, and its address. */
type NamedAddress = readonly [page: string, path: string];

/** Every path that the router knows, `/actors/$id` as it writes it. */
function listRoutes(): readonly string[] {
  return ["pages.ts", "router.tsx"].flatMap((file) => {
    const source = readFileSync(new URL(`../../web/src/${file}`, import.meta.url), "utf8");
    return [...source.matchAll(/^ {4}path: "([^"]+)",$/gm)].map(([, path]) => path!);
  });
}

/** Every page of the router: what needs nothing more than to be called, and details of the worst and the busiest. */
async function listAddresses(address: string): Promise<readonly NamedAddress[]> {
  const routes = listRoutes();
  const details = await listDetails(address);
  const missed = routes.filter((path) => path.includes("$") && !details.some(({ route }) => route === path));
  if (missed.length > 0) throw new Error(`No address is known of the pages ${missed.join(", ")}.`);
  return [
    ...routes.filter((path) => !path.includes("$")).map((path): NamedAddress => [path, path]),
    ...details.flatMap(({ page, path }): readonly NamedAddress[] => (path === null ? [] : [[page, path]])),
  ];
}

interface DetailPage {
  readonly route: string;
  readonly page: string;
  /** Null: the store has nothing of the kind. */
  readonly path: string | null;
}

async function listDetails(address: string): Promise<readonly DetailPage[]> {
  const first = async (list: string, to: (id: string) => string): Promise<string | null> => {
    const answer = LIST.parse(await (await fetch(`${address}${list}`)).json());
    const [item] = answer.items;
    return item === undefined ? null : to(encodeURIComponent("id" in item ? item.id : item.incident));
  };
  const finding = "/api/v1/findings?limit=1";
  const busiest = "/api/v1/actors?limit=1&order=events";
  return [
    {
      route: "/incidents/$id",
      page: "/incidents: the worst",
      path: await first("/api/v1/incidents?limit=1", (id) => `/incidents/${id}`),
    },
    {
      route: "/findings",
      page: "/findings: the worst is open",
      path: await first(finding, (id) => `/findings?finding=${id}`),
    },
    {
      route: "/investigation",
      page: "/investigation: the worst",
      path: await first(finding, (id) => `/investigation?finding=${id}`),
    },
    {
      route: "/actors/$id",
      page: "/actors: the riskiest",
      path: await first("/api/v1/actors?limit=1", (id) => `/actors/${id}`),
    },
    {
      route: "/actors/$id",
      page: "/actors: the busiest",
      path: await first(busiest, (id) => `/actors/${id}`),
    },
    {
      route: "/rules/$id",
      page: "/rules: the first",
      path: await first("/api/v1/rules", (id) => `/rules/${id}`),
    },
  ];
}

export interface VisitOptions {
  readonly address: string;
  /** `now-90d`; null: the range that is shown unasked. */
  readonly from: string | null;
  /** Pages whose name has it alone; null: all. */
  readonly named: string | null;
  /** Whether axe looks at them as well. */
  readonly isJudged: boolean;
}

/** Calls every page of the app over a range of time, one after the other. */
export async function visitPages(
  browser: Browser,
  { address, from, named, isJudged }: VisitOptions,
): Promise<readonly Visit[]> {
  const visits: Visit[] = [];
  for (const [page, path] of await listAddresses(address)) {
    if (named !== null && !page.includes(named)) continue;
    const ranged = from === null ? path : `${path}${path.includes("?") ? "&" : "?"}from=${from}`;
    visits.push(await visit(browser, { name: page, url: `${address}${ranged}`, isJudged }));
  }
  return visits;
}

async function visit(
  browser: Browser,
  { name, url, isJudged }: { readonly name: string; readonly url: string; readonly isJudged: boolean },
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    const asked = watchAsked(page, name);
    const problems = watchProblems(page);
    const started = performance.now();
    await page.goto(url);
    await settle(page);
    const wholeMs = performance.now() - started;
    const faults = isJudged ? await findFaults(page) : [];
    const refused = REFUSED[name];
    const unexpected = problems.filter((problem) => refused === undefined || !refused.test(problem));
    return { page: name, wholeMs, asked, faults: [...unexpected, ...faults] };
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
