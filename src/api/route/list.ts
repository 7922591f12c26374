import { z } from "zod";
import { toEpochMs, toError } from "../../domain/index.ts";
import { toSoundRow } from "../answer/explanation-answer.ts";
import { ID_LENGTH_MAX, PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from "../limits.ts";
import type { PageRequest, PeriodRequest, Rows } from "../port/asked.ts";
import { API_PROBLEMS } from "../problems.ts";

/** An instant, with its offset. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => toEpochMs(Date.parse(text)));

/** A text to look for. */
export const text = z.string().min(1).max(ID_LENGTH_MAX);

export const periodQuery = {
  from: instant.optional().describe("from then on"),
  to: instant.optional().describe("before then"),
};

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
  cursor: z.string().max(4096).optional().describe("next_cursor of the page before"),
};

export const idParams = z.object({ id: z.string().min(1).max(ID_LENGTH_MAX) });

/** A truth value as a query spells it. */
export const flag = z.enum(["true", "false"]).default("false").describe("true or false");

/** A page of rows. */
export const toListAnswer = (row: z.ZodType) =>
  z.object({
    items: z.array(row),
    next_cursor: z.string().nullable().describe("null: this is the last page"),
  });

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

export const toPeriod = ({ from, to }: Given<PeriodRequest>): PeriodRequest => ({
  from: from ?? null,
  to: to ?? null,
});

/** Throws API_CURSOR. */
export const toPage = ({
  limit,
  cursor,
}: {
  readonly limit: number;
  readonly cursor?: string | undefined;
}): PageRequest => ({ limit, after: cursor === undefined ? null : readCursor(cursor) });

export const toList = ({ rows, next }: Rows): object => ({
  items: rows.map(toSoundRow),
  next_cursor: next === null ? null : Buffer.from(JSON.stringify(next)).toString("base64url"),
});

/** What it says is for the port to check. */
function readCursor(cursor: string): unknown {
  try {
    const after: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (typeof after === "object" && after !== null) return after;
  } catch (cause) {
    throw toError(API_PROBLEMS, "API_CURSOR", {}, { cause });
  }
  throw toError(API_PROBLEMS, "API_CURSOR");
}
