import { afterAll, beforeAll, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { fillFindings, ingestStory } from "../findings/fixtures/told-story.ts";
import { type AskInit, askAt, ServedPlace } from "./fixtures/served-place.ts";

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
  await ingestStory(place.store);
  await fillFindings(place.store);
}, 60_000);
afterAll(() => place.close());

const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

const textOf = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

async function ask(path: string, init: AskInit = {}): Promise<JsonObject> {
  const { status, json } = await place.ask(`/api/v1/${path}`, init);
  expect([path, status]).toEqual([path, path === "views" && init.json !== undefined ? 201 : 200]);
  return json;
}

const refused = async (path: string, init: AskInit): Promise<readonly [number, JsonValue | undefined]> => {
  const { status, json } = await place.ask(`/api/v1/${path}`, init);
  return [status, json["code"]];
};

const idsOf = async (path: string): Promise<readonly JsonValue[]> =>
  listOf((await ask(path))["items"]).map((one) => one["id"] ?? one["incident"] ?? null);

test("a finding goes from new to acknowledged to closed and back, and all that was done is told", async () => {
  const targets = ["f-model-0", "f-first-0"];
  const json = { targets, state: "acknowledged", assignee: " ann ", add_tags: ["Needs HR"], note: "mine" };
  const [first] = listOf((await ask("triage", { json }))["items"]);
  expect(first).toMatchObject({
    target: { type: "finding", id: "f-model-0" },
    before: { state: "new", assignee: null, version: 0, changed_by: null },
    after: { state: "acknowledged", assignee: "ann", tags: ["needs-hr"], version: 4 },
  });
  expect(await ask("triage/counts?for=findings")).toMatchObject({ new: 0, acknowledged: 2, closed: 0 });
  await ask("triage", { json: { targets: ["f-model-0"], close: "duplicate", note: "told twice" } });
  expect(await idsOf("findings?state=open&assignee=ann&tag=needs-hr")).toEqual(["f-first-0"]);
  expect(await idsOf("findings?state=closed")).toEqual(["f-model-0"]);
  expect(await idsOf("findings?q=state:closed")).toEqual([]);
  expect(await idsOf("findings?q=state:closed+and+tag:needs-hr&all=true")).toEqual(["f-model-0"]);
  expect(await ask("triage/counts?for=findings&q=user:ann")).toEqual({
    for: "findings",
    new: 0,
    acknowledged: 1,
    closed: 1,
    covered: 0,
    by_assignee: [{ assignee: "ann", open: 1 }],
  });
  const told = await ask("triage/f-model-0");
  expect(told).toMatchObject({ state: "closed", verdict: "duplicate", version: 5 });
  expect(listOf(told["steps"]).map(({ deed, text }) => [deed, text])).toEqual([
    ["acknowledge", null],
    ["assign", "ann"],
    ["tag", "needs-hr"],
    ["note", "mine"],
    ["judge", "told twice"],
  ]);
  const back = await ask("triage", { json: { targets: ["f-model-0"], state: "new", assignee: null } });
  expect(listOf(back["items"])[0]).toMatchObject({ after: { state: "new", verdict: null, assignee: null } });
  expect(listOf((await ask("audit?target=f-model-0"))["items"])[0]).toMatchObject({
    action: "triage.change",
    before: { assignee: "ann" },
    after: { state: "new", assignee: null },
  });
});

test("an incident stands for itself, and a verdict closes it wherever it is given", async () => {
  await ask("triage", { json: { targets: ["incident-0"], state: "acknowledged" } });
  expect(await idsOf("incidents?state=acknowledged")).toEqual(["incident-0"]);
  const verdict = { target: "incident-0", verdict: "benign" };
  expect((await place.ask("/api/v1/verdicts", { json: verdict })).status).toBe(201);
  expect(await idsOf("incidents?state=open")).toEqual([]);
  expect(await ask("incidents/incident-0")).toMatchObject({ state: "closed", verdict: "benign" });
  expect(await ask("triage/counts?for=incidents")).toMatchObject({ new: 0, closed: 1 });
});

test("who changes what somebody else changed meanwhile is told, and writes nothing over", async () => {
  const { headers, json } = await place.ask("/api/v1/triage/f-first-0");
  const tag = headers.get("etag") ?? "";
  expect(tag).toBe(`"v${Number(json["version"])}"`);
  const change = { targets: ["f-first-0"], assignee: "bob" };
  await ask("triage", { json: change, headers: { "if-match": tag } });
  expect(await refused("triage", { json: change, headers: { "if-match": tag } })).toEqual([
    412,
    "STORE_TRIAGE_CHANGED",
  ]);
  const two = { targets: ["f-first-0", "f-model-0"], assignee: "bob" };
  expect(await refused("triage", { json: two, headers: { "if-match": tag } })).toEqual([
    400,
    "FINDINGS_VERSION_OF_MANY",
  ]);
});

