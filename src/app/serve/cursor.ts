import { z } from "zod";
import { API_PROBLEMS } from "../../api/index.ts";
import { SEVERITIES, toEpochMs, toError } from "../../domain/index.ts";

const at = z.int().transform(toEpochMs);
const id = z.string().max(4096);

/** Places in lists as they go out and come back. */
export const CURSORS = {
  event: z.object({ at, id }),
  ranked: z.object({ severity: z.enum(SEVERITIES), score: z.number(), at, id }),
  timeline: z.object({ at, kind: z.enum(["event", "finding"]), id }),
  actor: z.object({ id }),
};

/** A cursor that came back; null: the first page. Throws API_CURSOR. */
export function readCursor<T>(schema: z.ZodType<T>, after: unknown): T | null {
  if (after === null) return null;
  const read = schema.safeParse(after);
  if (read.success) return read.data;
  throw toError(API_PROBLEMS, "API_CURSOR");
}
