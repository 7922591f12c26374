import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  isAllowed,
  isJsonObject,
  type JsonValue,
  ROLES,
  SCOPES,
  SCOPES_OF_ROLE,
  type Scope,
  SYSTEM_CLOCK,
} from "../../../domain/index.ts";
import { createKey } from "../api-keys.ts";
import { askAt, ServedPlace } from "../fixtures/served-place.ts";
import { createPasswords } from "./passwords.ts";

interface Operation {
  readonly method: string;
  readonly path: string;
  /** Null: nobody needs to be known. */
  readonly scope: Scope | null;
}

interface Asker {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly headers: Readonly<Record<string, string>>;
}

const PASSWORD = "correct horse battery staple";

let place: ServedPlace;
let operations: readonly Operation[];
const askers: Asker[] = [];
beforeAll(async () => {
  place = await ServedPlace.open();
  operations = toOperations((await place.ask("/api/openapi.json", { key: null })).json["paths"]);
  for (const role of ROLES) askers.push(await signIn(role));
  for (const scope of ["ingest", "triage"] as const) {
    const key = { name: scope, scopes: [scope], expiresAt: null };
    const { secret } = await createKey(place.store.keys, key, SYSTEM_CLOCK);
    askers.push({ name: `a key to ${scope}`, scopes: [scope], headers: { "x-api-key": secret } });
  }
}, 60_000);
afterAll(() => place.close());

async function signIn(role: (typeof ROLES)[number]): Promise<Asker> {
  const { users } = place.store;
  const id = randomUUID();
  await users.add({ id, name: role, email: null, role });
  await users.setPassword(id, await createPasswords().hash(PASSWORD), null);
  const json = { name: role, password: PASSWORD };
  const { headers } = await place.ask("/api/v1/session", { key: null, json });
  const cookie = headers.getSetCookie()[0]!.split(";", 1)[0]!;
  return { name: `a ${role}`, scopes: SCOPES_OF_ROLE[role], headers: { cookie } };
}

const isScope = (value: JsonValue | undefined): value is Scope => SCOPES.some((scope) => scope === value);

function toOperations(paths: JsonValue | undefined): readonly Operation[] {
  const found: Operation[] = [];
  for (const [path, methods] of Object.entries(isJsonObject(paths) ? paths : {}))
    for (const [method, operation] of Object.entries(isJsonObject(methods) ? methods : {})) {
      const security = isJsonObject(operation) ? operation["security"] : undefined;
      if (!Array.isArray(security)) throw new Error(`${method} ${path} does not say who may ask`);
      const [first] = security;
      const scopes = isJsonObject(first) ? first["key"] : [];
      const scope = Array.isArray(scopes) ? scopes[0] : undefined;
      const filled = path.replaceAll(/\{\w+\}/g, "x");
      found.push({ method: method.toUpperCase(), path: filled, scope: isScope(scope) ? scope : null });
    }
  return found;
}

/** A body that cannot be read is refused after the question who asks, and before anything is done. */
async function ask({ method, path }: Operation, headers: Asker["headers"]): Promise<number> {
  const body = method === "GET" ? {} : { body: "{", headers: { "content-type": "application/json" } };
  const stop = new AbortController();
  const response = await fetch(`${place.address}${path}`, {
    method,
    ...body,
    headers: { ...body.headers, ...headers },
    signal: stop.signal,
  });
  stop.abort();
  return response.status;
}

describe("S1-27 S1-29: every path, as it describes itself", () => {
  it("is open to nobody but where it must be", () => {
    expect(operations.length).toBeGreaterThan(40);
    const open = operations.filter(({ scope }) => scope === null);
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      "DELETE /api/v1/session",
      "GET /api/v1/session",
      "GET /health",
      "GET /livez",
      "GET /readyz",
      "POST /api/v1/link",
      "POST /api/v1/link/password",
      "POST /api/v1/session",
      "POST /api/v1/setup",
    ]);
  });

  it("refuses whoever says nothing, a wrong key, a wrong cookie", async () => {
    const server = await place.serveAlso({ limits: { wrongKeysPerMinuteMax: 10_000 } });
    for (const { method, path, scope } of operations) {
      if (scope === null) continue;
      for (const headers of [{}, { "x-api-key": "gait_wrong" }, { cookie: "gait_session=wrong" }]) {
        const init = method === "GET" ? {} : { body: "{" };
        const { status, json } = await askAt(server.address, path, { method, key: null, headers, ...init });
        expect([method, path, status, json["status"]]).toEqual([method, path, 401, 401]);
      }
    }
    await server.close();
  }, 60_000);

  it("refuses every role and every key what it does not have, and nothing else", async () => {
    for (const { name, scopes, headers } of askers)
      for (const operation of operations) {
        const { method, path, scope } = operation;
        if (scope === null) continue;
        const status = await ask(operation, headers);
        const isRefused = status === 401 || status === 403;
        expect([name, method, path, isRefused]).toEqual([name, method, path, !isAllowed(scopes, scope)]);
        expect([method, path, status < 500 || status === 503]).toEqual([method, path, true]);
      }
  }, 60_000);
});
