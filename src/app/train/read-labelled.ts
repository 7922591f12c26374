import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { type Event, type JsonObject, type LogType, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { createEnricher, openBundledGeo } from "../../enrich/index.ts";
import { type Item, openPath, readItems } from "../../source/index.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";

/** An event with the record that it was, and what is known of the truth. */
export interface LabelledEvent {
  readonly event: Event;
  readonly record: JsonObject;
  /** The attack that it belongs to; null: ordinary, or nobody knows. */
  readonly story: string | null;
}

export interface LabelledLog {
  /** As the file has them. */
  readonly rows: readonly LabelledEvent[];
  /** Rows that are no events. */
  readonly rejected: number;
  /** Whether anybody said which rows are attacks. */
  readonly isLabelled: boolean;
}

export interface LabelledSource {
  readonly file: string;
  /** Which rows are attacks; null: `<name>.labels.csv` beside the file, if it is there. */
  readonly labels: string | null;
  /** The only kind of log that will do; null: any. */
  readonly logType: LogType | null;
}

/** Rows that are held in memory at once. */
export const TRAINING_ROWS_MAX = 500_000;

/** Throws TRAIN_ROWS_NONE, TRAIN_ROWS_MANY, TRAIN_FORMAT and TRAIN_LABELS_FILE. */
export async function readLabelled(source: LabelledSource): Promise<LabelledLog> {
  const { file, logType } = source;
  const stories = await readStories(source);
  const rows: LabelledEvent[] = [];
  let rejected = 0;
  let reason = "it is empty";
  const options = {
    enricher: createEnricher({ geo: openBundledGeo() }),
    clock: SYSTEM_CLOCK,
    ids: "ordinal",
  } as const;
  for await (const items of readItems(openPath(file), options)) {
    for (const item of items) {
      if (item.kind !== "event") {
        rejected++;
        reason = toReason(item);
        continue;
      }
      const found = item.event.logType;
      if (logType !== null && found !== logType) {
        throw toError(TRAIN_PROBLEMS, "TRAIN_FORMAT", { file, found, wanted: logType });
      }
      if (rows.length === TRAINING_ROWS_MAX) {
        throw toError(TRAIN_PROBLEMS, "TRAIN_ROWS_MANY", { most: TRAINING_ROWS_MAX });
      }
      const { event, record, position } = item;
      rows.push({ event, record, story: stories?.get(position + 1) ?? null });
    }
  }
  if (rows.length === 0) throw toError(TRAIN_PROBLEMS, "TRAIN_ROWS_NONE", { file, reason });
  return { rows, rejected, isLabelled: stories !== null };
}

const toReason = (item: Exclude<Item, { readonly kind: "event" }>): string =>
  item.kind === "reject" ? item.reject.reason : item.code;

const storySchema = z.array(z.object({ row: z.coerce.number().int().min(1), story: z.string().min(1) }));

/** The attack of each row that has one, rows counted from 1; null: nobody said. */
async function readStories({ file, labels }: LabelledSource): Promise<ReadonlyMap<number, string> | null> {
  const beside = `${file.slice(0, file.length - extname(file).length)}.labels.csv`;
  const text = await readMaybe(labels ?? beside, labels !== null);
  if (text === null) return null;
  const read = storySchema.safeParse(parseCsv(text, labels ?? beside));
  if (!read.success) {
    const reason = z.prettifyError(read.error);
    throw toError(TRAIN_PROBLEMS, "TRAIN_LABELS_FILE", { file: labels ?? beside, reason });
  }
  return new Map(read.data.map(({ row, story }) => [row, story]));
}

function parseCsv(text: string, file: string): unknown {
  try {
    return parse(text, { columns: true, bom: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(TRAIN_PROBLEMS, "TRAIN_LABELS_FILE", { file, reason }, { cause });
  }
}

/** Labels that nobody named need not be there. */
async function readMaybe(file: string, isNamed: boolean): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (!isNamed) return null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(TRAIN_PROBLEMS, "TRAIN_LABELS_FILE", { file, reason }, { cause });
  }
}
