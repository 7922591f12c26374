import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { actAs } from "../audit/author.ts";
import type { Author } from "../ports/audit-port.ts";
import type { AccessLink, NewSession, NewUser } from "../ports/user-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const ANN: NewUser = {
  id: "u-1",
  name: "Ann '; drop table users; --",
  email: "ann@example.com",
  role: "admin",
};
const BOB: NewUser = { id: "u-2", name: "bob", email: null, role: "viewer" };
const HASH = "$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB";

const toLink = (digest: string, link: Partial<AccessLink> = {}): AccessLink => ({
  digest,
  kind: "invitation",
  userId: BOB.id,
  expiresAt: toEpochMs(SAMPLE_START + 1000),
  ...link,
});

const toSession = (id: string, userId = BOB.id): NewSession => ({
  id,
  digest: `digest of ${id}`,
  userId,
  address: "198.51.100.7",
  agent: "Browser",
  expiresAt: toEpochMs(SAMPLE_START + 5000),
});

export function describeUsers({ store, setNow, reopen }: PortsUnderTest): void {
  it("keeps people as they were made, found by any writing of their name", async () => {
    expect(await store().users.count()).toBe(0);
    const ann = await store().users.add(ANN);
    const made = { ...ANN, passwordHash: null, createdAt: SAMPLE_START, disabledAt: null, signedInAt: null };
    expect(ann).toEqual(made);
    setNow(SAMPLE_START + 1);
    await store().users.add(BOB);
    await store().users.noteSignIn(BOB.id);
    await reopen();
    expect((await store().users.list()).map(({ name }) => name)).toEqual([ANN.name, "bob"]);
    expect(await store().users.count()).toBe(2);
    expect(await store().users.findByName("BOB")).toMatchObject({ id: "u-2", signedInAt: SAMPLE_START + 1 });
    expect(await store().users.findByName("bo")).toBeNull();
    expect(await store().users.find("nobody")).toBeNull();
    await expect(store().users.add({ ...BOB, id: "u-3", name: "Bob" })).rejects.toMatchObject({
      report: { code: "STORE_USER_NAME", status: 409 },
    });
  });

  it("changes what people may do, and leaves somebody to administer", async () => {
    await store().users.add(ANN);
    await store().users.add(BOB);
    await store().sessions.add(toSession("s-1"));
    setNow(SAMPLE_START + 7);
    const changed = await store().users.change(BOB.id, { role: "analyst", email: "b@example.com" });
    expect(changed).toMatchObject({ role: "analyst", email: "b@example.com", disabledAt: null });
    expect(await store().users.change(BOB.id, { isDisabled: true })).toMatchObject({
      disabledAt: SAMPLE_START + 7,
      role: "analyst",
    });
    expect(await store().sessions.find("digest of s-1")).toBeNull();
    expect(await store().users.change(BOB.id, { isDisabled: false })).toMatchObject({ disabledAt: null });
    for (const change of [{ role: "viewer" as const }, { isDisabled: true }])
      await expect(store().users.change(ANN.id, change)).rejects.toMatchObject({
        report: { code: "STORE_USER_LAST" },
      });
    expect(await store().users.find(ANN.id)).toMatchObject({ role: "admin", disabledAt: null });
    await expect(store().users.change("nobody", {})).rejects.toMatchObject({
      report: { code: "STORE_USER_UNKNOWN" },
    });
  });

  it("lets a link be used once, in time, and only the latest of a person", async () => {
    const { users } = store();
    await users.add(BOB);
    await users.addLink(toLink("a"));
    await users.addLink(toLink("b", { kind: "reset" }));
    expect(await users.findLink("a")).toBeNull();
    expect(await users.findLink("b")).toMatchObject({ kind: "reset", userId: BOB.id });
    await store().sessions.add(toSession("s-1"));
    expect(await users.redeem("b", HASH)).toMatchObject({ id: BOB.id, passwordHash: HASH });
    expect(await store().sessions.list(BOB.id)).toEqual([]);
    expect(await users.redeem("b", "another")).toBeNull();
    await users.addLink(toLink("c"));
    setNow(SAMPLE_START + 1000);
    expect(await users.findLink("c")).toBeNull();
    expect(await users.redeem("c", "another")).toBeNull();
    expect((await users.find(BOB.id))?.passwordHash).toBe(HASH);
  });

  it("lets nobody in by a link who is disabled", async () => {
    const { users } = store();
    await users.add(ANN);
    await users.add(BOB);
    await users.addLink(toLink("a"));
    await users.change(BOB.id, { isDisabled: true });
    expect(await users.redeem("a", HASH)).toBeNull();
  });

  it("makes the first user by one set-up link alone, however many are open", async () => {
    const { users } = store();
    for (const digest of ["x", "y"]) await users.addLink(toLink(digest, { kind: "set-up", userId: null }));
    const ann = { ...ANN, passwordHash: HASH };
    expect(await users.setUp("z", ann)).toBeNull();
    expect(await users.redeem("x", HASH)).toBeNull();
    const made = await Promise.all([
      users.setUp("y", ann),
      users.setUp("y", { ...ann, id: "u-9", name: "other" }),
    ]);
    expect(made.filter((user) => user !== null)).toMatchObject([{ role: "admin", passwordHash: HASH }]);
    expect(await users.setUp("x", { ...ann, id: "u-8", name: "third" })).toBeNull();
    expect(await users.count()).toBe(1);
  });

  describeSessions({ store, setNow });
  describeAudit({ store, setNow });
}

