import type { Reject } from "../../domain/index.ts";
import type { ColumnBatch, Engine } from "../engine.ts";
import type { StoreLimits } from "../limits.ts";
import type { InputBatch, InputRecord, PlacedEvent, StoredInput } from "../port.ts";
import { BatchMaker, STREAMED_COLUMNS, selectStreamed } from "./event-stream.ts";
import { listKeyedInputs } from "./ledger.ts";

/** Rejects handed on at once. */
const REJECTS_AT_ONCE = 1000;

/** Inputs in the order of the ledger with their events and rejects: one pass over the events, sorted by input. */
export async function* streamInputs(
  engine: Engine,
  isWanted: (record: InputRecord) => boolean,
  limits: StoreLimits,
): AsyncGenerator<StoredInput> {
  const wanted = (await listKeyedInputs(engine.db)).filter(({ record }) => isWanted(record));
  if (wanted.length === 0) return;
  const events = streamByInput(engine, wanted[0]!.key, limits);
  const reader = new InputReader(events);
  try {
    for (const { key, record } of wanted)
      yield { record, batches: readInput(engine, reader, { key, record }) };
  } finally {
    await events.return(undefined);
  }
}

async function* readInput(
  engine: Engine,
  reader: InputReader,
  { key, record }: { readonly key: number; readonly record: InputRecord },
): AsyncGenerator<InputBatch> {
  for await (const events of reader.read(key)) yield { events, rejects: [], skipped: 0 };
  if (record.rejects === 0) return;
  for await (const rejects of streamRejects(engine, key, record.name))
    yield { events: [], rejects, skipped: 0 };
}

/** Events of one input that stand together in the stream. */
interface InputPart {
  readonly inputKey: number;
  readonly events: readonly PlacedEvent[];
}

async function* streamByInput(
  engine: Engine,
  firstKey: number,
  limits: StoreLimits,
): AsyncGenerator<InputPart> {
  const maker = new BatchMaker(engine, limits);
  const query = selectStreamed(engine.db)
    .select(["input_key", "position"])
    .where("input_key", ">=", firstKey)
    .orderBy("input_key")
    .orderBy("position")
    .orderBy("event_key")
    .compile();
  for await (const columns of engine.stream(query)) {
    const batch = await maker.toBatch(columns);
    const { inputKeyAt, positionAt } = toPlaces(columns);
    for (let from = 0; from < batch.length; ) {
      const inputKey = inputKeyAt(from);
      const events: PlacedEvent[] = [];
      let row = from;
      for (; row < batch.length && inputKeyAt(row) === inputKey; row++)
        events.push({ event: batch.eventAt(row), position: positionAt(row) });
      yield { inputKey, events };
      from = row;
    }
  }
}

const toPlaces = ({ columns }: ColumnBatch) => ({
  inputKeyAt: (row: number): number => columns[STREAMED_COLUMNS]!.numberAt(row)!,
  positionAt: (row: number): number => columns[STREAMED_COLUMNS + 1]!.numberAt(row)!,
});

/** Hands a stream sorted by input out input by input; what nobody asked for is passed over. */
class InputReader {
  readonly #parts: AsyncGenerator<InputPart>;
  #next: InputPart | null = null;

  constructor(parts: AsyncGenerator<InputPart>) {
    this.#parts = parts;
  }

  async *read(inputKey: number): AsyncGenerator<readonly PlacedEvent[]> {
    for (;;) {
      this.#next ??= await this.#pull();
      if (this.#next === null || this.#next.inputKey > inputKey) return;
      const { events, inputKey: found } = this.#next;
      this.#next = null;
      if (found === inputKey) yield events;
    }
  }

  async #pull(): Promise<InputPart | null> {
    const pulled = await this.#parts.next();
    return pulled.done === true ? null : pulled.value;
  }
}

async function* streamRejects(
  engine: Engine,
  inputKey: number,
  file: string,
): AsyncGenerator<readonly Reject[]> {
  const query = engine.db
    .selectFrom("rejects")
    .select(["position", "code", "reason", "excerpt"])
    .where("input_key", "=", inputKey)
    .orderBy("position")
    .compile();
  for await (const { length, columns } of engine.stream(query)) {
    for (let from = 0; from < length; from += REJECTS_AT_ONCE) {
      const rejects: Reject[] = [];
      for (let row = from; row < Math.min(from + REJECTS_AT_ONCE, length); row++)
        rejects.push({
          origin: { file, position: columns[0]!.numberAt(row)! },
          code: columns[1]!.textAt(row)!,
          reason: columns[2]!.textAt(row)!,
          excerpt: columns[3]!.textAt(row),
        });
      yield rejects;
    }
  }
}
