import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { JobAnswer, JobKind, JobsPort, PageRequest, Rows } from "../../api/index.ts";
import {
  type Clock,
  describeProblem,
  GaitError,
  type JsonObject,
  type ProblemReport,
  toEpochMs,
  toError,
} from "../../domain/index.ts";
import { type BackgroundJob, STORE_PROBLEMS, type Store } from "../../store/index.ts";
import { readCursor } from "./cursor.ts";
import { SERVE_PROBLEMS } from "./problems.ts";

/** What a job may use while it is done. */
export interface JobAtWork {
  readonly id: string;
  /** Ends when somebody cancels the job or the server stops: look now and then, and throw its reason. */
  readonly stop: AbortSignal;
  /** Tells how far it is; as often as one likes. */
  report(progress: { readonly step: string; readonly done: number; readonly total: number | null }): void;
  /** A folder of the job's own, which lives as long as the job is kept. */
  makeFolder(): Promise<string>;
}

export interface JobRequest {
  readonly kind: JobKind;
  /** For people: "Judging 1,200 rows of march.csv". */
  readonly title: string;
  /** Who asks: a caller's name. */
  readonly by: string;
  readonly parameters: JsonObject;
  /** Gives what came of it, some kilobytes at most: what is more goes into the job's folder. A throw ends it as failed. */
  readonly run: (job: JobAtWork) => Promise<JsonObject>;
}

/** The list of background work of one server; what other processes do is in it too. */
export interface Jobs extends JobsPort {
  /** Takes a job into the line and answers at once. Throws SERVE_JOBS_MANY. */
  start(request: JobRequest): Promise<JobAnswer>;
  read(request: JobsRequest): Promise<JobRows>;
  /** Where a job keeps its files. */
  folderOf(id: string): string;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

type JobsRequest = PageRequest & { readonly kind: JobKind | null };
interface JobRows extends Rows {
  readonly rows: readonly JobAnswer[];
}

export interface JobsParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Told of failures that are bugs. */
  readonly onFailure: (error: unknown) => void;
}

/** Jobs of one process that run at a time. */
const RUNNING_MAX = 2;
/** Of kinds that may take an hour there are fewer: others must come through. */
const RUNNING_OF_KIND_MAX: Partial<Record<JobKind, number>> = { hunt: 1 };
/** Jobs of one process that wait. */
export const JOBS_WAITING_MAX = 50;
/** Finished jobs that are kept. */
const KEPT_MAX = 200;
/** How often the store is told how far jobs are. */
const NOTE_MS = 2000;
/** A job whose process said nothing for so long is given up. */
const SILENT_MS = 30_000;
/** How often listeners are told. */
const WATCH_MS = 200;

interface OwnJob {
  readonly request: JobRequest;
  readonly stop: AbortController;
  state: "waiting" | "running";
  progress: Pick<JobAnswer, "step" | "done" | "total">;
}

const cursor = z.object({ at: z.int().transform(toEpochMs), id: z.string().max(200) });

/** Long pieces of work: done one or two at a time, seen and cancelled from anywhere, remembered with their outcome. */
export function createJobs(parts: JobsParts): Jobs {
  return new JobList(parts);
}

