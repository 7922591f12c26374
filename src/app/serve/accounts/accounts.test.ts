import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toEpochMs } from "../../../domain/index.ts";
import type { StoredUser } from "../../../store/index.ts";
import { type AskInit, askAt, ServedPlace } from "../fixtures/served-place.ts";
import type { Server } from "../start-server.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { SESSION_LIMITS } from "./sessions.ts";

const PASSWORD = "correct horse battery staple";
const OTHER = "another quite long sentence";
const MINUTE = 60_000;

/** Real hashing, counted. */
class CountedPasswords implements Passwords {
  readonly #real = createPasswords();
  verified: (string | null)[] = [];
  hash(password: string): Promise<string> {
    return this.#real.hash(password);
  }
  verify(password: string, hash: string | null): Promise<boolean> {
    this.verified.push(hash);
    return this.#real.verify(password, hash);
  }
}

let place: ServedPlace;
let server: Server;
let now = Date.UTC(2026, 10, 21);
const clock = { now: () => toEpochMs(now) };
const passwords = new CountedPasswords();
const lines: string[] = [];
beforeAll(async () => {
  place = await ServedPlace.open({ clock });
  server = await place.serveAlso({ clock, passwords, log: { write: (line) => lines.push(line) } });
}, 60_000);
afterAll(async () => {
  await server.close();
  await place.close();
});

/** Somebody with a browser: it keeps the cookie. */
class Browser {
  cookie = "";
  setCookie = "";

  async ask(path: string, init: AskInit = {}) {
    const headers = { ...(this.cookie === "" ? {} : { cookie: this.cookie }), ...init.headers };
    const answer = await askAt(server.address, path, { key: null, ...init, headers });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) {
      this.setCookie = set;
      this.cookie = set.split(";", 1)[0]!;
    }
    return answer;
  }

  signIn(name: string, password = PASSWORD) {
    return this.ask("/api/v1/session", { json: { name, password } });
  }
}

const toToken = (link: unknown): string => String(link).split("#")[1] ?? "";
const find = async (name: string): Promise<StoredUser> => (await place.store.users.findByName(name))!;

/** A user with a password, made the way that people are made: by invitation. */
async function invite(admin: Browser, name: string, role: string): Promise<Browser> {
  const made = await admin.ask("/api/v1/users", { json: { name, role } });
  expect(made.status, made.text).toBe(201);
  const browser = new Browser();
  const link = made.json["link"];
  const path = typeof link === "object" && link !== null && "path" in link ? link["path"] : null;
  const chosen = await browser.ask("/api/v1/link/password", {
    json: { token: toToken(path), password: PASSWORD },
  });
  expect(chosen.status, chosen.text).toBe(200);
  return browser;
}

const ann = new Browser();

describe("the first start", () => {
  it("says that there is nobody yet, and shows a link that makes the first administrator once", async () => {
    expect((await ann.ask("/api/v1/session")).json).toMatchObject({
      user: null,
      is_open: false,
      needs_setup: true,
    });
    const setUp = { name: "ann", email: "ann@example.com", password: PASSWORD };
    const token = toToken(server.setUpLink);
    expect(token).toMatch(/^[\w-]{43}$/);
    const wrong = await ann.ask("/api/v1/setup", { json: { ...setUp, token: `${token.slice(1)}x` } });
    expect(wrong.json).toMatchObject({ code: "SESSION_LINK", status: 410 });
    expect((await ann.ask("/api/v1/link", { json: { token } })).json).toMatchObject({
      kind: "set-up",
      name: null,
    });
    for (const password of ["short", "aaaaaaaaaaaaaaaa", "ann@example.com", "password1234"])
      expect((await ann.ask("/api/v1/setup", { json: { ...setUp, token, password } })).json).toMatchObject({
        code: "USERS_PASSWORD",
      });
    const name = "a\u202enn";
    expect((await ann.ask("/api/v1/setup", { json: { ...setUp, token, name } })).json).toMatchObject({
      code: "USERS_NAME",
    });
    const made = await ann.ask("/api/v1/setup", { json: { ...setUp, token } });
    expect(made.json).toMatchObject({
      user: { name: "ann", kind: "user", role: "admin", scopes: ["read", "ingest", "triage", "admin"] },
      needs_setup: false,
    });
    expect((await ann.ask("/api/v1/users")).status).toBe(200);
    for (const again of [token, toToken(place.setUpLink)])
      expect((await new Browser().ask("/api/v1/setup", { json: { ...setUp, token: again } })).status).toBe(
        410,
      );
    expect(await place.store.users.count()).toBe(1);
  });

  it("makes no key and shows no link where somebody can sign in", async () => {
    const again = await place.serveAlso({ settings: { apiKey: null, threshold: null } });
    expect([again.onceKey, again.setUpLink]).toEqual([null, null]);
    await again.close();
    const beyond = await place.serveAlso({ host: "0.0.0.0", settings: { apiKey: null, threshold: null } });
    await beyond.close();
  });
});

