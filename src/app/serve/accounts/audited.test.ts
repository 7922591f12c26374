import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { isJsonObject, type JsonObject } from "../../../domain/index.ts";
import { type AskInit, askAt, ServedPlace, toTrailRecord } from "../fixtures/served-place.ts";

/** Paths that change something for others, with what the audit log calls that. */
const NOTED: Readonly<Record<string, string>> = {
  "DELETE /api/v1/alerts/mutes/{id}": "mute.end",
  "DELETE /api/v1/exceptions/{id}": "exception.end",
  "DELETE /api/v1/keys/{id}": "key.revoke",
  "DELETE /api/v1/rules/{id}": "rule.remove",
  "DELETE /api/v1/session": "session.end",
  "DELETE /api/v1/sessions": "session.end",
  "DELETE /api/v1/sessions/{id}": "session.end",
  "DELETE /api/v1/views/{id}": "view.delete",
  "PATCH /api/v1/rules/{id}": "rule.enable",
  "PATCH /api/v1/users/{id}": "user.change",
  "PATCH /api/v1/views/{id}": "view.change",
  "POST /api/v1/alerts/mutes": "mute.add",
  "POST /api/v1/keys": "key.create",
  "POST /api/v1/link/password": "user.password",
  "POST /api/v1/models/rollback": "model.rollback",
  "POST /api/v1/models/{id}/activation": "model.activate",
  "POST /api/v1/password": "user.password",
  "POST /api/v1/rules": "rule.import",
  "POST /api/v1/rules/{id}/exceptions": "exception.add",
  "POST /api/v1/rules/{id}/rollback": "rule.rollback",
  "POST /api/v1/session": "session.start",
  "POST /api/v1/setup": "user.create",
  "POST /api/v1/users": "user.create",
  "POST /api/v1/users/{id}/link": "user.reset",
  "POST /api/v1/triage": "triage.change",
  "POST /api/v1/verdicts": "verdict.add",
  "POST /api/v1/views": "view.create",
  "PUT /api/v1/settings": "setting.change",
};

const READS = "it answers a question and keeps nothing of it";
const JOB = "the job says who asked for it, and is kept";
const LEDGER = "events are only ever added, and the ledger names who sent them";
const AGAIN = "work that the server does at its own times is done now; what was decided stays";

/** Paths that are no GET and leave no trace there, with the reason. */
const NOT_NOTED: Readonly<Record<string, string>> = {
  "DELETE /api/v1/hunts/{id}": JOB,
  "DELETE /api/v1/jobs/{id}": JOB,
  "POST /api/batch": READS,
  "POST /api/predict": READS,
  "POST /api/v1/alerts/channels/{id}/test": "a message that says it is a test",
  "POST /api/v1/alerts/deliveries/retry": AGAIN,
  "POST /api/v1/alerts/deliveries/{id}/retry": AGAIN,
  "POST /api/v1/ask": READS,
  "POST /api/v1/ask/preview": READS,
  "POST /api/v1/batches": JOB,
  "POST /api/v1/detection": AGAIN,
  "POST /api/v1/drift": JOB,
  "POST /api/v1/events": LEDGER,
  "POST /api/v1/files": LEDGER,
  "POST /api/v1/hunts": JOB,
  "POST /api/v1/link": READS,
  "POST /api/v1/rules/check": READS,
  "POST /api/v1/rules/test": READS,
  "POST /api/v1/rules/trials": READS,
  "POST /api/v1/schedule/{id}/run": AGAIN,
  "POST /api/v1/training": `${JOB}; the model that it leads to is noted when it is put to use`,
  "POST /api/v1/uploads/analyses": READS,
};

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

const PASSWORD = "correct horse battery staple";
const ask = (path: string, init?: AskInit) => place.ask(path, init);
const itemsOf = (json: JsonObject): readonly JsonObject[] =>
  Array.isArray(json["items"]) ? json["items"].filter(isJsonObject) : [];
const idOf = (json: JsonObject | undefined): string => {
  const id = json?.["id"];
  if (typeof id !== "string") throw new Error(`no id in ${JSON.stringify(json)}`);
  return id;
};
const tokenOf = (link: unknown): string => String(link).split("#")[1] ?? "";

