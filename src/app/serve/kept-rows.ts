import { createReadStream } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";

const ROWS_FILE = "results.ndjson";
/** Where each row stands, in the order in which rows were written. */
export const PLACES_FILE = "by-row.bin";
export const PLACE_BYTES = 8;
const PIECE_BYTES = 1 << 16;

/** Writes rows of a job into its folder, where they are read while more come. */
export class RowWriter {
  readonly #folder: string;
  #pieces: string[] = [];
  #pieceBytes = 0;
  #places: number[] = [];
  #bytes = 0;
  #rows = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Answers where the row stands. */
  async add(row: object): Promise<number> {
    const line = `${JSON.stringify(row)}\n`;
    const place = this.#bytes;
    this.#places.push(place);
    this.#pieces.push(line);
    this.#rows++;
    const bytes = Buffer.byteLength(line);
    this.#bytes += bytes;
    this.#pieceBytes += bytes;
    if (this.#pieceBytes >= PIECE_BYTES) await this.flush();
    return place;
  }

  /** What was added can be read from then on. */
  async flush(): Promise<void> {
    const places = new Uint8Array(Float64Array.from(this.#places).buffer);
    const text = this.#pieces.join("");
    this.#pieces = [];
    this.#places = [];
    this.#pieceBytes = 0;
    await append(join(this.#folder, ROWS_FILE), text);
    // A row whose place is known is there as a whole.
    await append(join(this.#folder, PLACES_FILE), places);
  }
}

async function append(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, "a", 0o600);
  try {
    await file.appendFile(data);
  } finally {
    await file.close();
  }
}

export interface RowPage {
  /** The file of places that has the order. */
  readonly places: string;
  readonly from: number;
  readonly limit: number;
}

/** Bytes of a line: a name of a user may be long, its text is bounded by the source. */
const LINE_BYTES_MAX = 1 << 20;

/** Some rows, and whether there are more. */
export async function readRows(
  folder: string,
  { places, from, limit }: RowPage,
): Promise<{ readonly rows: readonly JsonObject[]; readonly isMore: boolean }> {
  const bytes = await readFile(join(folder, places));
  const count = Math.floor(bytes.length / PLACE_BYTES);
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

/** All rows, in the order in which they were written. */
export async function* streamRows(folder: string): AsyncGenerator<JsonObject> {
  const lines = createInterface({ input: createReadStream(join(folder, ROWS_FILE)) });
  for await (const line of lines) if (line !== "") yield toObject(line);
}

/** Rows are no more; what else the folder holds stays. */
export async function removeRows(folder: string): Promise<void> {
  for (const name of [ROWS_FILE, PLACES_FILE]) await rm(join(folder, name), { force: true });
}

function toObject(line: string): JsonObject {
  const value: JsonValue = JSON.parse(line);
  return isJsonObject(value) ? value : {};
}
