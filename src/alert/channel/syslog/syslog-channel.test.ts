import { createSocket } from "node:dgram";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Behaviour, describeChannel, HOSTILE, sampleMessage } from "../channel.suite.ts";
import { escapeHeader, escapeValue, toCef } from "./cef.ts";
import { createSyslogChannel } from "./syslog-channel.ts";

/** Messages of a stream: a length, a space, so many bytes. */
function readFrames(bytes: Buffer): readonly string[] {
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, space).toString());
    const end = space + 1 + length;
    if (end > bytes.length) break;
    frames.push(bytes.subarray(space + 1, end).toString("utf8"));
    at = end;
  }
  return frames;
}

/** A syslog server over TCP, on this machine. */
async function startSyslog() {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = "fine";
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      const read = readFrames(Buffer.concat(chunks));
      if (read.length === 0 || behaviour === "silent") return;
      chunks.length = 0;
      messages.push(...read);
      if (behaviour === "dropping") socket.resetAndDestroy();
    });
  });
  server.on("connection", (socket) => {
    if (behaviour === "silent") socket.allowHalfOpen = true;
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    messages,
    channel: createSyslogChannel({ transport: "tcp", host: "127.0.0.1", port, ca: null }),
    async behave(next: Behaviour) {
      if (next === "down") await stop();
      else if (!server.listening) await listen(port);
      behaviour = next;
    },
    close: stop,
  };
}

const HEADER = /^<(\d+)>1 (\S+) (\S+) gait - (\S+) - (CEF:0\|.*)$/s;

describeChannel("syslog", {
  open: async () => {
    const syslog = await startSyslog();
    return {
      ...syslog,
      received: async () => syslog.messages.map((text) => ({ id: HEADER.exec(text)?.[4] ?? "", text })),
    };
  },
  cannot: { refusing: "nobody answers in syslog", busy: "nobody answers in syslog" },
});

test("a datagram is one message of RFC 5424 with CEF in it", async () => {
  const server = createSocket("udp4");
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  const got = new Promise<string>((resolve) => server.once("message", (bytes) => resolve(bytes.toString())));
  const { port } = server.address();
  const channel = createSyslogChannel({ transport: "udp", host: "127.0.0.1", port, ca: null });
  const message = sampleMessage({ title: "x".repeat(100_000) });
  expect(await channel.send(message, { signal: AbortSignal.timeout(5000) })).toEqual({ kind: "delivered" });
  const [, priority, at, , id, cef] = HEADER.exec(await got)!;
  expect([priority, at, id]).toEqual([String(14 * 8 + 3), message.body.at, message.id]);
  expect(cef).toMatch(/^CEF:0\|Gait\|Gait\|1\|incident\.new\|x+…\|8\|rt=\d+ externalId=/);
});

test("nothing from a log breaks out of its field", () => {
  expect(escapeHeader("a|b\\c\nd=e")).toBe("a\\|b\\\\c d=e");
  expect(escapeValue("a|b\\c\r\nd=e")).toBe("a|b\\\\c d\\=e");
  const cef = toCef(sampleMessage({ title: `${HOSTILE}|9|act=none`, actors: ["x cs2=low", "a\\"] }));
  expect(cef).not.toMatch(/[\p{Cc}\u202e]/u);
  const unescaped = cef.split(/(?<!\\)\|/);
  expect(unescaped).toHaveLength(8);
  expect(unescaped[6]).toBe("8");
  const keys = [...unescaped[7]!.matchAll(/(?:^| )([A-Za-z0-9]+)(?<!\\)=/g)].map(([, key]) => key);
  expect(keys).toEqual([
    "rt",
    "externalId",
    "cat",
    "suser",
    "cnt",
    "start",
    "end",
    "cs1Label",
    "cs1",
    "cs2Label",
    "cs2",
    "msg",
  ]);
});
