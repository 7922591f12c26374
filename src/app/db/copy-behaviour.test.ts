import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { toEntityId, toEpochMs } from "../../domain/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { startTestServer, type TestSchema } from "../../store/postgres/test-server.suite.ts";
import { copyStore } from "./copy-store.ts";
import { describeStore, fillStore } from "./fixtures/filled-store.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

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