function describeSessions({ store, setNow }: Pick<PortsUnderTest, "store" | "setNow">): void {
  it("keeps sessions until they are ended or of no use", async () => {
    await store().users.add(BOB);
    const { sessions } = store();
    const first = await sessions.add(toSession("s-1"));
    const { digest: _, ...told } = toSession("s-1");
    expect(first).toEqual({ ...told, createdAt: SAMPLE_START, usedAt: SAMPLE_START });
    setNow(SAMPLE_START + 100);
    await sessions.touch("s-1");
    expect(await sessions.find("digest of s-1")).toMatchObject({
      session: { id: "s-1", usedAt: SAMPLE_START + 100 },
      user: { name: "bob" },
    });
    for (const id of ["s-2", "s-3"]) await sessions.add(toSession(id));
    expect((await sessions.list(BOB.id)).map(({ id }) => id)).toEqual(["s-2", "s-3", "s-1"]);
    await expect(sessions.end("s-1", "somebody else")).rejects.toMatchObject({
      report: { code: "STORE_SESSION_UNKNOWN" },
    });
    await sessions.end("s-1", BOB.id);
    expect(await sessions.find("digest of s-1")).toBeNull();
    expect(await sessions.endOthers(BOB.id, "s-2")).toBe(1);
    await sessions.removeStale(toEpochMs(SAMPLE_START + 100));
    expect(await sessions.list(BOB.id)).toHaveLength(1);
    await sessions.removeStale(toEpochMs(SAMPLE_START + 101));
    expect(await sessions.list(BOB.id)).toEqual([]);
    await sessions.add(toSession("s-4"));
    setNow(SAMPLE_START + 5001);
    await sessions.removeStale(toEpochMs(0));
    expect(await sessions.list(BOB.id)).toEqual([]);
  });

  it("ends sessions with the password that began them, but one", async () => {
    await store().users.add(BOB);
    for (const id of ["s-1", "s-2"]) await store().sessions.add(toSession(id));
    await store().users.setPassword(BOB.id, HASH, "s-2");
    expect((await store().sessions.list(BOB.id)).map(({ id }) => id)).toEqual(["s-2"]);
    expect(await store().users.find(BOB.id)).toMatchObject({ passwordHash: HASH });
  });
}

const AUTHOR: Author = { kind: "user", id: "u-1", name: "ann", address: "198.51.100.7" };
const ALL = { limit: 100, before: null, from: null, to: null, author: null, action: null, target: null };

