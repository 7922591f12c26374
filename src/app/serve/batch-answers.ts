import { setImmediate as giveWay } from "node:timers/promises";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import type { BatchPort } from "../../api/index.ts";
import { type Clock, type JsonObject, toError } from "../../domain/index.ts";
import { createEnricher, openBundledGeo } from "../../enrich/index.ts";
import { type FileInput, type Item, readItems } from "../../source/index.ts";
import { SCENARIOS } from "../predict/manual-scenarios.ts";
import type { Predictor } from "../predict/predictor.ts";
import { toCellText } from "../train/cell-text.ts";
import { type BatchResult, BatchWriter, readResults, streamResults } from "./batch-results.ts";
import { readCursor } from "./cursor.ts";
import type { JobAtWork, Jobs } from "./jobs.ts";
import { SERVE_PROBLEMS } from "./problems.ts";
import { type ReceivedFiles, receiveFiles } from "./received-files.ts";

export interface BatchParts {
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** The models in use. */
  readonly getPredictor: () => Promise<Predictor>;
}

/** Rows of a batch. */
const BATCH_ROWS_MAX = 500_000;
/** Anomalies that are explained: each takes some milliseconds. */
const EXPLAINED_MAX = 500;
/** Rows that are judged before others get their turn. */
const TURN_ROWS = 50;

const COLUMNS = [
  "row",
  "user_id",
  "timestamp",
  "action",
  "is_anomaly",
  "anomaly_score",
  "confidence",
  "explanation",
  "error",
] as const satisfies readonly (keyof BatchResult)[];

const cursor = z.object({ from: z.int().min(0) });

/** Judges files of actions as jobs. */
export const createBatchAnswers = (parts: BatchParts): BatchPort => ({
  examples: SCENARIOS,
  async start({ files, isExplained, by, bytesMax }) {
    const received = await receiveFiles(files, bytesMax);
    try {
      const names = received.files.map(({ name }) => name);
      return await parts.jobs.start({
        kind: "batch",
        title: `Judging ${names.join(", ")}`,
        by,
        parameters: { files: names, bytes: received.bytes, explain: isExplained },
        run: async (job) => {
          try {
            return await new Batch(parts, job, isExplained).judge(received);
          } finally {
            await received.drop();
          }
        },
      });
    } catch (error) {
      await received.drop();
      throw error;
    }
  },
  async readResults({ id, order, limit, after }) {
    const from = readCursor(cursor, after)?.from ?? 0;
    const { rows, isMore } = await readResults(await folderOf(parts, id), { order, from, limit });
    return { rows, next: isMore ? { from: from + limit } : null };
  },
  async download({ id, format }) {
    const folder = await folderOf(parts, id);
    return format === "csv" ? toCsv(folder) : toJson(folder);
  },
});

async function folderOf({ jobs }: BatchParts, id: string): Promise<string> {
  const job = await jobs.find(id);
  if (job.kind !== "batch" || job.state !== "done") throw toError(SERVE_PROBLEMS, "BATCH_NO_RESULTS", { id });
  return jobs.folderOf(job.id);
}

/** Judges the rows of one batch. */
class Batch {
  readonly #parts: BatchParts;
  readonly #job: JobAtWork;
  readonly #isExplained: boolean;
  #rows = 0;
  #anomalies = 0;
  #failed = 0;
  #explained = 0;

  constructor(parts: BatchParts, job: JobAtWork, isExplained: boolean) {
    this.#parts = parts;
    this.#job = job;
    this.#isExplained = isExplained;
  }

  async judge({ files, bytes }: Pick<ReceivedFiles, "files" | "bytes">): Promise<JsonObject> {
    const predictor = await this.#parts.getPredictor();
    const writer = new BatchWriter(await this.#job.makeFolder());
    let bytesRead = 0;
    for (const file of files) {
      for await (const items of this.#read(file, (more) => {
        bytesRead += more;
      }))
        await this.#judgeItems(items, predictor, writer);
      this.#job.report({ step: `${this.#rows} rows judged`, done: bytesRead, total: bytes });
    }
    await writer.finish();
    const judged = this.#rows - this.#failed;
    return {
      rows: this.#rows,
      anomalies: this.#anomalies,
      normal: judged - this.#anomalies,
      failed: this.#failed,
      anomaly_rate: judged === 0 ? 0 : this.#anomalies / judged,
      threshold: predictor.threshold,
      model: predictor.models.id,
    };
  }

  #read(file: FileInput, onBytes: (bytes: number) => void): AsyncGenerator<readonly Item[]> {
    const enricher = createEnricher({ geo: openBundledGeo() });
    return readItems(file, { enricher, clock: this.#parts.clock, ids: "ordinal", onBytes });
  }

  async #judgeItems(items: readonly Item[], predictor: Predictor, writer: BatchWriter): Promise<void> {
    for (const [at, item] of items.entries()) {
      if (at % TURN_ROWS === TURN_ROWS - 1) await giveWay();
      this.#job.stop.throwIfAborted();
      if (item.kind === "skipped") continue;
      if (this.#rows >= BATCH_ROWS_MAX)
        throw toError(SERVE_PROBLEMS, "BATCH_LARGE", { most: BATCH_ROWS_MAX });
      this.#rows++;
      await writer.add(item.kind === "event" ? this.#judgeEvent(item, predictor) : this.#refuse(item));
    }
    this.#job.report({ step: `${this.#rows} rows judged`, done: this.#rows, total: null });
  }

  #judgeEvent({ event, record }: Extract<Item, { kind: "event" }>, predictor: Predictor): BatchResult {
    let judged = predictor.predictEvent(event, record, false);
    if (judged.is_anomaly) {
      this.#anomalies++;
      if (this.#isExplained && this.#explained < EXPLAINED_MAX) {
        this.#explained++;
        judged = predictor.predictEvent(event, record, true);
      }
    }
    return {
      row: this.#rows,
      user_id: judged.user_id,
      timestamp: new Date(event.at).toISOString(),
      action: toCellText(record["action_type"]) ?? event.action.name,
      is_anomaly: judged.is_anomaly,
      anomaly_score: judged.anomaly_score,
      confidence: judged.confidence,
      explanation: judged.explanation?.text_explanation ?? null,
      error: null,
    };
  }

  #refuse({ reject }: Extract<Item, { kind: "reject" }>): BatchResult {
    this.#failed++;
    return {
      row: this.#rows,
      user_id: null,
      timestamp: null,
      action: null,
      is_anomaly: null,
      anomaly_score: null,
      confidence: null,
      explanation: null,
      error: reject.reason,
    };
  }
}

/** A spreadsheet must not take a user's name for a formula. */
async function* toCsv(folder: string): AsyncGenerator<string> {
  yield stringify([[...COLUMNS]]);
  for await (const row of streamResults(folder))
    yield stringify([COLUMNS.map((column) => toCellText(row[column]) ?? "")], { escape_formulas: true });
}

async function* toJson(folder: string): AsyncGenerator<string> {
  let before = "[";
  for await (const row of streamResults(folder)) {
    yield `${before}\n${JSON.stringify(row)}`;
    before = ",";
  }
  yield before === "[" ? "[]\n" : "\n]\n";
}
