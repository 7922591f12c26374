import { createHash } from "node:crypto";
import type { AuditRecord, Store } from "../../store/index.ts";

export interface AccountsCopied {
  readonly users: number;
  readonly keys: number;
  /** Rows of the audit log. */
  readonly changes: number;
}

/** Rows of the audit log that are read and written at once. */
const ROWS_AT_ONCE = 1000;

/**
 * Copies who may do what, and who did what: people with the hashes of their passwords, keys, and the audit log, each once.
 * Sessions, and links that let somebody choose a password, are not copied: they belong to one server.
 */
export async function copyAccounts(from: Store, to: Store): Promise<AccountsCopied> {
  const changes = await copyAudit(from, to);
  const users = await to.users.restore(await from.users.list());
  const keys = await to.keys.restore(await from.keys.list());
  return { users, keys, changes };
}

/** The log has no end, so only digests of what the target holds are kept in mind. */
async function copyAudit(from: Store, to: Store): Promise<number> {
  const there = new Map<string, number>();
  for await (const records of readAudit(to))
    for (const digest of records.map(toDigest)) there.set(digest, (there.get(digest) ?? 0) + 1);
  const missing: AuditRecord[] = [];
  for await (const records of readAudit(from))
    for (const record of records) {
      const digest = toDigest(record);
      const count = there.get(digest) ?? 0;
      if (count === 0) missing.push(record);
      else there.set(digest, count - 1);
    }
  // The oldest first, so that their order stays.
  missing.reverse();
  for (let at = 0; at < missing.length; at += ROWS_AT_ONCE)
    await to.audit.restore(missing.slice(at, at + ROWS_AT_ONCE));
  return missing.length;
}

/** The latest first. */
async function* readAudit(store: Store): AsyncGenerator<readonly AuditRecord[]> {
  const all = { from: null, to: null, author: null, action: null, target: null, limit: ROWS_AT_ONCE };
  let before: AuditRecord | null = null;
  for (;;) {
    const records: readonly AuditRecord[] = await store.audit.list({ ...all, before });
    yield records;
    if (records.length < ROWS_AT_ONCE) return;
    before = records.at(-1)!;
  }
}

/** Of all but its number, which is each log's own. */
function toDigest(record: AuditRecord): string {
  const { key: _, ...noted } = record;
  return createHash("sha256").update(JSON.stringify(noted)).digest("base64");
}
