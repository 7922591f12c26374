import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { toEntityId, toEpochMs } from "../../domain/index.ts";
import { type AuditRecord, openStore, type Store } from "../../store/index.ts";
import { startTestServer, type TestSchema } from "../../store/postgres/test-server.suite.ts";
import { copyAccounts } from "./copy-accounts.ts";
import { copyStore } from "./copy-store.ts";
import { describeStore, fillStore } from "./fixtures/filled-store.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const readAudit = (store: Store) =>
  store.audit.list({
    limit: 100,
    before: null,
    from: null,
    to: null,
    author: null,
    action: null,
    target: null,
  });

async function fillAccounts(store: Store): Promise<void> {
  await store.users.add({ id: "u-1", name: "ann", email: "ann@example.com", role: "admin" });
  await store.users.setPassword("u-1", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB", null);
  await store.users.add({ id: "u-2", name: "bob", email: null, role: "viewer" });
  const key = { name: "collector", scopes: ["ingest"], expiresAt: null } as const;
  await store.keys.add({ ...key, id: "k-1", digest: "00".repeat(32) });
  await store.keys.add({ ...key, id: "k-2", digest: "11".repeat(32) });
  await store.keys.revoke("k-2");
  const session = { id: "s-1", digest: "d", userId: "u-1", address: null, agent: null };
  await store.sessions.add({ ...session, expiresAt: toEpochMs(2_000_000) });
}

describe("a copy of what was made of events", () => {
  let folder: string;
  let schema: TestSchema | null;
  const stores: Store[] = [];
  const open = async (name: string, databaseUrl: string | null = null): Promise<Store> => {
    const store = await openStore({
      folder: join(folder, name),
      databaseUrl,
      purpose: "test",
      clock: { now: () => toEpochMs(1_000_000) },
    });
    stores.push(store);
    return store;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gait-copy-"));
    schema = server === null ? null : await server.createSchema();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await schema?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it("says the same as its source, on the other engine and back, also when it is repeated", async () => {
    const source = await open("a");
    await fillStore(source);
    const expected = await describeStore(source);
    // Where there is no server, the other engine is the same one.
    const there = await open("b", schema?.url ?? null);
    const back = await open("c");
    for (let time = 0; time < 2; time++) {
      expect(await copyStore(source, there)).toMatchObject({
        findings: 2,
        incidents: 1,
        verdicts: 2,
        models: 2,
        isDetectionCopied: true,
      });
      expect(await describeStore(there)).toEqual(expected);
      await copyStore(there, back);
      expect(await describeStore(back)).toEqual(expected);
    }
  });

  it("S1-40: has people who can sign in, keys that count and the audit log, each once, where that was asked for", async () => {
    const source = await open("a");
    await fillAccounts(source);
    const there = await open("b", schema?.url ?? null);
    await copyStore(source, there);
    expect([await there.users.count(), await there.keys.list()]).toEqual([0, []]);
    expect(await copyAccounts(source, there)).toEqual({ users: 2, keys: 2, changes: 6 });
    expect(await there.users.list()).toEqual(await source.users.list());
    expect(await there.keys.list()).toEqual(await source.keys.list());
    expect(await there.sessions.list("u-1")).toEqual([]);
    const toText = (record: AuditRecord) => JSON.stringify({ ...record, key: 0 });
    const told = (await readAudit(there)).map(toText);
    for (const record of await readAudit(source)) expect(told).toContain(toText(record));
    expect(await copyAccounts(source, there)).toEqual({ users: 0, keys: 0, changes: 0 });
    // Whose name is there already keeps the account that is there.
    const other = await open("c");
    await other.users.add({ id: "u-9", name: "ANN", email: null, role: "viewer" });
    expect(await copyAccounts(source, other)).toMatchObject({ users: 1, keys: 2 });
    expect(await other.users.findByName("ann")).toMatchObject({ id: "u-9", role: "viewer" });
  });

  it("follows its source when that has gone on", async () => {
    const [source, copy] = [await open("a"), await open("b")];
    await fillStore(source);
    await copyStore(source, copy);
    await source.passes.rewind("actor", 0);
    await source.findings.clear();
    await source.incidents.replace({ from: null }, { incidents: [], scores: new Map() });
    await copyStore(source, copy);
    expect(await describeStore(copy)).toEqual(await describeStore(source));
  });

  it("leaves the findings of a target that looked at inputs of its own", async () => {
    const [source, other] = [await open("a"), await open("b")];
    await fillStore(source);
    await fillStore(other, "other input");
    await other.verdicts.add({
      target: { type: "finding", id: toEntityId("x") },
      verdict: "benign",
      by: "eve",
      note: null,
    });
    const before = await describeStore(other);
    expect(await copyStore(source, other)).toMatchObject({ isDetectionCopied: false, inputsNew: 1 });
    const after = await describeStore(other);
    expect(after.findings).toEqual(before.findings);
    expect(after.lenses).toEqual(before.lenses);
  });
});
