import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Clock, toEpochMs, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import { type SavedView, VIEWS_MAX, type ViewDefault, type ViewStore } from "../ports/view-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { SavedViewsTable } from "../triage/triage-tables.ts";
import type { Trx, Writing } from "../writing.ts";

export interface ViewParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

export function createViewStore({ engine: { db }, writing, guard, clock }: ViewParts): ViewStore {
  return {
    list: async (owner) => (await guard.ask(selectAll(db))).filter((view) => isFor(view, owner)),
    add: (view) =>
      writing.write(async (trx) => {
        const made = { ...view, id: randomUUID(), at: clock.now() };
        const own = (await selectAll(trx)).filter((one) => one.owner === view.owner);
        if (own.length >= VIEWS_MAX) throw toError(STORE_PROBLEMS, "STORE_VIEWS_MANY", { most: VIEWS_MAX });
        refuseName(own, made);
        await insert(trx, made);
        await noteChange(trx, clock, { ...toNoted(made), action: "view.create", after: toShown(made) });
        return made;
      }),
    change: (id, owner, change) =>
      writing.write(async (trx) => {
        const before = await findOwn(trx, id, owner);
        const made = { ...before, ...change, at: clock.now() };
        refuseName(
          (await selectAll(trx)).filter((one) => one.owner === owner),
          made,
        );
        await deleteView(trx, id);
        await insert(trx, made);
        await noteChange(trx, clock, {
          ...toNoted(made),
          action: "view.change",
          before: toShown(before),
          after: toShown(made),
        });
        return made;
      }),
    remove: (id, owner) =>
      writing.write(async (trx) => {
        const before = await findOwn(trx, id, owner);
        await deleteView(trx, id);
        await trx.deleteFrom("view_defaults").where("view_id", "=", before.id).execute();
        await noteChange(trx, clock, { ...toNoted(before), action: "view.delete", before: toShown(before) });
      }),
    listDefaults: async (owner) => (await guard.ask(selectDefaults(db))).filter((one) => one.owner === owner),
    setDefault: (owner, page, view) =>
      writing.write(async (trx) => {
        const there = (await selectAll(trx)).find((one) => one.id === view && one.page === page);
        if (view !== null && (there === undefined || !isFor(there, owner)))
          throw toError(STORE_PROBLEMS, "STORE_VIEW_UNKNOWN", { id: view });
        await deleteDefault(trx, { owner, page });
        if (view !== null) await insertDefault(trx, { owner, page, view });
      }),
    exportAll: async () => ({
      views: await guard.ask(selectAll(db)),
      defaults: await guard.ask(selectDefaults(db)),
    }),
    restore: (rows) => writing.write((trx) => restore(trx, rows)),
  };
}

const isFor = ({ owner, isShared }: SavedView, asker: string): boolean => isShared || owner === asker;

function refuseName(own: readonly SavedView[], { id, page, name }: SavedView): void {
  if (own.some((one) => one.id !== id && one.page === page && one.name === toStoredText(name)))
    throw toError(STORE_PROBLEMS, "STORE_VIEW_NAME", { name });
}

async function findOwn(trx: Trx, id: string, owner: string): Promise<SavedView> {
  const found = (await selectAll(trx)).find((one) => one.id === id && one.owner === owner);
  if (found === undefined) throw toError(STORE_PROBLEMS, "STORE_VIEW_UNKNOWN", { id });
  return found;
}

const toNoted = ({ id, name }: SavedView) => ({ target: { type: "view", id, name } });

const toShown = ({ page, name, search, isShared }: SavedView) => ({
  page,
  name,
  search,
  is_shared: isShared,
});

async function restore(trx: Trx, { views, defaults }: Parameters<ViewStore["restore"]>[0]): Promise<void> {
  const known = new Set((await selectAll(trx)).map(({ id }) => id));
  for (const view of views) if (!known.has(view.id)) await insert(trx, view);
  const chosen = new Set((await selectDefaults(trx)).map(({ owner, page }) => `${page} ${owner}`));
  for (const one of defaults) if (!chosen.has(`${one.page} ${one.owner}`)) await insertDefault(trx, one);
}

async function selectAll(db: Engine["db"] | Trx): Promise<readonly SavedView[]> {
  const rows = await db.selectFrom("saved_views").selectAll().execute();
  return rows.map(toView).toSorted((a, b) => (`${a.name} ${a.id}` < `${b.name} ${b.id}` ? -1 : 1));
}

async function selectDefaults(db: Engine["db"] | Trx): Promise<readonly ViewDefault[]> {
  const rows = await db.selectFrom("view_defaults").selectAll().execute();
  return rows
    .map((row) => ({ owner: row.owner_id, page: row.page, view: row.view_id }))
    .toSorted((a, b) => (`${a.owner} ${a.page}` < `${b.owner} ${b.page}` ? -1 : 1));
}

const deleteView = (trx: Trx, id: string) =>
  trx.deleteFrom("saved_views").where("id", "=", toStoredText(id)).execute();

const deleteDefault = (trx: Trx, { owner, page }: Omit<ViewDefault, "view">) =>
  trx
    .deleteFrom("view_defaults")
    .where("owner_id", "=", toStoredText(owner))
    .where("page", "=", toStoredText(page))
    .execute();

const insertDefault = (trx: Trx, { owner, page, view }: ViewDefault) =>
  trx
    .insertInto("view_defaults")
    .values({ owner_id: toStoredText(owner), page: toStoredText(page), view_id: toStoredText(view) })
    .execute();

async function insert(trx: Trx, view: SavedView): Promise<void> {
  await sql`
    insert into saved_views (id, page, name, search, owner_id, owner_name, is_shared, changed_at)
    values (${view.id}, ${toStoredText(view.page)}, ${toStoredText(view.name)}, ${toStoredText(view.search)},
      ${toStoredText(view.owner)}, ${toStoredText(view.ownerName)}, ${view.isShared}, ${toInstant(view.at)})`.execute(
    trx,
  );
}

const toView = (row: SavedViewsTable): SavedView => ({
  id: row.id,
  page: row.page,
  name: row.name,
  search: row.search,
  owner: row.owner_id,
  ownerName: row.owner_name,
  isShared: row.is_shared,
  at: toEpochMs(row.changed_at),
});