describe("signing in", () => {
  it("sets a cookie that scripts and other sites do not get, and ends with signing out", async () => {
    const browser = new Browser();
    expect((await browser.signIn("ANN")).json).toMatchObject({ user: { name: "ann" } });
    expect(browser.setCookie).toMatch(/^gait_session=[\w-]{43}; Path=\/; Expires=/);
    expect(browser.setCookie).toMatch(/HttpOnly/);
    expect(browser.setCookie).toMatch(/SameSite=Lax/);
    expect(browser.setCookie).not.toMatch(/Secure/);
    const kept = browser.cookie;
    expect((await browser.ask("/api/v1/risk")).status).not.toBe(401);
    expect((await browser.ask("/api/v1/session", { method: "DELETE" })).json).toMatchObject({ user: null });
    expect(browser.cookie).toBe("gait_session=");
    const stolen = await browser.ask("/api/v1/sessions", { headers: { cookie: kept } });
    expect(stolen.json).toMatchObject({ code: "API_SESSION_ENDED", status: 401 });
  });

  it("S1-29: is refused in the same words, after the same work, whoever it is", async () => {
    await invite(ann, "gone", "viewer");
    const { id } = await find("gone");
    await ann.ask(`/api/v1/users/${id}`, { method: "PATCH", json: { is_disabled: true } });
    await ann.ask("/api/v1/users", { json: { name: "invited", role: "viewer" } });
    const answers = [];
    for (const name of ["ann", "nobody", "gone", "invited", "__proto__", "' or 1=1 --"]) {
      passwords.verified = [];
      const { status, json } = await new Browser().signIn(name, name === "gone" ? PASSWORD : OTHER);
      answers.push({ ...json, instance: null, status });
      expect([name, passwords.verified.length]).toEqual([name, 1]);
    }
    expect(answers[0]).toMatchObject({ status: 401, code: "API_SIGN_IN" });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it("S1-29: is slowed down for a name, also with the right password, until time has passed", async () => {
    await invite(ann, "slow", "viewer");
    const { most, windowMs } = SESSION_LIMITS.perName;
    for (let at = 0; at < most; at++) expect((await new Browser().signIn("slow", OTHER)).status).toBe(401);
    passwords.verified = [];
    const late = await new Browser().signIn("Slow");
    expect(late.json).toMatchObject({ code: "API_RATE_SIGN_IN", status: 429 });
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(600);
    expect(passwords.verified).toEqual([]);
    now += windowMs;
    expect((await new Browser().signIn("slow")).status).toBe(200);
  });

  it("S1-29: is slowed down for an address, whatever the names", async () => {
    now += SESSION_LIMITS.perAddress.windowMs;
    const { most, windowMs } = SESSION_LIMITS.perAddress;
    for (let at = 0; at < most; at++) await new Browser().signIn(`nobody ${at}`, OTHER);
    expect((await new Browser().signIn("ann")).status).toBe(429);
    now += windowMs;
    for (let at = 0; at < most + 1; at++) {
      const { status } = await new Browser().signIn("ann");
      expect([at, status]).toEqual([at, 200]);
      if (at === SESSION_LIMITS.perName.most + 1) break;
    }
  }, 30_000);
});

describe("sessions", () => {
  it("end when nobody uses them, and in any case after a week", async () => {
    const idle = new Browser();
    const busy = new Browser();
    await idle.signIn("ann");
    await busy.signIn("ann");
    now += SESSION_LIMITS.idleMs;
    expect((await busy.ask("/api/v1/session")).json["user"]).not.toBeNull();
    now += 1;
    expect((await idle.ask("/api/v1/session")).json["user"]).toBeNull();
    const end = now - SESSION_LIMITS.idleMs + SESSION_LIMITS.absoluteMs;
    while (now < end - SESSION_LIMITS.idleMs) {
      now += SESSION_LIMITS.idleMs - MINUTE;
      expect((await busy.ask("/api/v1/session")).json["user"]).not.toBeNull();
    }
    now = end;
    expect((await busy.ask("/api/v1/session")).json["user"]).toBeNull();
  });

  it("are listed to whose they are, and ended by them alone", async () => {
    await ann.signIn("ann");
    const bob = await invite(ann, "bob", "analyst");
    const second = new Browser();
    await second.ask("/api/v1/session", {
      json: { name: "bob", password: PASSWORD },
      headers: { "user-agent": "<script>" },
    });
    const listed = z
      .array(z.looseObject({ id: z.string(), is_current: z.boolean() }))
      .parse((await bob.ask("/api/v1/sessions")).json["items"]);
    // The clock stands still here: both began at once.
    const [other, own] = listed.toSorted((a, b) => Number(a.is_current) - Number(b.is_current));
    expect(listed).toHaveLength(2);
    expect(other).toMatchObject({ is_current: false, agent: "<script>", address: "127.0.0.1" });
    expect(own).toMatchObject({ is_current: true });
    const path = `/api/v1/sessions/${other?.id}`;
    expect((await ann.ask(path, { method: "DELETE" })).json).toMatchObject({ code: "STORE_SESSION_UNKNOWN" });
    expect((await bob.ask(path, { method: "DELETE" })).json).toEqual({ ended: 1 });
    expect((await second.ask("/api/v1/session")).json["user"]).toBeNull();
    expect((await bob.ask("/api/v1/sessions", { method: "DELETE" })).json).toEqual({ ended: 0 });
  });

  it("end with the password that began them, and with the right to sign in", async () => {
    const here = new Browser();
    const there = new Browser();
    await here.signIn("bob");
    await there.signIn("bob");
    const change = (current: string, password: string) =>
      here.ask("/api/v1/password", { json: { current, password } });
    expect((await change(OTHER, OTHER)).json).toMatchObject({ code: "SESSION_PASSWORD" });
    expect((await change(PASSWORD, "bob")).json).toMatchObject({ code: "USERS_PASSWORD" });
    expect((await change(PASSWORD, OTHER)).json).toEqual({ changed: true });
    expect((await here.ask("/api/v1/session")).json["user"]).not.toBeNull();
    expect((await there.ask("/api/v1/session")).json["user"]).toBeNull();
    const { id } = await find("bob");
    await ann.ask(`/api/v1/users/${id}`, { method: "PATCH", json: { role: "viewer" } });
    expect((await here.ask("/api/v1/session")).json).toMatchObject({ user: { role: "viewer" } });
    await ann.ask(`/api/v1/users/${id}`, { method: "PATCH", json: { is_disabled: true } });
    expect((await here.ask("/api/v1/session")).json["user"]).toBeNull();
    expect((await ann.ask(`/api/v1/users/${id}/link`, { method: "POST" })).json).toMatchObject({
      code: "USERS_DISABLED",
    });
    await ann.ask(`/api/v1/users/${id}`, { method: "PATCH", json: { is_disabled: false } });
  });

  it("begin anew with a link that an administrator made, which works once", async () => {
    const { id } = await find("bob");
    const { json } = await ann.ask(`/api/v1/users/${id}/link`, { method: "POST" });
    expect(json).toMatchObject({ kind: "reset" });
    const token = toToken(json["path"]);
    const bob = new Browser();
    expect((await bob.ask("/api/v1/link", { json: { token } })).json).toMatchObject({
      kind: "reset",
      name: "bob",
    });
    const redeem = () => bob.ask("/api/v1/link/password", { json: { token, password: PASSWORD } });
    expect((await redeem()).json).toMatchObject({ user: { name: "bob" } });
    expect((await redeem()).json).toMatchObject({ code: "SESSION_LINK" });
    const late = await ann.ask(`/api/v1/users/${id}/link`, { method: "POST" });
    now += 24 * 60 * MINUTE;
    const expired = { token: toToken(late.json["path"]), password: PASSWORD };
    expect((await bob.ask("/api/v1/link/password", { json: expired })).status).toBe(410);
  });

  it("are nothing that keys have", async () => {
    await ann.signIn("ann");
    for (const path of ["/api/v1/sessions", "/api/v1/password"]) {
      const init = path.endsWith("s") ? {} : { json: { current: PASSWORD, password: OTHER } };
      expect((await place.ask(path, init)).json).toMatchObject({ code: "API_PERSON", status: 409 });
    }
    expect((await place.ask("/api/v1/session")).json).toMatchObject({ user: { kind: "key", role: null } });
  });
});

describe("pages of other origins", () => {
  it.each<Readonly<Record<string, string>>>([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ])("change nothing with somebody's cookie: %j", async (headers) => {
    await ann.signIn("ann");
    const before = (await place.store.keys.list()).length;
    const json = { name: "x", scopes: ["admin"] };
    expect((await ann.ask("/api/v1/keys", { json, headers })).json).toMatchObject({ code: "API_ORIGIN" });
    expect((await place.store.keys.list()).length).toBe(before);
    expect((await ann.ask("/api/v1/session", { method: "DELETE", headers })).status).toBe(403);
    const login = { name: "ann", password: PASSWORD };
    expect((await new Browser().ask("/api/v1/session", { json: login, headers })).status).toBe(403);
    expect((await ann.ask("/api/v1/keys", { headers })).status).toBe(200);
  });
});

describe("what was changed", () => {
  it("is told with who did it and from where, to administrators, in pages", async () => {
    await ann.signIn("ann");
    const made = await ann.ask("/api/v1/keys", { json: { name: "collector", scopes: ["ingest"] } });
    expect(made.status).toBe(201);
    const { json } = await ann.ask("/api/v1/audit?action=key&limit=1");
    expect(json["items"]).toMatchObject([
      {
        author: { kind: "user", name: "ann" },
        address: "127.0.0.1",
        action: "key.create",
        target: { type: "key", name: "collector" },
        after: { scopes: ["ingest"] },
      },
    ]);
    expect((await place.ask("/api/v1/keys", { json: { name: "by key", scopes: ["read"] } })).status).toBe(
      201,
    );
    const first = (await ann.ask("/api/v1/audit?limit=1")).json;
    expect(first["items"]).toMatchObject([{ author: { kind: "key", name: "API_KEY" } }]);
    const next = (
      await ann.ask(`/api/v1/audit?limit=1&cursor=${JSON.stringify(first["next_cursor"]).slice(1, -1)}`)
    ).json;
    expect(next["items"]).toMatchObject([{ target: { name: "collector" } }]);
    expect((await ann.ask("/api/v1/audit?cursor=x")).json).toMatchObject({ code: "API_CURSOR" });
    const users = (await ann.ask("/api/v1/audit?action=user&limit=1000")).json["items"];
    for (const action of ["user.create", "user.invitation", "user.password", "user.change", "user.reset"])
      expect(users).toContainEqual(expect.objectContaining({ action }));
  });

  it("says no password, no hash and no token, nor do the log and any answer", async () => {
    const told = [
      lines.join(""),
      (await ann.ask("/api/v1/audit?limit=1000")).text,
      (await ann.ask("/api/v1/users")).text,
      (await ann.ask("/api/v1/sessions")).text,
    ].join("");
    expect(lines.length).toBeGreaterThan(20);
    for (const secret of ["argon2", PASSWORD, OTHER, ann.cookie.split("=")[1]!, toToken(server.setUpLink)])
      expect(told).not.toContain(secret);
    expect((await find("ann")).passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(await place.store.sessions.list((await find("ann")).id))).not.toContain(
      ann.cookie.split("=")[1]!,
    );
  });
});
