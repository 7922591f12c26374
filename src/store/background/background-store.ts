import { sql } from "kysely";
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
import type { BackgroundJob, BackgroundStore } from "../ports/background-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Writing } from "../writing.ts";
import type { BackgroundJobsTable } from "./background-tables.ts";

export interface BackgroundParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly clock: Clock;
  readonly guard: Guard;
}

const OPEN = ["waiting", "running"] as const;

/** Jobs as rows of `background_jobs`. */
export function createBackgroundStore({
  engine: { db },
  writing,
  clock,
  guard,
}: BackgroundParts): BackgroundStore {
  const find = async (id: string): Promise<BackgroundJob | null> => {
    const row = db.selectFrom("background_jobs").selectAll().where("id", "=", toStoredText(id));
    const found = await guard.ask(row.executeTakeFirst());
    return found === undefined ? null : toJob(found);
  };
  const get = async (id: string): Promise<BackgroundJob> => {
    const job = await find(id);
    if (job === null) throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id });
    return job;
  };
  return {
    find,
    async add({ id, kind, title, parameters, by, holder }) {
      await writing.write(async (trx) => {
        await trx
          .insertInto("background_jobs")
          .values({
            id: toStoredText(id),
            kind: toStoredText(kind),
            title: toStoredText(title),
            state: "waiting",
            step: null,
            done: 0,
            total: null,
            parameters: toText(parameters),
            result: null,
            problem: null,
            asked_by: toStoredText(by),
            holder: toStoredText(holder),
            created_at: toInstant(clock.now()),
            seen_at: toInstant(clock.now()),
            finished_at: null,
            is_cancel_asked: false,
          })
          .execute();
      });
      return get(id);
    },
    async note(id, { state, step, done, total }) {
      await writing.write(async (trx) => {
        await trx
          .updateTable("background_jobs")
          .set({
            state,
            step: step === null ? null : toStoredText(step),
            done: Math.round(done),
            total: total === null ? null : Math.round(total),
            seen_at: toInstant(clock.now()),
          })
          .where("id", "=", toStoredText(id))
          .where("state", "in", OPEN)
          .execute();
      });
      return { isCancelAsked: (await find(id))?.isCancelAsked === true };
    },
    async finish(id, { state, result, problem }) {
      await writing.write(async (trx) => {
        await trx
          .updateTable("background_jobs")
          .set({
            state,
            result: result === null ? null : toText(result),
            problem: problem === null ? null : toText({ ...problem }),
            seen_at: toInstant(clock.now()),
            finished_at: toInstant(clock.now()),
          })
          .where("id", "=", toStoredText(id))
          .where("state", "in", OPEN)
          .execute();
      });
      return get(id);
    },
    async list({ limit, kind, after }) {
      let rows = db.selectFrom("background_jobs").selectAll();
      if (kind !== undefined) rows = rows.where("kind", "=", toStoredText(kind));
      if (after !== undefined) {
        const at = toInstant(after.at);
        rows = rows.where(
          sql<boolean>`(created_at < ${at} or (created_at = ${at} and id < ${toStoredText(after.id)}))`,
        );
      }
      rows = rows.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit);
      return (await guard.ask(rows.execute())).map(toJob);
    },
    async askCancel(id) {
      await writing.write(async (trx) => {
        await trx
          .updateTable("background_jobs")
          .set({ is_cancel_asked: true })
          .where("id", "=", toStoredText(id))
          .where("state", "in", OPEN)
          .execute();
      });
      return get(id);
    },
    prune: (keep) =>
      writing.write(async (trx) => {
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
      }),
  };
}

const toText = (value: JsonObject): string => toStoredText(JSON.stringify(value));

function toObject(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

function toProblem(text: string): ProblemReport {
  const { code, status, text: words, remedy } = toObject(text);
  return { code: String(code), status: Number(status), text: String(words), remedy: String(remedy) };
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