class JobList implements Jobs {
  readonly #parts: JobsParts;
  readonly #holder = randomUUID();
  readonly #own = new Map<string, OwnJob>();
  readonly #line: string[] = [];
  readonly #running = new Map<string, Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #isClosed = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#noteAll(), NOTE_MS).unref();
  }

  get #stored(): Store["background"] {
    return this.#parts.store.background;
  }

  folderOf(id: string): string {
    return join(this.#parts.store.folder, "jobs", id);
  }

  async start(request: JobRequest): Promise<JobAnswer> {
    const waiting = this.#line.length;
    if (waiting >= JOBS_WAITING_MAX) throw toError(SERVE_PROBLEMS, "SERVE_JOBS_MANY", { waiting });
    const { kind, title, parameters, by } = request;
    const id = randomUUID();
    const added = await this.#stored.add({ id, kind, title, parameters, by, holder: this.#holder });
    const progress = { step: null, done: 0, total: null };
    this.#own.set(id, { request, stop: new AbortController(), state: "waiting", progress });
    this.#line.push(id);
    this.#startNext();
    return this.#toAnswer(added);
  }

  async read({ limit, after, kind }: JobsRequest): Promise<JobRows> {
    const place = readCursor(cursor, after);
    const found = await this.#stored.list({
      limit,
      ...(kind === null ? {} : { kind }),
      ...(place === null ? {} : { after: place }),
    });
    const last = found.length === limit ? found.at(-1) : undefined;
    const rows = await Promise.all(found.map((job) => this.#look(job)));
    return { rows, next: last === undefined ? null : { at: last.createdAt, id: last.id } };
  }

  async find(id: string): Promise<JobAnswer> {
    const found = await this.#stored.find(id);
    if (found === null) throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id });
    return this.#look(found);
  }

  async cancel(id: string): Promise<JobAnswer> {
    const asked = await this.#stored.askCancel(id);
    const own = this.#own.get(id);
    own?.stop.abort(toError(SERVE_PROBLEMS, "SERVE_JOB_CANCELLED"));
    if (own?.state === "waiting") {
      this.#line.splice(this.#line.indexOf(id), 1);
      await this.#end(id, { state: "cancelled", result: null, problem: null });
      return this.find(id);
    }
    return this.#look(asked);
  }

  async *watch(id: string, stop: AbortSignal): AsyncGenerator<JobAnswer> {
    let told = "";
    for (;;) {
      const job = await this.find(id);
      const text = JSON.stringify(job);
      if (text !== told) yield job;
      told = text;
      if (job.finished_at !== null || stop.aborted) return;
      await pause(WATCH_MS, null, { ref: false });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const { stop } of this.#own.values()) stop.abort(toError(SERVE_PROBLEMS, "SERVE_JOB_STOPPED"));
    for (const id of this.#line.splice(0)) await this.#end(id, this.#toFailure("SERVE_JOB_STOPPED"));
    await Promise.all(this.#running.values());
  }

  #startNext(): void {
    while (this.#running.size < RUNNING_MAX) {
      const at = this.#line.findIndex((id) => this.#hasRoom(this.#own.get(id)!.request.kind));
      const [id] = at < 0 ? [] : this.#line.splice(at, 1);
      if (id === undefined) return;
      const work = this.#run(id, this.#own.get(id)!)
        .catch(this.#parts.onFailure)
        .finally(() => {
          this.#running.delete(id);
          if (!this.#isClosed) this.#startNext();
        });
      this.#running.set(id, work);
    }
  }

  #hasRoom(kind: JobKind): boolean {
    const running = [...this.#running.keys()].filter((id) => this.#own.get(id)?.request.kind === kind);
    return running.length < (RUNNING_OF_KIND_MAX[kind] ?? RUNNING_MAX);
  }

  async #run(id: string, own: OwnJob): Promise<void> {
    own.state = "running";
    try {
      await this.#note(id, own);
      const result = await own.request.run(this.#toWork(id, own));
      await this.#note(id, own);
      await this.#end(id, { state: "done", result, problem: null });
    } catch (error) {
      await this.#end(id, this.#toOutcome(error, own.stop.signal));
    }
  }

  /** Tells the store how far it is, and hears whether it shall end. */
  async #note(id: string, own: OwnJob): Promise<void> {
    const { isCancelAsked } = await this.#stored.note(id, { state: own.state, ...own.progress });
    if (isCancelAsked) own.stop.abort(toError(SERVE_PROBLEMS, "SERVE_JOB_CANCELLED"));
  }

  async #noteAll(): Promise<void> {
    try {
      for (const [id, own] of this.#own) await this.#note(id, own);
    } catch (error) {
      this.#parts.onFailure(error);
    }
  }

  #toWork(id: string, own: OwnJob): JobAtWork {
    return {
      id,
      stop: own.stop.signal,
      report: ({ step, done, total }) => {
        own.progress = { step, done, total };
      },
      makeFolder: async () => {
        const folder = this.folderOf(id);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return folder;
      },
    };
  }

  async #end(id: string, outcome: Parameters<Store["background"]["finish"]>[1]): Promise<void> {
    await this.#stored.finish(id, outcome);
    this.#own.delete(id);
    for (const gone of await this.#stored.prune(KEPT_MAX))
      await rm(this.folderOf(gone), { recursive: true, force: true });
  }

  #toOutcome(error: unknown, stop: AbortSignal): Parameters<Store["background"]["finish"]>[1] {
    const reason: unknown = stop.reason;
    if (stop.aborted && reason instanceof GaitError && reason.report.code === "SERVE_JOB_CANCELLED")
      return { state: "cancelled", result: null, problem: null };
    if (stop.aborted) return this.#toFailure("SERVE_JOB_STOPPED");
    if (error instanceof GaitError) return { state: "failed", result: null, problem: error.report };
    this.#parts.onFailure(error);
    return this.#toFailure("SERVE_JOB_BROKE");
  }

  #toFailure(code: keyof typeof SERVE_PROBLEMS): {
    readonly state: "failed";
    readonly result: null;
    readonly problem: ProblemReport;
  } {
    return { state: "failed", result: null, problem: describeProblem(SERVE_PROBLEMS, code) };
  }

  /** With what its own process knows; given up where that is gone. */
  async #look(job: BackgroundJob): Promise<JobAnswer> {
    const isOpen = job.state === "waiting" || job.state === "running";
    const isOwn = job.holder === this.#holder;
    if (!isOpen || isOwn || this.#parts.clock.now() - job.seenAt < SILENT_MS) return this.#toAnswer(job);
    return this.#toAnswer(await this.#stored.finish(job.id, this.#toFailure("SERVE_JOB_STOPPED")));
  }

  #toAnswer(job: BackgroundJob): JobAnswer {
    const own = job.finishedAt === null ? this.#own.get(job.id) : undefined;
    const { step, done, total } = own?.progress ?? job;
    return {
      id: job.id,
      kind: job.kind,
      title: job.title,
      state: own?.state ?? job.state,
      step,
      done,
      total,
      parameters: job.parameters,
      result: job.result,
      problem: job.problem,
      by: job.by,
      created_at: new Date(job.createdAt).toISOString(),
      finished_at: job.finishedAt === null ? null : new Date(job.finishedAt).toISOString(),
    };
  }
}