function describeAudit({ store, setNow }: Pick<PortsUnderTest, "store" | "setNow">): void {
  it("notes a change with the change, as its author's, however deep", async () => {
    await actAs(AUTHOR, async () => {
      await store().users.add(BOB);
      setNow(SAMPLE_START + 5);
      await Promise.all([
        store().users.add(ANN),
        actAs({ ...AUTHOR, name: "another" }, () => store().users.change(BOB.id, { role: "admin" })),
      ]);
    });
    await expect(store().users.add({ ...BOB, id: "u-3" })).rejects.toThrow();
    await store().audit.append({ action: "settings.change", target: { type: "settings", id: "\0alerts" } });
    const rows = await store().audit.list(ALL);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      author: { kind: "system", address: null },
      action: "settings.change",
      target: { id: "\ufffdalerts", name: null },
      before: null,
      after: null,
    });
    expect(rows.slice(1, 3)).toContainEqual({
      key: expect.any(Number),
      at: SAMPLE_START + 5,
      author: { ...AUTHOR, name: "another" },
      action: "user.change",
      target: { type: "user", id: "u-2", name: "bob" },
      before: { role: "viewer", email: null, is_disabled: false },
      after: { role: "admin", email: null, is_disabled: false },
    });
    expect(rows[3]).toMatchObject({ action: "user.create", author: AUTHOR, at: SAMPLE_START });
  });

  it("notes keys, verdicts, exceptions, mutes and models", async () => {
    const { keys, verdicts, alerts, models, audit } = store();
    const key = {
      id: "k",
      name: "collector",
      digest: "00".repeat(32),
      scopes: ["read" as const],
      expiresAt: null,
    };
    await keys.add(key);
    await keys.revoke("k");
    await verdicts.add({ target: { type: "incident", id: "i-1" }, verdict: "benign", by: "ann", note: null });
    const rule = {
      detector: "d",
      entity: null,
      actor: "a",
      reason: "r",
      until: null,
      finding: null,
      by: "ann",
    };
    const exception = await verdicts.addException(rule);
    await verdicts.changeException(exception.id, { by: "ann", isEnded: true });
    const mute = {
      purpose: "mute",
      kind: "detector",
      target: "d",
      reason: "r",
      until: null,
      by: "ann",
    } as const;
    const muted = await alerts.addMute(mute);
    await alerts.endMute(muted.id, "ann");
    const model = { name: "activity", kind: "x", window: null, card: {}, body: new Uint8Array([1]) };
    for (const id of ["m-1", "m-2"]) {
      await models.add({ ...model, id });
      await models.activate(id);
    }
    await models.rollback("activity");
    await models.remove("m-2");
    const rows = await audit.list(ALL);
    expect(rows.map(({ action }) => action).toReversed()).toEqual([
      ..."key.create key.revoke verdict.add exception.add exception.end mute.add mute.end".split(" "),
      ..."model.activate model.activate model.rollback model.remove".split(" "),
    ]);
    expect(JSON.stringify(rows)).not.toContain(key.digest);
  });

  it("gives what was changed in pages, by author, action, target and time", async () => {
    const { audit } = store();
    for (const id of ["a", "b", "c"]) {
      await audit.append({ action: "key.create", target: { type: "key", id } });
      await actAs(AUTHOR, () => audit.append({ action: "keyring.change", target: { type: "x", id } }));
    }
    setNow(SAMPLE_START + 1);
    await audit.append({ action: "key.revoke", target: { type: "key", id: "a" } });
    const seen: string[] = [];
    let before = null;
    for (let page = await audit.list({ ...ALL, limit: 2 }); page.length > 0; ) {
      seen.push(...page.map(({ action, target }) => `${action} ${target.id}`));
      before = page.at(-1)!;
      page = await audit.list({ ...ALL, limit: 2, before });
    }
    expect(seen[0]).toBe("key.revoke a");
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    const count = async (query: object) => (await audit.list({ ...ALL, ...query })).length;
    expect(await count({ action: "key" })).toBe(4);
    expect(await count({ action: "key.create" })).toBe(3);
    expect(await count({ action: "ke" })).toBe(0);
    expect(await count({ author: "ann" })).toBe(3);
    expect(await count({ author: "u-1", target: "a" })).toBe(1);
    expect(await count({ from: SAMPLE_START + 1 })).toBe(1);
    expect(await count({ to: SAMPLE_START + 1 })).toBe(6);
  });

  it("keeps of a state what is short, and of a long one its length", async () => {
    const toChange = (text: string) => ({
      action: "settings.change" as const,
      target: { type: "settings", id: "x".repeat(501) },
      after: { text },
    });
    await store().audit.append(toChange("x".repeat(4000 - '{"text":""}'.length)));
    await store().audit.append(toChange("x".repeat(4001 - '{"text":""}'.length)));
    const [long, short] = await store().audit.list(ALL);
    expect(long).toMatchObject({ after: { characters: 4001 }, target: { id: "x".repeat(500) } });
    expect(short?.after?.["text"]).toHaveLength(3989);
  });
}
