import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askAt, ServedPlace } from "./fixtures/served-place.ts";
import type { Server } from "./start-server.ts";

let place: ServedPlace;
let server: Server;
beforeAll(async () => {
  place = await ServedPlace.open();
  server = await place.serveAlso({ isOpen: true });
}, 60_000);
afterAll(async () => {
  await server.close();
  await place.close();
});

const NEW_KEY = JSON.stringify({ name: "x", scopes: ["read"] });

/** The status of an answer to headers that browsers alone may send. */
const send = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const body = method === "POST" ? NEW_KEY : null;
    const sent = request(`${server.address}${path}`, {
      method,
      headers: { ...(body === null ? {} : { "content-type": "application/json" }), ...headers },
    });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });

const portOf = (): string => new URL(server.address).port;

it("whoever asks on this machine may do everything", async () => {
  expect((await askAt(server.address, "/api/v1/keys", { key: null })).status).toBe(200);
  expect(await send("POST", "/api/v1/keys", {})).toBe(201);
  expect(await send("POST", "/api/v1/keys", { "sec-fetch-site": "same-origin" })).toBe(201);
  for (const name of ["127.0.0.1", "localhost", "[::1]"]) {
    const host = `${name}:${portOf()}`;
    expect(await send("POST", "/api/v1/keys", { host, origin: `http://${host}` })).toBe(201);
  }
});

it.each([
  { host: "evil.example" },
  { host: "evil.example:5000" },
  { host: "127.0.0.1.evil.example" },
  { host: "localhost@evil.example" },
  { host: "10.0.0.1" },
])("a page whose name was made to lead here is refused: $host", async (headers) => {
  expect(await send("GET", "/api/v1/keys", headers)).toBe(403);
  expect(await send("GET", "/health", headers)).toBe(403);
});

it.each<Readonly<Record<string, string>>>([
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://localhost:1" },
])("a page of another origin changes nothing: %j", async (headers) => {
  const before = (await place.store.keys.list()).length;
  expect(await send("POST", "/api/v1/keys", headers)).toBe(403);
  expect(await send("DELETE", "/api/v1/keys/x", headers)).toBe(403);
  expect((await place.store.keys.list()).length).toBe(before);
});

it("others cannot reach a server that asks nobody for a key", async () => {
  for (const host of ["0.0.0.0", "::", "10.0.0.1"])
    await expect(place.serveAlso({ isOpen: true, host })).rejects.toMatchObject({
      report: { code: "SERVE_OPEN" },
    });
});
