import { z } from "zod";
import type { HuntAnswer, HuntRequest, HuntsPort, JobAnswer } from "../../../api/index.ts";
import { type Clock, DAY_MS, toError } from "../../../domain/index.ts";
import { STORE_PROBLEMS, type Store } from "../../../store/index.ts";
import { readWhere } from "../../analytics/asked-query.ts";
import { readCursor } from "../cursor.ts";
import type { Jobs } from "../jobs.ts";
import { PLACES_FILE, readRows, removeRows } from "../kept-rows.ts";
import { readProgress } from "./hunt-progress.ts";
import { HUNT_PROBLEMS } from "./problems.ts";
import { runHunt } from "./run-hunt.ts";

export interface HuntParts {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** How long what was found is kept after the hunt is over. */
const KEPT_MS = DAY_MS;

const cursor = z.object({ from: z.int().min(0) });
const asked = z.object({ q: z.string(), rows_max: z.int(), minutes_max: z.int() });
const outcome = z.object({ ended_by: z.enum(["end", "rows", "time"]) });

/** Hunts as jobs; what they find is in their folders. */
export function createHuntAnswers(parts: HuntParts): HuntsPort {
  const { jobs, clock } = parts;
  const find = async (id: string): Promise<JobAnswer> => {
    const job = await jobs.find(id);
    if (job.kind !== "hunt") throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id });
    return job;
  };
  const toAnswer = (job: JobAnswer): Promise<HuntAnswer> => describeHunt(job, jobs.folderOf(job.id));
  return {
    start: async (request) => {
      await removeExpired(parts);
      return toAnswer(await startHunt(parts, request));
    },
    async read(page) {
      await removeExpired(parts);
      const { rows, next } = await jobs.read({ ...page, kind: "hunt" });
      return { rows: await Promise.all(rows.map(toAnswer)), next };
    },
    find: async (id) => toAnswer(await find(id)),
    async cancel(id) {
      await find(id);
      return toAnswer(await jobs.cancel(id));
    },
    async readEvents({ id, limit, after }) {
      const job = await find(id);
      if (isExpired(job, clock)) throw toError(HUNT_PROBLEMS, "HUNT_EXPIRED", { id });
      const from = readCursor(cursor, after)?.from ?? 0;
      const folder = jobs.folderOf(id);
      // Nobody has begun.
      if ((await readProgress(folder)) === null) return { rows: [], next: null };
      const { rows, isMore } = await readRows(folder, { places: PLACES_FILE, from, limit });
      return { rows, next: isMore ? { from: from + limit } : null };
    },
  };
}

async function startHunt({ store, jobs, clock }: HuntParts, request: HuntRequest): Promise<JobAnswer> {
  const { q, from, to, rowsMax, minutesMax, by } = request;
  const { where } = await readWhere(store, { subject: "events", q, clock });
  if (where === undefined) throw toError(HUNT_PROBLEMS, "HUNT_EMPTY");
  return jobs.start({
    kind: "hunt",
    title: `Hunting ${q.length > TITLE_CHARS_MAX ? `${q.slice(0, TITLE_CHARS_MAX)}…` : q}`,
    by,
    parameters: {
      q,
      from: from === null ? null : new Date(from).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
      rows_max: rowsMax,
      minutes_max: minutesMax,
    },
    run: async (job) => ({ ended_by: await runHunt(store, { where, from, to, rowsMax, minutesMax }, job) }),
  });
}

const TITLE_CHARS_MAX = 100;

async function describeHunt(job: JobAnswer, folder: string): Promise<HuntAnswer> {
  const { q, rows_max, minutes_max } = asked.parse(job.parameters);
  const progress = await readProgress(folder);
  return {
    id: job.id,
    q,
    state: job.state,
    events_looked: progress?.looked ?? job.done,
    events_total: progress?.total ?? job.total,
    found: progress?.found ?? 0,
    looked_from:
      progress === null || progress.lookedFrom === null ? null : new Date(progress.lookedFrom).toISOString(),
    ended_by: toEnd(job),
    rows_max,
    minutes_max,
    problem: job.problem,
    by: job.by,
    created_at: job.created_at,
    finished_at: job.finished_at,
    expires_at: job.finished_at === null ? null : new Date(toExpiry(job.finished_at)).toISOString(),
  };
}

function toEnd({ state, result }: JobAnswer): HuntAnswer["ended_by"] {
  if (state === "done") return outcome.parse(result).ended_by;
  return state === "cancelled" || state === "failed" ? state : null;
}

const toExpiry = (finishedAt: string): number => Date.parse(finishedAt) + KEPT_MS;

const isExpired = ({ finished_at }: JobAnswer, clock: Clock): boolean =>
  finished_at !== null && clock.now() >= toExpiry(finished_at);

/** Jobs that are looked through at once. */
const PAGE = 100;

/** What hunts found that were over a day ago is removed; that they were is known for longer. */
async function removeExpired({ jobs, clock }: Omit<HuntParts, "store">): Promise<void> {
  let after: unknown = null;
  do {
    const { rows, next } = await jobs.read({ limit: PAGE, after, kind: "hunt" });
    for (const row of rows) if (isExpired(row, clock)) await removeRows(jobs.folderOf(row.id));
    after = next;
  } while (after !== null);
}
