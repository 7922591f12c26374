import { sql } from "kysely";
import { type Clock, type JsonObject, toEpochMs, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { ModelsTable } from "../behaviour-tables.ts";
import type { Capabilities, Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import type { ModelRecord, ModelStore, NewModel } from "../ports/model-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";

export interface ModelParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

export function createModelStore({ engine, writing, guard, clock }: ModelParts): ModelStore {
  const { db } = engine;
  return {
    add: (model, options) =>
      writing.write(async (trx) => {
        await insertModel(trx, model, { createdAt: clock.now(), capabilities: engine.capabilities });
        return (await readModels(trx, { id: model.id }))[0]!;
      }, options),
    list: (name) => guard.ask(readModels(db, name === undefined ? {} : { name })),
    find: async (id) => (await guard.ask(readModels(db, { id })))[0] ?? null,
    findActive: async (name) =>
      (await guard.ask(readModels(db, { name }))).find((model) => model.isActive) ?? null,
    async readBody(id) {
      const found = db.selectFrom("models").select("body").where("id", "=", toStoredText(id));
      const row = await guard.ask(found.executeTakeFirst());
      return row === undefined ? null : toBytes(row.body);
    },
    activate: (id, options) =>
      writing.write(async (trx) => {
        const [model] = await readModels(trx, { id });
        if (model === undefined) throw toError(STORE_PROBLEMS, "STORE_MODEL_UNKNOWN", { id });
        if (model.isActive) return model;
        await insertActivation(trx, model, clock.now());
        await noteChange(trx, clock, { action: "model.activate", target: toTarget(model) });
        return (await readModels(trx, { id }))[0]!;
      }, options),
    rollback: (name, options) =>
      writing.write(async (trx) => {
        const model = await rollback(trx, name);
        await noteChange(trx, clock, { action: "model.rollback", target: toTarget(model) });
        return model;
      }, options),
    remove: (id) =>
      writing.write(async (trx) => {
        const [model] = await readModels(trx, { id });
        if (model?.isActive === true) throw toError(STORE_PROBLEMS, "STORE_MODEL_ACTIVE", { id });
        await trx.deleteFrom("model_activations").where("model_id", "=", toStoredText(id)).execute();
        await trx.deleteFrom("models").where("id", "=", toStoredText(id)).execute();
        if (model !== undefined)
          await noteChange(trx, clock, { action: "model.remove", target: toTarget(model) });
      }),
    listActivations: () =>
      guard.ask(
        db
          .selectFrom("model_activations")
          .selectAll()
          .where("is_withdrawn", "=", false)
          .orderBy("activation_key")
          .execute()
          .then((rows) => rows.map((row) => ({ id: row.model_id, at: toEpochMs(row.activated_at) }))),
      ),
    restore: (model) =>
      writing.write((trx) =>
        insertModel(trx, model, { createdAt: model.createdAt, capabilities: engine.capabilities }),
      ),
    restoreActivations: (rows) => writing.write((trx) => addActivations(trx, rows)),
  };
}

/** Those that are there are left. */
async function addActivations(
  trx: Trx,
  rows: Parameters<ModelStore["restoreActivations"]>[0],
): Promise<void> {
  for (const { id, at } of rows) {
    const [model] = await readModels(trx, { id });
    if (model === undefined) throw toError(STORE_PROBLEMS, "STORE_MODEL_UNKNOWN", { id });
    const known = await sql`
      select 1 from model_activations
      where model_id = ${toStoredText(id)} and activated_at = ${toInstant(at)} limit 1`.execute(trx);
    if (known.rows.length === 0) await insertActivation(trx, model, at);
  }
}

const toTarget = ({ id, name }: Pick<ModelRecord, "id" | "name">) => ({ type: "model", id, name });

interface Inserting {
  readonly createdAt: number;
  readonly capabilities: Capabilities;
}

async function insertModel(trx: Trx, model: NewModel, { createdAt, capabilities }: Inserting): Promise<void> {
  const id = toStoredText(model.id);
  const known = await trx.selectFrom("models").select("id").where("id", "=", id).execute();
  if (known.length > 0) return;
  // Another process may write the same model at this moment: its id says what is in it. One that writes alone has no
  // unique key to go by, and needs none.
  const unlessThere = capabilities.writesTogether ? sql`on conflict (id) do nothing` : sql``;
  const [key] = await takeKeys(trx, "model_keys", 1);
  const { window } = model;
  await sql`
    insert into models (model_key, id, name, kind, created_at, from_at, to_at, card, body_bytes, body)
    values (
      ${key}, ${id}, ${toStoredText(model.name)}, ${toStoredText(model.kind)}, ${toInstant(createdAt)},
      ${window === null ? null : toInstant(window.from)}, ${window === null ? null : toInstant(window.to)},
      ${JSON.stringify(model.card)}, ${model.body.byteLength}, ${model.body})
    ${unlessThere}`.execute(trx);
}

async function insertActivation(
  trx: Trx,
  model: Pick<ModelRecord, "id" | "name">,
  at: number,
): Promise<void> {
  const [key] = await takeKeys(trx, "activation_keys", 1);
  await sql`
    insert into model_activations (activation_key, name, model_id, activated_at, is_withdrawn)
    values (${key}, ${toStoredText(model.name)}, ${toStoredText(model.id)}, ${toInstant(at)}, false)`.execute(
    trx,
  );
}

/** Withdraws the activation that counts: the one before it counts then. */
async function rollback(trx: Trx, name: string): Promise<ModelRecord> {
  const rows = await trx
    .selectFrom("model_activations")
    .selectAll()
    .where("name", "=", toStoredText(name))
    .where("is_withdrawn", "=", false)
    .orderBy("activation_key", "desc")
    .limit(2)
    .execute();
  const [last, before] = rows;
  if (last === undefined || before === undefined)
    throw toError(STORE_PROBLEMS, "STORE_MODEL_NONE_BEFORE", { name });
  await trx
    .updateTable("model_activations")
    .set({ is_withdrawn: true })
    .where("activation_key", "=", last.activation_key)
    .execute();
  return (await readModels(trx, { id: before.model_id }))[0]!;
}

type Asked = { readonly id?: string; readonly name?: string };
type Row = Omit<ModelsTable, "body">;

async function readModels(db: Engine["db"] | Trx, { id, name }: Asked): Promise<readonly ModelRecord[]> {
  let select = db
    .selectFrom("models")
    .select(["model_key", "id", "name", "kind", "created_at", "from_at", "to_at", "card", "body_bytes"])
    .orderBy("created_at", "desc")
    .orderBy("model_key", "desc");
  if (id !== undefined) select = select.where("id", "=", toStoredText(id));
  if (name !== undefined) select = select.where("name", "=", toStoredText(name));
  const rows = await select.execute();
  const activations = await db
    .selectFrom("model_activations")
    .selectAll()
    .where("is_withdrawn", "=", false)
    .orderBy("activation_key")
    .execute();
  const active = new Map(activations.map((row) => [row.name, row.model_id]));
  const activatedAt = new Map(activations.map((row) => [row.model_id, row.activated_at]));
  return rows.map((row) =>
    toRecord(row, {
      isActive: active.get(row.name) === row.id,
      activatedAt: activatedAt.get(row.id) ?? null,
    }),
  );
}

const toRecord = (
  row: Row,
  { isActive, activatedAt }: { readonly isActive: boolean; readonly activatedAt: number | null },
): ModelRecord => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  createdAt: toEpochMs(row.created_at),
  window:
    row.from_at === null || row.to_at === null
      ? null
      : { from: toEpochMs(row.from_at), to: toEpochMs(row.to_at) },
  card: JSON.parse(row.card) as JsonObject,
  bodyBytes: row.body_bytes,
  isActive,
  activatedAt: activatedAt === null ? null : toEpochMs(activatedAt),
});

/** The driver's own kind of bytes as plain ones. */
const toBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