test("what cannot be is refused, with nothing changed", async () => {
  const targets = ["f-model-0"];
  const before = await ask("triage/f-model-0");
  for (const [json, code] of [
    [{ targets: ["f-model-0", "nothing-like-it"], state: "acknowledged" }, "FINDINGS_TARGET_UNKNOWN"],
    [{ targets, state: "new", close: "benign" }, "API_INPUT"],
    [{ targets, add_tags: ['x"y'] }, "FINDINGS_TAG"],
    [{ targets: [], state: "new" }, "API_INPUT"],
    [{ targets: Array.from({ length: 501 }, (_, index) => `finding-${index}`) }, "API_INPUT"],
    [{ targets, close: "open" }, "API_INPUT"],
  ] as const)
    expect(await refused("triage", { json }), JSON.stringify(json).slice(0, 80)).toEqual([
      code === "FINDINGS_TARGET_UNKNOWN" ? 404 : 400,
      code,
    ]);
  expect(await ask("triage/f-model-0")).toEqual(before);
});

test("where there are users one of them has it in hand, and nobody else can", async () => {
  expect(await ask("triage/assignees")).toEqual({ names: ["bob"], is_free: true });
  await place.store.users.add({ id: "u1", name: "Carla", email: null, role: "analyst" });
  const gone = await place.store.users.add({ id: "u2", name: "dora", email: null, role: "admin" });
  await place.store.users.add({ id: "u3", name: "root", email: null, role: "admin" });
  await place.store.users.change(gone.id, { isDisabled: true });
  expect(await ask("triage/assignees")).toEqual({ names: ["Carla", "root"], is_free: false });
  const assign = (assignee: string) => ({ json: { targets: ["f-model-0"], assignee } });
  expect(listOf((await ask("triage", assign("carla")))["items"])[0]).toMatchObject({
    after: { assignee: "Carla" },
  });
  for (const name of ["ann", "dora"])
    expect(await refused("triage", assign(name))).toEqual([400, "FINDINGS_ASSIGNEE"]);
});

const VIEW = { page: "/findings", name: "Root", search: "q=user_type:root&tab=new" };

test("views are one's own or everybody's, and a page begins with the one that its reader chose", async () => {
  const mine = await ask("views", { json: VIEW });
  expect(mine).toMatchObject({ ...VIEW, is_mine: true, is_shared: false, is_default: false });
  const made = await place.ask("/api/v1/keys", { json: { name: "other", scopes: ["read"] } });
  const secret = textOf(made.json["key"]);
  const theirs = async () => listOf((await ask("views", { key: secret }))["items"]);
  expect(await theirs()).toEqual([]);
  await ask(`views/${textOf(mine["id"])}`, { method: "PATCH", json: { is_shared: true, name: "All roots" } });
  expect(await theirs()).toMatchObject([{ name: "All roots", is_mine: false }]);
  const path = `views/${textOf(mine["id"])}`;
  await ask(path, { method: "PATCH", json: { is_default: true }, key: secret });
  expect(await theirs()).toMatchObject([{ is_default: true }]);
  expect(listOf((await ask("views"))["items"])).toMatchObject([{ is_default: false }]);
  expect(await refused(path, { method: "PATCH", json: { name: "x" }, key: secret })).toEqual([
    404,
    "STORE_VIEW_UNKNOWN",
  ]);
  expect(await refused("views", { json: { ...VIEW, is_shared: true }, key: secret })).toEqual([
    403,
    "API_SCOPE",
  ]);
  expect(await refused("views", { json: { ...VIEW, page: "https://x" } })).toEqual([400, "API_INPUT"]);
  expect(await ask(path, { method: "DELETE" })).toMatchObject({ name: "All roots" });
  expect(await theirs()).toEqual([]);
});

test("where nobody signs in views are everybody's", async () => {
  const open = await place.serveAlso({ isOpen: true });
  try {
    const { status } = await askAt(open.address, "/api/v1/views", { key: null, json: VIEW });
    expect(status).toBe(201);
    expect(await place.store.views.list("")).toMatchObject([{ owner: "", name: "Root" }]);
  } finally {
    await open.close();
  }
});
