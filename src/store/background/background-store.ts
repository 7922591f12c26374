import { sql, type UpdateObject } from "kysely";
import {
  type Clock,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ProblemReport,
  toEpochMs,
  toError,
} from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type {
  BackgroundAsked,
  BackgroundJob,
  BackgroundStore,
  NewBackgroundJob,
} from "../ports/background-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { StoreTables } from "../tables.ts";
import type { Trx, Writing } from "../writing.ts";
import type { BackgroundJobsTable } from "./background-tables.ts";

export interface BackgroundParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly clock: Clock;
  readonly guard: Guard;
}

const OPEN = ["waiting", "running"] as const;

/** Jobs as rows of `background_jobs`. */
export const createBackgroundStore = (parts: BackgroundParts): BackgroundStore => ({
  find: (id) => find(parts, id),
  async add(job) {
    await parts.writing.write((trx) => insert(trx, job, parts.clock.now()));
    return get(parts, job.id);
  },
  async note(id, note) {
    await change(parts, id, {
      state: note.state,
      step: note.step === null ? null : toStoredText(note.step),
      done: Math.round(note.done),
      total: note.total === null ? null : Math.round(note.total),
      seen_at: toInstant(parts.clock.now()),
    });
    return { isCancelAsked: (await find(parts, id))?.isCancelAsked === true };
  },
  async finish(id, { state, result, problem }) {
    await change(parts, id, {
      state,
      result: result === null ? null : toText(result),
      problem: problem === null ? null : toText({ ...problem }),
      seen_at: toInstant(parts.clock.now()),
      finished_at: toInstant(parts.clock.now()),
    });
    return get(parts, id);
  },
  list: (asked) => list(parts, asked),
  async askCancel(id) {
    await change(parts, id, { is_cancel_asked: true });
    return get(parts, id);
  },
  prune: (keep) => parts.writing.write((trx) => prune(trx, keep)),
});

async function find({ engine, guard }: BackgroundParts, id: string): Promise<BackgroundJob | null> {
  const row = engine.db.selectFrom("background_jobs").selectAll().where("id", "=", toStoredText(id));
  const found = await guard.ask(row.executeTakeFirst());
  return found === undefined ? null : toJob(found);
}

async function get(parts: BackgroundParts, id: string): Promise<BackgroundJob> {
  const job = await find(parts, id);
  if (job === null) throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id });
  return job;
}

async function insert(trx: Trx, job: NewBackgroundJob, now: number): Promise<void> {
  await trx
    .insertInto("background_jobs")
    .values({
      id: toStoredText(job.id),
      kind: toStoredText(job.kind),
      title: toStoredText(job.title),
      state: "waiting",
      step: null,
      done: 0,
      total: null,
      parameters: toText(job.parameters),
      result: null,
      problem: null,
      asked_by: toStoredText(job.by),
      holder: toStoredText(job.holder),
      created_at: toInstant(now),
      seen_at: toInstant(now),
      finished_at: null,
      is_cancel_asked: false,
    })
    .execute();
}

/** What is over stays as it is. */
const change = (
  { writing }: BackgroundParts,
  id: string,
  values: UpdateObject<StoreTables, "background_jobs">,
): Promise<void> =>
  writing.write(async (trx) => {
    await trx
      .updateTable("background_jobs")
      .set(values)
      .where("id", "=", toStoredText(id))
      .where("state", "in", OPEN)
      .execute();
  });

async function list(
  { engine, guard }: BackgroundParts,
  { limit, kind, after }: BackgroundAsked,
): Promise<readonly BackgroundJob[]> {
  let rows = engine.db.selectFrom("background_jobs").selectAll();
  if (kind !== undefined) rows = rows.where("kind", "=", toStoredText(kind));
  if (after !== undefined) {
    const at = toInstant(after.at);
    rows = rows.where(
      sql<boolean>`(created_at < ${at} or (created_at = ${at} and id < ${toStoredText(after.id)}))`,
    );
  }
  rows = rows.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit);
  return (await guard.ask(rows.execute())).map(toJob);
}

async function prune(trx: Trx, keep: number): Promise<readonly string[]> {
  const over = await trx
    .selectFrom("background_jobs")
    .select("id")
    .where("state", "not in", OPEN)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  const gone = over.slice(keep).map(({ id }) => id);
  if (gone.length > 0) await trx.deleteFrom("background_jobs").where("id", "in", gone).execute();
  return gone;
}

const toText = (value: JsonObject): string => toStoredText(JSON.stringify(value));

function toObject(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

function toProblem(text: string): ProblemReport {
  const problem = toObject(text);
  const toWords = (name: string): string => {
    const words = problem[name];
    return typeof words === "string" ? words : "";
  };
  return {
    code: toWords("code"),
    status: Number(problem["status"]),
    text: toWords("text"),
    remedy: toWords("remedy"),
  };
}

const toJob = (row: BackgroundJobsTable): BackgroundJob => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  state: row.state,
  step: row.step,
  done: row.done,
  total: row.total,
  parameters: toObject(row.parameters),
  result: row.result === null ? null : toObject(row.result),
  problem: row.problem === null ? null : toProblem(row.problem),
  by: row.asked_by,
  holder: row.holder,
  createdAt: toEpochMs(row.created_at),
  seenAt: toEpochMs(row.seen_at),
  finishedAt: row.finished_at === null ? null : toEpochMs(row.finished_at),
  isCancelAsked: row.is_cancel_asked,
});
