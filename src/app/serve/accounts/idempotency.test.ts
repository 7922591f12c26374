import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ADMIN_KEY, askAt, ServedPlace, toTrailRecord } from "../fixtures/served-place.ts";
import type { Server } from "../start-server.ts";

let place: ServedPlace;
let server: Server;
beforeAll(async () => {
  place = await ServedPlace.open();
  server = await place.serveAlso({});
}, 60_000);
afterAll(async () => {
  await server.close();
  await place.close();
});

const send = (key: string, body: object, path = "/api/v1/events?name=trail.json") =>
  askAt(server.address, path, { body: JSON.stringify(body), headers: { "idempotency-key": key } });

const restart = async () => {
  await server.close();
  server = await place.serveAlso({});
};

it("the same logs with the same key are answered the same, also by a server that started since", async () => {
  const first = await send("a", toTrailRecord("e-1"));
  expect([first.status, first.json]).toMatchObject([200, { inputs_new: 1, events: 1 }]);
  expect(first.headers.get("idempotency-replayed")).toBeNull();
  await restart();
  const again = await send("a", toTrailRecord("e-1"));
  expect([again.status, again.json]).toEqual([200, first.json]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect((await send("b", toTrailRecord("e-1"))).json).toMatchObject({ inputs_new: 0, inputs_known: 1 });
});

it("another body with the same key is refused, and nothing of it is kept", async () => {
  const other = await send("a", toTrailRecord("e-2"));
  expect(other.json).toMatchObject({ code: "API_REPEAT_DIFFERS", status: 422 });
  expect((await send("a", toTrailRecord("e-1"), "/api/v1/events?name=other")).status).toBe(422);
  expect((await askAt(server.address, "/api/v1/events/e-2")).status).toBe(404);
  expect((await send("c", toTrailRecord("e-2"))).json).toMatchObject({ events: 1 });
});

it("what is sent twice at once is done once", async () => {
  const answers = await Promise.all([send("d", toTrailRecord("e-3")), send("d", toTrailRecord("e-3"))]);
  const statuses = answers.map(({ status }) => status).toSorted((left, right) => left - right);
  expect([
    [200, 200],
    [200, 409],
  ]).toContainEqual(statuses);
  for (const { status, json } of answers)
    expect(json).toMatchObject(status === 200 ? { inputs_new: 1 } : { code: "API_REPEAT_BUSY" });
});

it("what failed may be asked again with its key", async () => {
  const wrong = { target: "no such finding", verdict: "benign" };
  let asked = 0;
  // Before the first look at what came in nobody can say that there is no such finding.
  await vi.waitFor(
    async () => {
      expect((await send(`looked-${asked++}`, wrong, "/api/v1/verdicts")).status).toBe(404);
    },
    { timeout: 20_000, interval: 200 },
  );
  expect((await send("e", wrong, "/api/v1/verdicts")).status).toBe(404);
  expect((await send("e", wrong, "/api/v1/verdicts")).status).toBe(404);
});

it("keys are one caller's own, and of one path", async () => {
  const key = { name: "other", scopes: ["ingest"] };
  const made = await askAt(server.address, "/api/v1/keys", { json: key });
  const other = await askAt(server.address, "/api/v1/events?name=trail.json", {
    key: JSON.stringify(made.json["key"]).slice(1, -1),
    body: JSON.stringify(toTrailRecord("e-1")),
    headers: { "idempotency-key": "a" },
  });
  expect(other.headers.get("idempotency-replayed")).toBeNull();
  expect(other.json).toMatchObject({ inputs_known: 1 });
});

it.each(["with space", "x".repeat(256), "ü"])("%s is no key", async (key) => {
  const path = "/api/v1/events";
  const headers = { "idempotency-key": encodeURI(key) === key ? key : "\u00fc" };
  const { json } = await askAt(server.address, path, { key: ADMIN_KEY, body: "{}", headers });
  expect(json).toMatchObject({ code: "API_REPEAT_KEY", status: 400 });
});

it("a secret is never kept: what makes one is done each time", async () => {
  const json = { name: "x", scopes: ["read"] };
  const make = () =>
    askAt(server.address, "/api/v1/keys", { json, headers: { "idempotency-key": "secret" } });
  expect((await make()).json["key"]).not.toBe((await make()).json["key"]);
});