it("every path that may change something is noted, or has a reason not to be", async () => {
  const { json } = await ask("/api/openapi.json", { key: null });
  const paths = isJsonObject(json["paths"]) ? json["paths"] : {};
  const changing = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(isJsonObject(methods) ? methods : {})
      .filter((method) => method !== "get")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(changing.toSorted()).toEqual([...Object.keys(NOTED), ...Object.keys(NOT_NOTED)].toSorted());
});

/** Asks, and gives the answer with the actions that were noted meanwhile, the latest first. */
async function noted(work: () => ReturnType<typeof ask>) {
  const before = itemsOf((await ask("/api/v1/audit?limit=200")).json).length;
  const answer = await work();
  expect(answer.status, answer.text).toBeLessThan(300);
  const after = itemsOf((await ask("/api/v1/audit?limit=200")).json);
  return { answer, actions: after.slice(0, after.length - before).map(({ action }) => action) };
}

/** What was done in each path's name, in an order in which all succeed. */
async function doAll(
  expectNoted: (path: string, work: () => ReturnType<typeof ask>) => ReturnType<typeof ask>,
) {
  const post =
    (path: string, json: object, init: AskInit = {}) =>
    () =>
      ask(path, { json, ...init });
  const token = tokenOf(place.setUpLink);
  await expectNoted(
    "POST /api/v1/setup",
    post("/api/v1/setup", { token, name: "ann", password: PASSWORD }, { key: null }),
  );
  const signIn = post("/api/v1/session", { name: "ann", password: PASSWORD }, { key: null });
  const signedIn = await expectNoted("POST /api/v1/session", signIn);
  const toCookie = ({ headers }: { readonly headers: Headers }) =>
    headers.getSetCookie()[0]!.split(";", 1)[0]!;
  const own = { key: null, headers: { cookie: toCookie(signedIn) } };
  const bob = await expectNoted("POST /api/v1/users", post("/api/v1/users", { name: "bob", role: "viewer" }));
  const { user, link } = bob.json as { user: { id: string }; link: { path: string } };
  await expectNoted(
    "POST /api/v1/link/password",
    post("/api/v1/link/password", { token: tokenOf(link.path), password: PASSWORD }, { key: null }),
  );
  await expectNoted("POST /api/v1/users/{id}/link", post(`/api/v1/users/${user.id}/link`, {}));
  await expectNoted("PATCH /api/v1/users/{id}", () =>
    ask(`/api/v1/users/${user.id}`, { method: "PATCH", json: { role: "analyst" } }),
  );
  const sessions = itemsOf((await ask("/api/v1/sessions", own)).json);
  const other = sessions.find((one) => one["is_current"] === false);
  await expectNoted("DELETE /api/v1/sessions/{id}", () =>
    ask(`/api/v1/sessions/${idOf(other)}`, { ...own, method: "DELETE" }),
  );
  await signIn();
  await expectNoted("DELETE /api/v1/sessions", () => ask("/api/v1/sessions", { ...own, method: "DELETE" }));
  await expectNoted(
    "POST /api/v1/password",
    post("/api/v1/password", { current: PASSWORD, password: `${PASSWORD} again` }, own),
  );
  const last = await askAt(place.address, "/api/v1/session", {
    key: null,
    json: { name: "ann", password: `${PASSWORD} again` },
  });
  await expectNoted("DELETE /api/v1/session", () =>
    ask("/api/v1/session", { key: null, headers: { cookie: toCookie(last) }, method: "DELETE" }),
  );
  await doSettings(expectNoted);
  await doTriage(expectNoted);
  await doModels(expectNoted);
  await doRules(expectNoted);
  await doViews(expectNoted);
}

async function doSettings(expectNoted: Parameters<typeof doAll>[0]) {
  const post =
    (path: string, json: object): (() => ReturnType<typeof ask>) =>
    () =>
      ask(path, { json });
  const key = await expectNoted("POST /api/v1/keys", post("/api/v1/keys", { name: "k", scopes: ["read"] }));
  await expectNoted("DELETE /api/v1/keys/{id}", () =>
    ask(`/api/v1/keys/${idOf(key.json)}`, { method: "DELETE" }),
  );
  await expectNoted("PUT /api/v1/settings", () =>
    ask("/api/v1/settings", { method: "PUT", json: { changes: { "alerts.per_day": 5 } } }),
  );
  const mute = { kind: "value", target: "x", reason: "planned", until: "2126-01-01T00:00:00Z" };
  const muted = await expectNoted("POST /api/v1/alerts/mutes", post("/api/v1/alerts/mutes", mute));
  await expectNoted("DELETE /api/v1/alerts/mutes/{id}", () =>
    ask(`/api/v1/alerts/mutes/${idOf(muted.json)}`, { method: "DELETE" }),
  );
}

