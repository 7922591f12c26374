import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../../domain/index.ts";
import { PLACES_FILE, RowWriter, readRows, streamRows } from "./kept-rows.ts";

/** One row of a batch, judged or refused. */
export interface BatchResult {
  /** In the file, from 1. */
  readonly row: number;
  readonly user_id: string | null;
  readonly timestamp: string | null;
  readonly action: string | null;
  readonly is_anomaly: boolean | null;
  readonly anomaly_score: number | null;
  readonly confidence: number | null;
  readonly explanation: string | null;
  readonly error: string | null;
}

const ORDER_FILES = { row: PLACES_FILE, score: "by-score.bin" } as const;

/** Writes results in their order, then where each stands by score. */
export class BatchWriter {
  readonly #folder: string;
  readonly #rows: RowWriter;
  readonly #places: number[] = [];
  readonly #scores: number[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    this.#rows = new RowWriter(folder);
  }

  async add(result: BatchResult): Promise<void> {
    // What was refused comes last.
    this.#scores.push(result.anomaly_score ?? -1);
    this.#places.push(await this.#rows.add(result));
  }

  async finish(): Promise<void> {
    await this.#rows.flush();
    const order = Uint32Array.from(this.#places.keys()).sort(
      (a, b) => this.#scores[b]! - this.#scores[a]! || a - b,
    );
    const places = Float64Array.from(order, (at) => this.#places[at]!);
    await writeFile(join(this.#folder, ORDER_FILES.score), new Uint8Array(places.buffer), { mode: 0o600 });
  }
}

export interface ResultPage {
  readonly order: keyof typeof ORDER_FILES;
  readonly from: number;
  readonly limit: number;
}

/** Some results, and whether there are more. */
export const readResults = (
  folder: string,
  { order, ...page }: ResultPage,
): Promise<{ readonly rows: readonly JsonObject[]; readonly isMore: boolean }> =>
  readRows(folder, { ...page, places: ORDER_FILES[order] });

/** All results, in the order of the rows. */
export const streamResults = (folder: string): AsyncGenerator<JsonObject> => streamRows(folder);
