import { expect, it } from "vitest";
import type { NewView } from "../ports/view-port.ts";
import { VIEWS_MAX } from "../ports/view-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const VIEW: NewView = {
  page: "/findings",
  name: "Root, unassigned",
  search: "q=user_type:root&tab=new",
  owner: "ann-id",
  ownerName: "ann",
  isShared: false,
};

const refusal = (code: string) => ({ report: { code: `STORE_VIEW${code}` } });

export function describeViews({ store, reopen, setNow }: PortsUnderTest): void {
  it("are there for who made them, and for everybody where they are shared", async () => {
    const { views } = store();
    const own = await views.add(VIEW);
    const shared = await views.add({ ...VIEW, name: "Everybody's", isShared: true });
    expect(own).toEqual({ ...VIEW, id: own.id, at: SAMPLE_START });
    await reopen();
    expect(await store().views.list("ann-id")).toEqual([shared, own]);
    expect(await store().views.list("bob-id")).toEqual([shared]);
    await expect(store().views.add(VIEW)).rejects.toMatchObject(refusal("_NAME"));
    await store().views.add({ ...VIEW, page: "/incidents" });
    await store().views.add({ ...VIEW, owner: "bob-id" });
  });

  it("are renamed, changed, shared and removed by who made them alone", async () => {
    const { views } = store();
    const made = await views.add(VIEW);
    await views.add({ ...VIEW, name: "other" });
    setNow(SAMPLE_START + 9);
    const changed = await views.change(made.id, "ann-id", { name: "Root", search: "q=x", isShared: true });
    expect(changed).toMatchObject({ name: "Root", search: "q=x", isShared: true, at: SAMPLE_START + 9 });
    await expect(views.change(made.id, "ann-id", { name: "other" })).rejects.toMatchObject(refusal("_NAME"));
    await expect(views.change(made.id, "bob-id", { name: "y" })).rejects.toMatchObject(refusal("_UNKNOWN"));
    await expect(views.remove(made.id, "bob-id")).rejects.toMatchObject(refusal("_UNKNOWN"));
    await views.remove(made.id, "ann-id");
    expect((await views.list("ann-id")).map(({ name }) => name)).toEqual(["other"]);
  });

  it("are what a page begins with, for each person apart, until they are gone", async () => {
    const { views } = store();
    const made = await views.add({ ...VIEW, isShared: true });
    const mine = await views.add({ ...VIEW, name: "Mine" });
    await views.setDefault("ann-id", "/findings", mine.id);
    await views.setDefault("bob-id", "/findings", made.id);
    await expect(views.setDefault("bob-id", "/findings", mine.id)).rejects.toMatchObject(refusal("_UNKNOWN"));
    await expect(views.setDefault("ann-id", "/incidents", mine.id)).rejects.toMatchObject(
      refusal("_UNKNOWN"),
    );
    expect(await views.listDefaults("bob-id")).toEqual([
      { owner: "bob-id", page: "/findings", view: made.id },
    ]);
    await views.remove(mine.id, "ann-id");
    expect(await views.listDefaults("ann-id")).toEqual([]);
    await views.setDefault("bob-id", "/findings", null);
    expect((await views.exportAll()).defaults).toEqual([]);
  });

  it("are as many as one may have, and no more; another store's are taken once", async () => {
    const { views } = store();
    const rows = Array.from({ length: VIEWS_MAX }, (_, index) => ({
      ...VIEW,
      id: `v${index}`,
      name: `n${index}`,
    }));
    const first = await views.add({ ...VIEW, owner: "bob-id" });
    const taken = {
      views: rows.map((row) => ({ ...row, at: first.at })),
      defaults: [{ owner: "ann-id", page: "/findings", view: "v0" }],
    };
    await views.restore(taken);
    await views.restore(taken);
    expect(await views.list("ann-id")).toHaveLength(VIEWS_MAX);
    expect((await views.exportAll()).defaults).toEqual(taken.defaults);
    await expect(views.add({ ...VIEW, name: "one more" })).rejects.toMatchObject(refusal("S_MANY"));
  });
}
