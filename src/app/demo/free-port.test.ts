import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort } from "./free-port.ts";

const HOST = "127.0.0.1";

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, HOST);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : 0;
}

test("a port at which somebody listens is passed over for the next one that is free", async () => {
  const taken = await listen(0);
  const free = await findFreePort(HOST, taken);
  expect(free).toBeGreaterThan(taken);
  expect(free).toBeLessThan(taken + 20);
  expect(await listen(free)).toBe(free);
});

test("a port that is free is the one, and any is any", async () => {
  const taken = await listen(0);
  const free = await findFreePort(HOST, taken);
  expect(await findFreePort(HOST, free)).toBe(free);
  expect(await findFreePort(HOST, 0)).toBe(0);
});
