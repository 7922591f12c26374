import { readdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMIN_KEY, askAt, ServedPlace, toTrailRecord } from "./fixtures/served-place.ts";
import type { Server } from "./start-server.ts";

const UPLOAD_BYTES_MAX = 2000;

let place: ServedPlace;
let server: Server;
beforeAll(async () => {
  place = await ServedPlace.open();
  server = await place.serveAlso({ limits: { requestMs: 500, uploadBytesMax: UPLOAD_BYTES_MAX } });
}, 120_000);
afterAll(async () => {
  await server.close();
  await place.close();
});

/** A connection, with everything that came over it once it is over. */
function open(): { readonly socket: Socket; readonly said: Promise<string> } {
  const socket = connect({
    port: Number(new URL(server.address).port),
    host: "127.0.0.1",
    allowHalfOpen: true,
  });
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const said = new Promise<string>((resolve) => {
    socket.once("error", () => resolve(text));
    socket.once("end", () => {
      socket.destroy();
      resolve(text);
    });
  });
  return { socket, said };
}

const toHead = (...headers: readonly string[]): string =>
  [
    "POST /api/v1/events?name=cut.json HTTP/1.1",
    "Host: 127.0.0.1",
    `X-API-Key: ${ADMIN_KEY}`,
    "Content-Type: application/x-ndjson",
    "Connection: close",
    ...headers,
    "",
    "",
  ].join("\r\n");

const line = (id: string): string => `${JSON.stringify(toTrailRecord(id))}\n`;
const isStored = async (id: string): Promise<boolean> =>
  (await askAt(server.address, `/api/v1/events/${id}`)).status === 200;
const listParts = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("gait-upload-"));

it("headers that do not end are not waited for", async () => {
  const { socket, said } = open();
  socket.write("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a");
  expect(await said).toMatch(/^HTTP\/1.1 408 [\s\S]*API_SLOW/);
});

it("whoever closes its side behind a whole request hears the answer", async () => {
  const { socket, said } = open();
  const body = line("half-closed-whole");
  socket.end(`${toHead(`Content-Length: ${body.length}`)}${body}`);
  expect(await said).toMatch(/^HTTP\/1.1 200 [\s\S]*"events":1/);
  expect(await isStored("half-closed-whole")).toBe(true);
});

it("whoever listens and closes its side has left", async () => {
  const { socket, said } = open();
  const head = ["GET /api/v1/live HTTP/1.1", "Host: 127.0.0.1", `X-API-Key: ${ADMIN_KEY}`];
  socket.write([...head, "Accept: text/event-stream", "", ""].join("\r\n"));
  await new Promise((resolve) => socket.once("data", resolve));
  socket.end();
  expect(await said).toContain("event: ready");
});

it.each(["half closed", "reset", "left open"])(
  "of a body that breaks off nothing is kept: %s",
  async (how) => {
    const before = await listParts();
    const { socket, said } = open();
    const id = `cut-${how.replace(" ", "-")}`;
    socket.write(`${toHead("Content-Length: 1900")}${line(id)}`);
    await wait(50);
    if (how === "half closed") socket.end();
    if (how === "reset") socket.resetAndDestroy();
    if (how !== "reset") expect(await said).not.toContain("HTTP/1.1 200");
    expect(await isStored(id)).toBe(false);
    const isNew = (name: string): boolean => !before.includes(name);
    await expect.poll(async () => (await listParts()).filter(isNew), { timeout: 10_000 }).toEqual([]);
  },
);

it("a body of unknown length is as large as allowed, and not one byte more", async () => {
  const send = async (bytes: number): Promise<string> => {
    const { socket, said } = open();
    const body = line(`chunked-${bytes}`)
      .trimEnd()
      .padEnd(bytes - 1);
    socket.write(`${toHead("Transfer-Encoding: chunked")}`);
    for (const part of [body.slice(0, 700), `${body.slice(700)}\n`])
      socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    socket.write("0\r\n\r\n");
    return said;
  };
  expect(await send(UPLOAD_BYTES_MAX)).toMatch(/^HTTP\/1.1 200 /);
  expect(await send(UPLOAD_BYTES_MAX + 1)).toMatch(/^HTTP\/1.1 413 [\s\S]*API_BODY_LARGE/);
  expect(await isStored(`chunked-${UPLOAD_BYTES_MAX + 1}`)).toBe(false);
});
