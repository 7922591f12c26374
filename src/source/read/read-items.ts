import {
  type Clock,
  describeProblem,
  type Event,
  isJsonObject,
  type JsonObject,
  type Origin,
  type Reject,
} from "../../domain/index.ts";
import type { Enricher } from "../../enrich/index.ts";
import { ContentIds, type IdSource, OrdinalIds } from "../content-id.ts";
import { showRecord, showValue, toExcerpt } from "../excerpt.ts";
import type { Format, FormatId, MapContext } from "../format/format.ts";
import type { ColumnMapping } from "../format/generic/column-mapping.ts";
import { People } from "../format/people.ts";
import type { Input } from "../input/input.ts";
import { isDeeperThan } from "../json/depth.ts";
import type { RawRecord } from "../json/read-json.ts";
import { READ_LIMITS, type ReadLimits } from "../limits.ts";
import { SOURCE_PROBLEMS, type SourceCode } from "../problems.ts";
import { BrokenRecord, Refusal, refuse, type Trouble } from "../trouble.ts";
import { openRecords } from "./open-records.ts";

/** What a record of an input became. Every record is one item; a whole input without records is one `skipped`. */
export type Item =
  | {
      readonly kind: "event";
      readonly event: Event;
      /** The raw record, free of what carried it. */
      readonly record: JsonObject;
      /** The record's ordinal in its input, from 0; rejects count too. */
      readonly position: number;
    }
  | { readonly kind: "reject"; readonly reject: Reject }
  | { readonly kind: "skipped"; readonly origin: Origin; readonly code: SourceCode };

export interface ReadOptions {
  readonly enricher: Enricher;
  readonly clock: Clock;
  /** The format, when it is not to be recognised. */
  readonly as?: FormatId;
  /** What the columns of a generic log mean; makes the format generic. */
  readonly mapping?: ColumnMapping;
  readonly limits?: Partial<ReadLimits>;
  /**
   * Ids of records that bring none: of their content, the same in every reading (the default), or their ordinals, which
   * spare a hash per record where nobody keeps the events.
   */
  readonly ids?: "content" | "ordinal";
  /** Hears how many bytes of the input have come, as they come, before unpacking. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Reads an input to its end: unpacks, recognises the format, makes events. Items come in the order of the records, in
 * batches of at most `batchItemsMax`. Whatever is wrong with the input is an item; only a bug throws.
 */
export async function* readItems(input: Input, options: ReadOptions): AsyncGenerator<readonly Item[]> {
  const limits: ReadLimits = { ...READ_LIMITS, ...options.limits };
  const opened = await openRecords(input, {
    as: options.as ?? null,
    mapping: options.mapping ?? null,
    limits,
    onBytes: options.onBytes ?? ignore,
  });
  const origin: Origin = { file: input.name, position: 0 };
  if (opened.kind === "empty") {
    yield [{ kind: "skipped", origin, code: opened.code }];
    return;
  }
  if (opened.kind === "unreadable")
    return yield [toReject(origin, opened.broken.trouble, opened.broken.text)];
  const itemizer = new Itemizer(opened.format, { input, options, limits });
  for await (const batch of opened.batches) {
    for (let from = 0; from < batch.length; from += limits.batchItemsMax) {
      yield itemizer.take(batch, from);
    }
  }
  if (itemizer.position === 0) yield [{ kind: "skipped", origin, code: "SOURCE_NO_RECORDS" }];
}

const ignore = (): void => {};

interface ItemizerParts {
  readonly input: Input;
  readonly options: ReadOptions;
  readonly limits: ReadLimits;
}

/** Turns raw records into items. */
class Itemizer {
  position = 0;
  readonly #format: Format;
  readonly #parts: ItemizerParts;
  readonly #ids: IdSource;
  readonly #people = new People();

  constructor(format: Format, parts: ItemizerParts) {
    this.#format = format;
    this.#parts = parts;
    this.#ids = parts.options.ids === "ordinal" ? new OrdinalIds() : new ContentIds(format.logType);
  }

  take(batch: readonly RawRecord[], from: number): readonly Item[] {
    const { options, limits } = this.#parts;
    const context: MapContext = {
      enricher: options.enricher,
      receivedAt: options.clock.now(),
      ids: this.#ids,
      people: this.#people,
    };
    const to = Math.min(batch.length, from + limits.batchItemsMax);
    const items: Item[] = [];
    for (let index = from; index < to; index++) items.push(this.#toItem(batch[index]!, context));
    return items;
  }

  #toItem(raw: RawRecord, context: MapContext): Item {
    const position = this.position++;
    const record = toRecord(raw, this.#format, this.#parts.limits.depthMax);
    if (record instanceof Refusal) return this.#refuse(record, raw, position);
    const event = this.#format.toEvent(record, context);
    if (event instanceof Refusal) return this.#refuse(event, raw, position);
    return { kind: "event", event, record, position };
  }

  #refuse({ trouble, isSkip }: Refusal, raw: RawRecord, position: number): Item {
    const origin: Origin = { file: this.#parts.input.name, position };
    if (isSkip) return { kind: "skipped", origin, code: trouble.code };
    return toReject(origin, trouble, raw instanceof BrokenRecord ? raw.text : showRecord(raw));
  }
}

/** The record that a raw value holds, free of what carried it. */
export function toRecord(raw: RawRecord, format: Format, depthMax: number): JsonObject | Refusal {
  if (raw instanceof BrokenRecord) return new Refusal(raw.trouble);
  if (!isJsonObject(raw)) return refuse("SOURCE_RECORD_NOT_OBJECT", { found: showValue(raw) });
  if (isDeeperThan(raw, depthMax)) return refuse("SOURCE_RECORD_TOO_DEEP", { depth: depthMax });
  const record = format.toRecord(raw);
  // What stood inside of JSON text has not been looked at yet.
  if (record === raw || record instanceof Refusal || !isDeeperThan(record, depthMax)) return record;
  return refuse("SOURCE_RECORD_TOO_DEEP", { depth: depthMax });
}

function toReject(origin: Origin, trouble: Trouble, text: string | null): Item {
  const reason = toExcerpt(describeProblem(SOURCE_PROBLEMS, trouble.code, trouble.details).text);
  const excerpt = text === null ? null : toExcerpt(text);
  return { kind: "reject", reject: { origin, code: trouble.code, reason, excerpt } };
}
