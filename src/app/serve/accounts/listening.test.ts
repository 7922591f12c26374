import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { request as requestTls } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveSettings } from "../../settings/resolve.ts";
import { ADMIN_KEY, ServedPlace } from "../fixtures/served-place.ts";
import {
  CERTIFICATE,
  CERTIFICATE_KEY,
  CERTIFICATE_RENEWED,
  CERTIFICATE_RENEWED_KEY,
} from "./fixtures/certificate.ts";
import { toListening } from "./listening.ts";

let place: ServedPlace;
let folder: string;
beforeAll(async () => {
  place = await ServedPlace.open();
  folder = await mkdtemp(join(tmpdir(), "gait-tls-"));
  await writeFile(join(folder, "cert.pem"), CERTIFICATE);
  await writeFile(join(folder, "key.pem"), CERTIFICATE_KEY);
}, 60_000);
afterAll(async () => {
  await place.close();
  await rm(folder, { recursive: true, force: true });
});

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly text: string;
}

/** Asks with headers that `fetch` does not let be set. */
const ask = (address: string, options: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const url = new URL(`${address}${options.path}`);
    const headers = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...rest.headers,
    };
    const sent =
      url.protocol === "https:"
        ? requestTls(url, { ...rest, headers, ca: CERTIFICATE })
        : request(url, { ...rest, headers });
    sent.on("error", reject);
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, cookie: String(response.headers["set-cookie"]), text }),
      );
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

/** The number of the certificate that a new connection is shown. */
async function readSerial(address: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

const ACCOUNT = { name: "ann", password: "correct horse battery staple" };

const read = (env: Readonly<Record<string, string>>, flags: Parameters<typeof toListening>[1] = NO_FLAGS) =>
  toListening(resolveSettings({ env }).values, flags);
const NO_FLAGS = { tlsCert: null, tlsKey: null };

describe("a server with a certificate of its own", () => {
  it("S1-38: answers under TLS alone, and marks the cookie as for TLS alone", async () => {
    const tls = read({
      GAIT_TLS_CERT: join(folder, "cert.pem"),
      GAIT_TLS_KEY: join(folder, "key.pem"),
    }).tls!;
    const server = await place.serveAlso({ tls });
    expect(server.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(server.setUpLink).toContain(`${server.address}/welcome#`);
    expect(await ask(server.address, { path: "/livez" })).toMatchObject({ status: 200 });
    const token = server.setUpLink!.split("#")[1];
    const body = { ...ACCOUNT, token };
    const made = await ask(server.address, { path: "/api/v1/setup", method: "POST", body });
    expect([made.status, made.cookie]).toEqual([
      200,
      expect.stringMatching(/^__Host-gait_session=[\w-]{43}; .*Secure/),
    ]);
    const cookie = made.cookie.split(";", 1)[0]!;
    expect((await ask(server.address, { path: "/api/v1/users", headers: { cookie } })).status).toBe(200);
    const plain = ask(server.address.replace("https", "http"), { path: "/livez" });
    await expect(plain).rejects.toMatchObject({ code: expect.any(String) });
    await server.close();
  });

  it("S1-38: takes a renewed certificate over while it runs, and keeps the old one while a renewal is half done", async () => {
    const files = { cert: join(folder, "live-cert.pem"), key: join(folder, "live-key.pem") };
    await writeFile(files.cert, CERTIFICATE);
    await writeFile(files.key, CERTIFICATE_KEY);
    const log: string[] = [];
    const listening = read({ GAIT_TLS_CERT: files.cert, GAIT_TLS_KEY: files.key });
    const options = { ...listening, tlsEveryMs: 20, log: { write: (line: string) => log.push(line) } };
    const server = await place.serveAlso(options);
    const serial = () => readSerial(server.address);
    const [before, after] = [CERTIFICATE, CERTIFICATE_RENEWED].map(
      (pem) => new X509Certificate(pem).serialNumber,
    );
    expect(await serial()).toBe(before);
    await writeFile(files.cert, CERTIFICATE_RENEWED);
    await expect.poll(() => log.join("")).toContain("The one in use stays");
    expect(await serial()).toBe(before);
    await writeFile(files.key, CERTIFICATE_RENEWED_KEY);
    await expect.poll(serial).toBe(after);
    await server.close();
  });

  it("does not start with half of one, with none, or with two halves", async () => {
    const cert = join(folder, "cert.pem");
    for (const flags of [
      { tlsCert: cert, tlsKey: null },
      { tlsCert: null, tlsKey: cert },
      { tlsCert: cert, tlsKey: cert },
      { tlsCert: cert, tlsKey: join(folder, "nothing") },
    ])
      expect(() => read({}, flags)).toThrow(/^The certificate for TLS/);
    expect(read({}).tls).toBeNull();
  });
});

describe("S1-38: a server behind a proxy", () => {
  const forwarded = {
    host: "gait.example.com",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.9",
    "sec-fetch-site": "same-origin",
  };
  const signIn = { path: "/api/v1/session", method: "POST", body: ACCOUNT, headers: forwarded };

  it("believes those that it trusts, of addresses, of TLS and of its own name", async () => {
    const server = await place.serveAlso({ trustProxy: read({ TRUST_PROXY: "loopback" }).trustProxy! });
    const { status, cookie } = await ask(server.address, signIn);
    expect([status, cookie]).toEqual([200, expect.stringMatching(/^__Host-gait_session=.*Secure/)]);
    const [session] = await place.store.sessions.list((await place.store.users.findByName("ann"))!.id);
    expect(session?.address).toBe("203.0.113.9");
    await server.close();
  });

  it("believes nobody else", async () => {
    const server = await place.serveAlso({ trustProxy: "198.51.100.1" });
    const { status, cookie } = await ask(server.address, signIn);
    expect([status, cookie]).toEqual([200, expect.not.stringContaining("Secure")]);
    const [session] = await place.store.sessions.list((await place.store.users.findByName("ann"))!.id);
    expect(session?.address).toBe("127.0.0.1");
    await server.close();
  });

  it("is not told of in words that are no address", () => {
    for (const proxy of ["true", "1", "10.0.0.0/8, everybody", "example.com"])
      expect(() => read({ TRUST_PROXY: proxy })).toThrow(/^TRUST_PROXY names/);
    expect(read({ TRUST_PROXY: "10.0.0.0/8, ::1,loopback" }).trustProxy).toBe("10.0.0.0/8, ::1,loopback");
    expect(read({ GAIT_URL: "https://gait.example.com/" }).publicUrl).toBe("https://gait.example.com");
  });
});

describe("a server on this machine alone", () => {
  it.each(["evil.example", "evil.example:5000", "127.0.0.1.evil.example", "[::2]"])(
    "answers nobody who calls it %j: a page whose name was made to lead here",
    async (host) => {
      const headers = { host, "x-api-key": ADMIN_KEY };
      expect((await ask(place.address, { path: "/api/v1/keys", headers })).status).toBe(403);
    },
  );

  it.each(["localhost", "127.0.0.1:80", "[::1]:5000", "LOCALHOST"])("answers as %s", async (host) => {
    const headers = { host, "x-api-key": ADMIN_KEY };
    expect((await ask(place.address, { path: "/api/v1/keys", headers })).status).toBe(200);
  });
});
