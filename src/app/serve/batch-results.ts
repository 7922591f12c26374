import { createReadStream } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";

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

const ROWS_FILE = "results.ndjson";
const ORDER_FILES = { row: "by-row.bin", score: "by-score.bin" } as const;
const PLACE_BYTES = 8;
const PIECE_BYTES = 1 << 16;

/** Writes results in their order, then where each stands, by row and by score. */
export class BatchWriter {
  readonly #folder: string;
  readonly #places: number[] = [];
  readonly #scores: number[] = [];
  #piece = "";
  #bytes = 0;
  #file: Awaited<ReturnType<typeof open>> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(result: BatchResult): Promise<void> {
    const line = `${JSON.stringify(result)}\n`;
    this.#places.push(this.#bytes);
    // What was refused comes last.
    this.#scores.push(result.anomaly_score ?? -1);
    this.#bytes += Buffer.byteLength(line);
    this.#piece += line;
    if (this.#piece.length >= PIECE_BYTES) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#file?.close();
    const order = Uint32Array.from(this.#places.keys()).sort(
      (a, b) => this.#scores[b]! - this.#scores[a]! || a - b,
    );
    await this.#writeOrder("row", Float64Array.from(this.#places));
    await this.#writeOrder(
      "score",
      Float64Array.from(order, (at) => this.#places[at]!),
    );
  }

  async #flush(): Promise<void> {
    this.#file ??= await open(join(this.#folder, ROWS_FILE), "w", 0o600);
    await this.#file.write(this.#piece);
    this.#piece = "";
  }

  #writeOrder(order: keyof typeof ORDER_FILES, places: Float64Array): Promise<void> {
    return writeFile(join(this.#folder, ORDER_FILES[order]), new Uint8Array(places.buffer), { mode: 0o600 });
  }
}

export interface ResultPage {
  readonly order: keyof typeof ORDER_FILES;
  readonly from: number;
  readonly limit: number;
}

/** Bytes of a line: a name of a user may be long, its text is bounded by the source. */
const LINE_BYTES_MAX = 1 << 20;

/** Some results, and whether there are more. */
export async function readResults(
  folder: string,
  { order, from, limit }: ResultPage,
): Promise<{ readonly rows: readonly JsonObject[]; readonly isMore: boolean }> {
  const bytes = await readFile(join(folder, ORDER_FILES[order]));
  const count = bytes.length / PLACE_BYTES;
  const rows: JsonObject[] = [];
  const file = await open(join(folder, ROWS_FILE), "r");
  try {
    for (let at = from; at < Math.min(from + limit, count); at++)
      rows.push(await readLine(file, bytes.readDoubleLE(at * PLACE_BYTES)));
  } finally {
    await file.close();
  }
  return { rows, isMore: from + limit < count };
}

async function readLine(file: Awaited<ReturnType<typeof open>>, place: number): Promise<JsonObject> {
  for (let size = 1024; ; size *= 8) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, place);
    const end = buffer.subarray(0, bytesRead).indexOf(10);
    if (end >= 0) return toObject(buffer.toString("utf8", 0, end));
    if (size > LINE_BYTES_MAX) throw new Error("A line of results does not end.");
  }
}

/** All results, in the order of the rows. */
export async function* streamResults(folder: string): AsyncGenerator<JsonObject> {
  const lines = createInterface({ input: createReadStream(join(folder, ROWS_FILE)) });
  for await (const line of lines) if (line !== "") yield toObject(line);
}

function toObject(line: string): JsonObject {
  const value: JsonValue = JSON.parse(line);
  return isJsonObject(value) ? value : {};
}
