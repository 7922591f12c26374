import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { VerdictKind } from "../../domain/index.ts";
import type { TriageTarget } from "../ports/triage-port.ts";

/**
 * Whether the latest verdict is one of some kinds. The judged ones are found by themselves, once: asking for each row
 * anew takes the whole row along, which is slow where there are many.
 */
export const hasVerdict = (
  type: TriageTarget["type"],
  id: RawBuilder<unknown>,
  kinds: readonly VerdictKind[],
): RawBuilder<SqlBool> => sql<SqlBool>`${id} in (
  select v.target_id from verdict_rows v
  where v.target_type = ${sql.lit(type)} and v.verdict in (${sql.join(kinds.map((kind) => sql.lit(kind)))})
    and not exists (
      select 1 from verdict_rows w
      where w.target_type = v.target_type and w.target_id = v.target_id
        and (w.judged_at > v.judged_at or (w.judged_at = v.judged_at and w.verdict_key > v.verdict_key))))`;
