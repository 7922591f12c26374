import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { NewModel } from "../ports/model-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const newModel = (id: string, changes: Partial<NewModel> = {}): NewModel => ({
  id,
  name: "behaviour",
  kind: "consensus",
  window: { from: toEpochMs(SAMPLE_START - 1000), to: toEpochMs(SAMPLE_START) },
  card: { features: ["a", "b"], text: "\0\u202e" },
  body: Uint8Array.from({ length: 300 }, (_, index) => index),
  ...changes,
});

export function describeModels({ store, reopen, setNow }: PortsUnderTest): void {
  it("gives back a model, its card and every byte, and adds it once", async () => {
    const made = await store().models.add(newModel("m1"));
    expect(made).toEqual({
      id: "m1",
      name: "behaviour",
      kind: "consensus",
      createdAt: SAMPLE_START,
      window: newModel("m1").window,
      card: newModel("m1").card,
      bodyBytes: 300,
      isActive: false,
      activatedAt: null,
    });
    setNow(SAMPLE_START + 1);
    expect(await store().models.add(newModel("m1", { kind: "other", body: new Uint8Array(1) }))).toEqual(
      made,
    );
    await reopen();
    expect(await store().models.find("m1")).toEqual(made);
    expect(await store().models.readBody("m1")).toEqual(newModel("m1").body);
    expect(await store().models.find("m2")).toBeNull();
    expect(await store().models.readBody("m2")).toBeNull();
    await store().models.add(newModel("empty", { window: null, body: new Uint8Array(0) }));
    expect(await store().models.readBody("empty")).toEqual(new Uint8Array(0));
    expect((await store().models.list()).map(({ id, window }) => [id, window === null])).toEqual([
      ["empty", true],
      ["m1", false],
    ]);
  });

  it("has one active model of a name, and goes back to the one before", async () => {
    for (const id of ["m1", "m2", "m3"]) await store().models.add(newModel(id));
    await store().models.add(newModel("other", { name: "accounts" }));
    expect(await store().models.findActive("behaviour")).toBeNull();
    await store().models.activate("m1");
    await store().models.activate("other");
    setNow(SAMPLE_START + 5);
    expect(await store().models.activate("m2")).toMatchObject({
      isActive: true,
      activatedAt: SAMPLE_START + 5,
    });
    await store().models.activate("m2");
    await store().models.activate("m3");
    expect((await store().models.list("behaviour")).filter(({ isActive }) => isActive)).toMatchObject([
      { id: "m3" },
    ]);
    expect(await store().models.rollback("behaviour")).toMatchObject({ id: "m2", isActive: true });
    expect(await store().models.rollback("behaviour")).toMatchObject({ id: "m1", isActive: true });
    await expect(store().models.rollback("behaviour")).rejects.toMatchObject({
      report: { code: "STORE_MODEL_NONE_BEFORE" },
    });
    expect(await store().models.findActive("behaviour")).toMatchObject({ id: "m1" });
    expect(await store().models.findActive("accounts")).toMatchObject({ id: "other" });
    expect(await store().models.listActivations()).toEqual([
      { id: "m1", at: SAMPLE_START },
      { id: "other", at: SAMPLE_START },
    ]);
  });

  it("removes no model that is in use, and activates none that is not there", async () => {
    await store().models.add(newModel("m1"));
    await store().models.activate("m1");
    await expect(store().models.remove("m1")).rejects.toMatchObject({
      report: { code: "STORE_MODEL_ACTIVE" },
    });
    await store().models.add(newModel("m2"));
    await store().models.activate("m2");
    await store().models.remove("m1");
    expect((await store().models.list()).map(({ id }) => id)).toEqual(["m2"]);
    await expect(store().models.activate("m1")).rejects.toMatchObject({
      report: { code: "STORE_MODEL_UNKNOWN" },
    });
  });

  it("takes models and activations of another store, once", async () => {
    const model = { ...newModel("m1"), createdAt: toEpochMs(SAMPLE_START - 50) };
    const activations = [{ id: "m1", at: toEpochMs(SAMPLE_START - 20) }];
    for (let time = 0; time < 2; time++) {
      await store().models.restore(model);
      await store().models.restoreActivations(activations);
    }
    expect(await store().models.list()).toMatchObject([
      { id: "m1", createdAt: SAMPLE_START - 50, isActive: true, activatedAt: SAMPLE_START - 20 },
    ]);
    expect(await store().models.listActivations()).toEqual(activations);
  });
}
