import type { Transaction } from "kysely";
import type { Engine } from "../engine.ts";
import { toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { StoreTables } from "../tables.ts";
import type { DimensionKeys } from "./dimension-keys.ts";
import type { EventRows } from "./event-rows.ts";

/** How many rows stand in a transaction's temporary tables; a table with none is not there. */
export interface StagedCounts {
  readonly events: number;
  readonly links: number;
  readonly rejects: number;
}

export const NOTHING_STAGED: StagedCounts = { events: 0, links: 0, rejects: 0 };

export interface StageRequest {
  readonly rows: EventRows;
  /** What stands there already. */
  readonly before: StagedCounts;
  readonly dimensionKeys: DimensionKeys;
}

/**
 * Puts waiting rows into temporary tables of the transaction. That touches nothing that another process could wait for,
 * so an input may be read for as long as it takes.
 */
export async function stageRows(
  engine: Engine,
  trx: Transaction<StoreTables>,
  request: StageRequest,
): Promise<StagedCounts> {
  const { rows, before } = request;
  if (rows.length > 0) await stageEvents(engine, trx, request);
  if (rows.links.length > 0) await stageLinks(engine, trx, request);
  if (rows.rejects.length > 0) await stageRejects(engine, trx, rows);
  return {
    events: before.events + rows.length,
    links: before.links + rows.links.length,
    rejects: before.rejects + rows.rejects.length,
  };
}

async function stageEvents(
  engine: Engine,
  trx: Transaction<StoreTables>,
  { rows, before, dimensionKeys }: StageRequest,
): Promise<void> {
  const keys = await dimensionKeys.resolve(rows.dimensions.map((dimension) => dimension.rows));
  await engine.loadTemporary(trx, "staged_events", [
    { name: "ordinal", type: "integer", values: rows.eventKeys.map((_, row) => before.events + row) },
    { name: "event_key", type: "text", values: rows.eventKeys },
    { name: "event_id", type: "text", values: rows.eventIds },
    ...toInstantColumns("happened", rows.happenedAt),
    ...toInstantColumns("received", rows.receivedAt),
    ...rows.dimensions.map(({ rows: values, numbers }, index) => ({
      name: values.dimension.key,
      type: "integer" as const,
      values: numbers.map((number) => keys[index]![number]!),
    })),
    { name: "resource", type: "text", values: rows.resources },
    { name: "bytes_in", type: "bigint", values: rows.bytesIn },
    { name: "bytes_out", type: "bigint", values: rows.bytesOut },
    { name: "input_key", type: "integer", values: rows.inputKeys },
    { name: "position", type: "integer", values: rows.positions },
  ]);
}

async function stageLinks(
  engine: Engine,
  trx: Transaction<StoreTables>,
  { rows: { links }, before }: StageRequest,
): Promise<void> {
  await engine.loadTemporary(trx, "staged_links", [
    { name: "event_ordinal", type: "integer", values: links.map((link) => before.events + link.row) },
    { name: "ordinal", type: "integer", values: links.map((link) => link.ordinal) },
    { name: "kind", type: "text", values: links.map((link) => link.kind) },
    { name: "access_key_id", type: "text", values: links.map((link) => link.accessKeyId) },
    { name: "target", type: "text", values: links.map((link) => link.target) },
  ]);
}

async function stageRejects(engine: Engine, trx: Transaction<StoreTables>, rows: EventRows): Promise<void> {
  const { rejects } = rows;
  await engine.loadTemporary(trx, "staged_rejects", [
    { name: "input_key", type: "integer", values: rejects.map(({ inputKey }) => inputKey) },
    { name: "position", type: "integer", values: rejects.map(({ reject }) => reject.origin.position) },
    { name: "code", type: "text", values: rejects.map(({ reject }) => reject.code) },
    { name: "reason", type: "text", values: rejects.map(({ reject }) => toStoredText(reject.reason)) },
    {
      name: "excerpt",
      type: "text",
      values: rejects.map(({ reject }) => (reject.excerpt === null ? null : toStoredText(reject.excerpt))),
    },
  ]);
}
