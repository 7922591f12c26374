import { z } from "zod";
import { API_PROBLEMS, type AuditPort, type Caller } from "../../../api/index.ts";
import { toEpochMs, toError } from "../../../domain/index.ts";
import type { AuditQuery, AuditRecord, AuditStore, Author } from "../../../store/index.ts";

const after = z.object({ key: z.int(), at: z.int() });

/** What was changed by whom, for the API. */
export const createAuditAnswers = (audit: AuditStore): AuditPort => ({
  async read({ limit, after: cursor, ...request }) {
    const records = await audit.list({ ...request, limit: limit + 1, before: readCursor(cursor) });
    const rows = records.slice(0, limit);
    const last = rows.at(-1);
    const next = records.length <= limit || last === undefined ? null : { key: last.key, at: last.at };
    return { rows: rows.map(toAuditJson), next };
  },
});

function readCursor(cursor: unknown): AuditQuery["before"] {
  if (cursor === null) return null;
  const read = after.safeParse(cursor);
  if (!read.success) throw toError(API_PROBLEMS, "API_CURSOR");
  return { key: read.data.key, at: toEpochMs(read.data.at) };
}

const toAuditJson = ({ key, at, author, action, target, before, after: state }: AuditRecord): object => ({
  id: String(key),
  time: new Date(at).toISOString(),
  author: { kind: author.kind, id: author.id, name: author.name },
  address: author.address,
  action,
  target,
  before,
  after: state,
});

/** Who a caller is in the audit log. */
export const toAuthor = ({ id, name, person }: Caller, address: string): Author => ({
  kind: person === null ? "key" : "user",
  id,
  name,
  address,
});