async function doTriage(expectNoted: Parameters<typeof doAll>[0]) {
  await ask("/api/v1/events", { json: toTrailRecord("e-1") });
  const [finding] = await vi.waitFor(async () => {
    const found = itemsOf((await ask("/api/v1/findings")).json);
    expect(found).not.toEqual([]);
    return found;
  }, 20_000);
  const targets = [finding!["id"]];
  await expectNoted("POST /api/v1/triage", () =>
    ask("/api/v1/triage", { json: { targets, state: "acknowledged" } }),
  );
  const verdict = { target: finding!["id"], verdict: "benign", exception: { scope: "actor" } };
  const judged = await expectNoted("POST /api/v1/verdicts", () => ask("/api/v1/verdicts", { json: verdict }));
  const { exception } = judged.json as { exception: { id: string } };
  await expectNoted("DELETE /api/v1/exceptions/{id}", () =>
    ask(`/api/v1/exceptions/${exception.id}`, { method: "DELETE" }),
  );
}

async function doModels(expectNoted: Parameters<typeof doAll>[0]) {
  const [kept] = await place.store.models.list();
  const { id, name, kind, window, card, createdAt } = kept!;
  const body = await place.store.models.readBody(id);
  await place.store.models.restore({ id: "another", name, kind, window, card, createdAt, body: body! });
  await expectNoted("POST /api/v1/models/{id}/activation", () =>
    ask("/api/v1/models/another/activation", { method: "POST" }),
  );
  await expectNoted("POST /api/v1/models/rollback", () => ask("/api/v1/models/rollback", { json: { name } }));
}

const RULE = `title: Somebody lists trails
id: 7f9f0c0e-6a35-4a5a-9d8e-3b8f4f1b2c3d
status: test
description: For a test.
tags: [attack.discovery]
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: ListTrails }
  condition: selection
level: low
`;

async function doRules(expectNoted: Parameters<typeof doAll>[0]) {
  const path = "/api/v1/rules/7f9f0c0e-6a35-4a5a-9d8e-3b8f4f1b2c3d";
  await expectNoted("POST /api/v1/rules", () => ask("/api/v1/rules", { json: { text: RULE } }));
  await expectNoted("PATCH /api/v1/rules/{id}", () =>
    ask(path, { method: "PATCH", json: { enabled: true } }),
  );
  await ask("/api/v1/rules", { json: { text: RULE.replace("Somebody", "A person") } });
  await expectNoted("POST /api/v1/rules/{id}/rollback", () =>
    ask(`${path}/rollback`, { json: { version: 1 } }),
  );
  await expectNoted("POST /api/v1/rules/{id}/exceptions", () =>
    ask(`${path}/exceptions`, { json: { actor: "user:x", reason: "planned" } }),
  );
  await expectNoted("DELETE /api/v1/rules/{id}", () => ask(path, { method: "DELETE" }));
}

async function doViews(expectNoted: Parameters<typeof doAll>[0]) {
  const json = { page: "/findings", name: "Mine", search: "q=x" };
  const view = await expectNoted("POST /api/v1/views", () => ask("/api/v1/views", { json }));
  const path = `/api/v1/views/${idOf(view.json)}`;
  await expectNoted("PATCH /api/v1/views/{id}", () => ask(path, { method: "PATCH", json: { name: "Ours" } }));
  await expectNoted("DELETE /api/v1/views/{id}", () => ask(path, { method: "DELETE" }));
}

it("what each of them changes stands in the audit log, once it is done", async () => {
  const done: Record<string, readonly unknown[]> = {};
  await doAll(async (path, work) => {
    const { answer, actions } = await noted(work);
    done[path] = actions;
    return answer;
  });
  expect(Object.keys(done).toSorted()).toEqual(Object.keys(NOTED).toSorted());
  for (const [path, action] of Object.entries(NOTED))
    expect([path, done[path]]).toEqual([path, expect.arrayContaining([action])]);
}, 60_000);
