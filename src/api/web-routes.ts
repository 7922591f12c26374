import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { describeProblem, toError } from "../domain/index.ts";
import { API_PROBLEMS } from "./problems.ts";

/** Where pages of the web app never are: programs ask there, and shall be told that they asked for nothing. */
const NO_PAGE = /^\/(?:api|assets|docs|metrics|health|livez|readyz)(?:\/|$)/;
/** A file that somebody looks for: /robots.txt, /favicon.ico. */
const FILE = /\.[a-z0-9]{1,5}$/i;
/** In the built page, in place of the mark that its own style sheets carry. */
const NONCE = "{nonce}";
const YEAR_MS = 365 * 86_400_000;

/**
 * The web app: its files, which are named by their content and kept for a year, and one page for every address that is
 * not the API's. `folder` is what `npm run web` built; where it is missing, pages say so.
 */
export async function addWebRoutes(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (files) => {
    files.addHook("onRoute", (route) => {
      route.config = { ...route.config, scope: "nobody" };
      route.schema = { ...route.schema, hide: true };
    });
    await files.register(fastifyStatic, {
      root: join(folder, "assets"),
      prefix: "/assets/",
      decorateReply: false,
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: YEAR_MS,
    });
  });
  app.get("/*", { config: { scope: "nobody" }, schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split("?", 1)[0]!;
    // Whoever asks for the front door gets it, as whoever tries with curl whether somebody is at home.
    const wantsPage = path === "/" || (request.headers.accept?.includes("text/html") ?? false);
    if (NO_PAGE.test(path) || !wantsPage || (FILE.test(path) && path.lastIndexOf("/") === 0))
      throw toError(API_PROBLEMS, "API_ROUTE_UNKNOWN", { method: request.method, path: path.slice(0, 200) });
    return sendPage(reply, await readPage(folder));
  });
}

async function readPage(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, "index.html"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The page with a mark that no other answer has: style sheets without it are refused by the browser. */
function sendPage(reply: FastifyReply, page: string | null): FastifyReply {
  reply.type("text/html; charset=utf-8").header("cache-control", "no-store");
  if (page === null) {
    const { text, remedy, status } = describeProblem(API_PROBLEMS, "API_WEB_MISSING");
    return reply
      .code(status)
      .send(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gait</title><h1>${text}</h1><p>${remedy}</p></html>`,
      );
  }
  const nonce = randomBytes(16).toString("base64");
  return reply
    .header("content-security-policy", PAGE_POLICY.replace(NONCE, nonce))
    .send(page.replaceAll(NONCE, nonce));
}

/** Everything from here alone; pictures also from the page itself, as charts are saved. */
const PAGE_POLICY = [
  "default-src 'self'",
  `style-src 'self' 'nonce-${NONCE}'`,
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");
