import { sql } from "kysely";
import type { EpochMs } from "../../domain/index.ts";
import type { ColumnBatch, Engine } from "../engine.ts";
import type { StoreLimits } from "../limits.ts";
import type { RuleMatchBatch } from "../ports/rule-match-port.ts";
import { BatchMaker, eventIdText, STREAMED_COLUMNS, selectStreamed } from "../queries/event-stream.ts";
import { toInstant } from "../queries/instant.ts";

export interface MatchQuery {
  readonly ruleSet: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** Columns that follow those of the event. */
const MATCH_COLUMNS = {
  kind: 0,
  detector: 1,
  rule: 2,
  group: 3,
  valueNumber: 4,
  valueText: 5,
  detail: 6,
} as const;

/** Matches with their events, in the order of time, then id. A record that is no event here (a duplicate) has none. */
export async function* streamMatches(
  engine: Engine,
  { ruleSet, from, to }: MatchQuery,
  limits: StoreLimits,
): AsyncGenerator<RuleMatchBatch> {
  const maker = new BatchMaker(engine, limits);
  let query = selectStreamed(engine.db)
    .innerJoin("match_rows as m", (join) =>
      join.onRef("m.input_key", "=", "event_rows.input_key").onRef("m.position", "=", "event_rows.position"),
    )
    .innerJoin("rule_sets as r", "r.rule_set_key", "m.rule_set_key")
    .select([
      "m.kind",
      "m.detector_number",
      "m.rule_number",
      "m.match_group",
      "m.value_number",
      "m.value_text",
      "m.detail",
    ])
    .where("r.hash", "=", ruleSet)
    .orderBy("happened_at")
    .orderBy(eventIdText)
    .orderBy("m.kind")
    .orderBy("m.detector_number")
    .orderBy("m.rule_number")
    .orderBy(sql`m.match_group collate "C"`);
  if (from !== undefined) query = query.where("happened_at", ">=", toInstant(from));
  if (to !== undefined) query = query.where("happened_at", "<", toInstant(to));
  for await (const columns of engine.stream(query.compile())) yield toMatches(maker, columns);
}

async function toMatches(maker: BatchMaker, columns: ColumnBatch): Promise<RuleMatchBatch> {
  const batch = await maker.toBatch(columns);
  const column = (name: keyof typeof MATCH_COLUMNS) =>
    columns.columns[STREAMED_COLUMNS + MATCH_COLUMNS[name]]!;
  const { length } = batch;
  const rows = Array.from({ length }, (_, row) => row);
  const numbers = (name: "kind" | "detector" | "rule") => rows.map((row) => column(name).numberAt(row)!);
  return {
    length,
    at: batch.at,
    kinds: Uint8Array.from(numbers("kind")),
    detectors: Int32Array.from(numbers("detector")),
    rules: Int32Array.from(numbers("rule")),
    actors: batch.actors,
    actions: batch.actions,
    addresses: batch.addresses,
    tools: batch.tools,
    contexts: batch.contexts,
    accessKeyIds: rows.map((row) => batch.accessKeyIdAt(row)),
    eventIdAt: batch.idAt,
    resourceAt: batch.resourceAt,
    groupAt: (row) => column("group").textAt(row)!,
    valueAt: (row) => column("valueText").textAt(row) ?? column("valueNumber").numberAt(row),
    detailAt: (row) => column("detail").textAt(row),
  };
}
