import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { NewKey } from "../ports/key-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const KEY: NewKey = {
  id: "aabbccdd",
  name: "collector '; drop table api_keys; --",
  digest: "00".repeat(32),
  scopes: ["read", "ingest"],
  expiresAt: toEpochMs(SAMPLE_START + 1000),
};

export function describeKeys({ store, setNow, reopen }: PortsUnderTest): void {
  it("keeps keys as they were made, the oldest first", async () => {
    const first = await store().keys.add(KEY);
    expect(first).toEqual({ ...KEY, createdAt: SAMPLE_START, revokedAt: null, lastUsedAt: null });
    setNow(SAMPLE_START + 1);
    await store().keys.add({ ...KEY, id: "00000000", scopes: ["admin"], expiresAt: null });
    await reopen();
    expect((await store().keys.list()).map(({ id }) => id)).toEqual(["aabbccdd", "00000000"]);
    expect((await store().keys.list())[0]).toEqual(first);
  });

  it("notes when a key was used and when it was revoked, which is for good", async () => {
    await store().keys.add(KEY);
    setNow(SAMPLE_START + 5);
    await store().keys.touch(KEY.id);
    expect((await store().keys.list())[0]).toMatchObject({ lastUsedAt: SAMPLE_START + 5, revokedAt: null });
    const revoked = await store().keys.revoke(KEY.id);
    expect(revoked.revokedAt).toBe(SAMPLE_START + 5);
    setNow(SAMPLE_START + 9);
    expect(await store().keys.revoke(KEY.id)).toEqual(revoked);
  });

  it("says that there is no such key", async () => {
    await expect(store().keys.revoke("nobody")).rejects.toMatchObject({
      report: { code: "STORE_KEY_UNKNOWN", status: 404 },
    });
  });
}
