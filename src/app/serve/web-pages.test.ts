import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askAt, ServedPlace } from "./fixtures/served-place.ts";
import type { Server } from "./start-server.ts";

const PAGE = '<!doctype html><meta name="gait-nonce" content="{nonce}"><title>Gait</title>';
const HTML = { key: null, headers: { accept: "text/html,*/*" } };

let place: ServedPlace;
let web: string;
let server: Server;

beforeAll(async () => {
  place = await ServedPlace.open();
  web = await mkdtemp(join(tmpdir(), "gait-web-"));
  await mkdir(join(web, "assets"));
  await writeFile(join(web, "index.html"), PAGE);
  await writeFile(join(web, "assets/index-1.js"), "let a = 1;");
  await writeFile(join(web, "assets/index-1.js.gz"), gzipSync("let a = 1;"));
  server = await place.serveAlso({ web });
}, 60_000);

afterAll(async () => {
  await server.close();
  await place.close();
  await rm(web, { recursive: true });
});

test("every address of a page gives the one page, to whoever asks, never from a cache", async () => {
  for (const path of ["/", "/findings?q=a", "/actors/arn:aws:iam::1:user%2Fa.b", "/incidents/abc"]) {
    const answer = await askAt(server.address, path, HTML);
    expect(answer.status, path).toBe(200);
    expect(answer.text).toContain("<title>Gait</title>");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
});

test("the front door opens to whoever knocks; elsewhere programs are told that there is nothing", async () => {
  const anything = { key: null, headers: { accept: "*/*" } };
  expect((await askAt(server.address, "/", anything)).text).toContain("<title>Gait</title>");
  expect((await askAt(server.address, "/findings", anything)).status).toBe(404);
});

test("the page takes scripts and styles from here alone, and its own style sheets carry a mark that no other answer has", async () => {
  const [one, other] = [await askAt(server.address, "/", HTML), await askAt(server.address, "/", HTML)];
  const policy = one.headers.get("content-security-policy") ?? "";
  const [, nonce = ""] = /'nonce-([^']+)'/.exec(policy) ?? [];
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain("unsafe");
  expect(nonce.length).toBeGreaterThan(20);
  expect(one.text).toContain(`content="${nonce}"`);
  expect(other.headers.get("content-security-policy")).not.toContain(nonce);
  expect(one.headers.get("x-content-type-options")).toBe("nosniff");
});

test("files are kept for a year by their names, and handed out packed", async () => {
  const answer = await fetch(`${server.address}/assets/index-1.js`, {
    headers: { "accept-encoding": "gzip" },
  });
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(await answer.text()).toBe("let a = 1;");
});

test("what is no page is not there: paths of the API, files, and whoever does not ask for a page", async () => {
  for (const path of [
    "/api/v1/nothing",
    "/assets/gone.js",
    "/assets/%2e%2e/index.html",
    "/favicon.ico",
    "/metrics/x",
  ]) {
    const answer = await askAt(server.address, path, HTML);
    expect(answer.status, path).toBe(404);
  }
  const program = await askAt(server.address, "/findings", {
    key: null,
    headers: { accept: "application/json" },
  });
  expect(program.status).toBe(404);
  expect(program.json["code"]).toBe("API_ROUTE_UNKNOWN");
});

test("where the web app is not built, its address says what to do", async () => {
  const bare = await place.serveAlso({ web: join(web, "nowhere") });
  const answer = await askAt(bare.address, "/", HTML);
  await bare.close();
  expect(answer.status).toBe(503);
  expect(answer.text).toContain("npm run web");
});
