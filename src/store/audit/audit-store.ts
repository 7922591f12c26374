import { sql } from "kysely";
import type { Clock } from "../../domain/index.ts";
import { isJsonObject, type JsonObject, type JsonValue, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import type { AuditQuery, AuditRecord, AuditStore, Change } from "../ports/audit-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { AuditRowsTable } from "../users/account-tables.ts";
import type { Trx, Writing } from "../writing.ts";
import { readAuthor } from "./author.ts";

export interface AuditParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Characters of an id or a name that are kept. */
const TEXT_LENGTH_MAX = 500;
/** Characters of what was before and after, each. */
const STATE_LENGTH_MAX = 4000;

/** Notes a change in the transaction that makes it: neither is there without the other. */
export const noteChange = (trx: Trx, clock: Clock, change: Change): Promise<void> =>
  noteChanges(trx, clock, [change]);

/** The same of several at once. */
export async function noteChanges(trx: Trx, clock: Clock, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const author = readAuthor();
  const keys = await takeKeys(trx, "audit_keys", changes.length);
  const at = toInstant(clock.now());
  const rows = changes.map(({ action, target, before = null, after = null }, index) => ({
    audit_key: keys[index]!,
    changed_at: at,
    author_kind: author.kind,
    author_id: toShort(author.id),
    author_name: toShort(author.name),
    address: maybeShort(author.address),
    action: toShort(action),
    target_type: toShort(target.type),
    target_id: toShort(target.id),
    target_name: maybeShort(target.name ?? null),
    before: toState(before),
    after: toState(after),
  }));
  await trx.insertInto("audit_rows").values(rows).execute();
}

export function createAuditStore({ engine: { db }, writing, guard, clock }: AuditParts): AuditStore {
  return {
    append: (change) => writing.write((trx) => noteChange(trx, clock, change)),
    list: async (query) => (await guard.ask(select(db, query).execute())).map(toRecord),
    restore: (records) => writing.write((trx) => insertRecords(trx, records)),
  };
}

async function insertRecords(trx: Trx, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  const keys = await takeKeys(trx, "audit_keys", records.length);
  const rows = records.map(({ at, author, action, target, before, after }, index) => ({
    audit_key: keys[index]!,
    changed_at: toInstant(at),
    author_kind: author.kind,
    author_id: author.id,
    author_name: author.name,
    address: author.address,
    action,
    target_type: target.type,
    target_id: target.id,
    target_name: target.name,
    before: toState(before),
    after: toState(after),
  }));
  await trx.insertInto("audit_rows").values(rows).execute();
}

function select(db: Engine["db"], { before, from, to, author, action, target, limit }: AuditQuery) {
  let rows = db.selectFrom("audit_rows").selectAll();
  if (from !== null) rows = rows.where("changed_at", ">=", toInstant(from));
  if (to !== null) rows = rows.where("changed_at", "<", toInstant(to));
  if (before !== null) {
    const at = toInstant(before.at);
    rows = rows.where(
      sql<boolean>`(changed_at < ${at} or (changed_at = ${at} and audit_key < ${before.key}))`,
    );
  }
  if (author !== null) {
    const text = toStoredText(author);
    rows = rows.where(sql<boolean>`(author_id = ${text} or author_name = ${text})`);
  }
  if (action !== null) {
    const text = toStoredText(action);
    rows = rows.where(
      sql<boolean>`(action = ${text} or substr(action, 1, ${sql.lit(text.length + 1)}) = ${`${text}.`})`,
    );
  }
  if (target !== null) rows = rows.where("target_id", "=", toStoredText(target));
  return rows.orderBy("changed_at", "desc").orderBy("audit_key", "desc").limit(limit);
}

const toShort = (text: string): string => toStoredText(text.slice(0, TEXT_LENGTH_MAX));
const maybeShort = (text: string | null): string | null => (text === null ? null : toShort(text));

function toState(state: JsonObject | null): string | null {
  if (state === null) return null;
  const text = JSON.stringify(state);
  return toStoredText(text.length > STATE_LENGTH_MAX ? JSON.stringify({ characters: text.length }) : text);
}

function fromState(text: string | null): JsonObject | null {
  if (text === null) return null;
  const state: JsonValue = JSON.parse(text);
  return isJsonObject(state) ? state : null;
}

const toRecord = (row: AuditRowsTable): AuditRecord => ({
  key: Number(row.audit_key),
  at: toEpochMs(row.changed_at),
  author: { kind: row.author_kind, id: row.author_id, name: row.author_name, address: row.address },
  action: row.action,
  target: { type: row.target_type, id: row.target_id, name: row.target_name },
  before: fromState(row.before),
  after: fromState(row.after),
});
