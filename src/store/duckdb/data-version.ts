/** Tables of which no kept answer speaks: who works here, what is done when. */
const ASIDE: ReadonlySet<string> = new Set([
  "access_links",
  "api_keys",
  "audit_rows",
  "background_jobs",
  "kept_answers",
  "leases",
  "scheduled_runs",
  "sessions",
]);

const READS = /^\s*(?:select|with|set|checkpoint|explain|describe|show)\b/i;
const WRITES = /^\s*(?:insert\s+into|update|delete\s+from)\s+"?([a-z_]+)"?/i;

/** Counts what was committed to the database of this process, which is its only writer. */
export class DataVersion {
  #commits = 0;

  get number(): number {
    return this.#commits;
  }

  /** What one connection runs; told after it ran. */
  watch(): StatementWatch {
    let isInTransaction = false;
    let wrote = false;
    return {
      ran: (sql) => {
        const word = /^\s*(begin|commit|rollback)\b/i.exec(sql)?.[1]?.toLowerCase();
        if (word === "begin") isInTransaction = true;
        else if (word !== undefined) {
          if (word === "commit" && wrote) this.#commits++;
          isInTransaction = false;
          wrote = false;
        } else if (isWrite(sql)) {
          if (isInTransaction) wrote = true;
          else this.#commits++;
        }
      },
    };
  }
}

export interface StatementWatch {
  readonly ran: (sql: string) => void;
}

/** Whatever is not known to leave answers as they are counts as a write. */
function isWrite(sql: string): boolean {
  const table = WRITES.exec(sql)?.[1]?.toLowerCase();
  if (table !== undefined) return !ASIDE.has(table);
  return !READS.test(sql);
}
