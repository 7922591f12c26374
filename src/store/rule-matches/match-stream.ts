import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type ContentHash, toContentHash } from "../../domain/index.ts";
import type { ColumnBatch, Engine } from "../engine.ts";
import type { StoreLimits } from "../limits.ts";
import type {
  InputMatches,
  RuleMatchBatch,
  RuleMatchChoice,
  RuleMatchRange,
} from "../ports/rule-match-port.ts";
import { BatchMaker, eventIdText, STREAMED_COLUMNS, selectStreamed } from "../queries/event-stream.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";

export interface MatchQuery extends RuleMatchRange {
  readonly ruleSet: string;
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
  { ruleSet, from, to, only }: MatchQuery,
  limits: StoreLimits,
): AsyncGenerator<RuleMatchBatch> {
  if (only?.length === 0) return;
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
  if (only !== undefined) query = query.where(sql<SqlBool>`(${sql.join(only.map(isChosen), sql` or `)})`);
  for await (const columns of engine.stream(query.compile())) yield toMatches(maker, columns);
}

function isChosen({ kind, detector, groups }: RuleMatchChoice): RawBuilder<SqlBool> {
  const ofDetector = sql<SqlBool>`(m.kind = ${sql.lit(kind)} and m.detector_number = ${sql.lit(detector)}`;
  if (groups === null) return sql`${ofDetector})`;
  return sql`${ofDetector} and m.match_group in (${sql.join(groups.map(toStoredText))}))`;
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
    eventIdAt: (row) => batch.idAt(row),
    resourceAt: (row) => batch.resourceAt(row),
    groupAt: (row) => column("group").textAt(row)!,
    valueAt: (row) => column("valueText").textAt(row) ?? column("valueNumber").numberAt(row),
    detailAt: (row) => column("detail").textAt(row),
  };
}

/** The rows of one input, while they are gathered. */
class GatheredRows {
  readonly positions: number[] = [];
  readonly kinds: number[] = [];
  readonly detectors: number[] = [];
  readonly rules: number[] = [];
  readonly groups: string[] = [];
  readonly values: (number | string | null)[] = [];
  readonly details: (string | null)[] = [];
  readonly input: ContentHash;

  constructor(input: ContentHash) {
    this.input = input;
  }

  /** A row whose columns are those that `streamInputMatches` asks for. */
  add({ columns }: ColumnBatch, row: number): void {
    const [, position, kind, detector, rule, group, valueNumber, valueText, detail] = columns;
    const at = position!.numberAt(row);
    // An input that gave nothing has one row without a match.
    if (at === null) return;
    this.positions.push(at);
    this.kinds.push(kind!.numberAt(row)!);
    this.detectors.push(detector!.numberAt(row)!);
    this.rules.push(rule!.numberAt(row)!);
    this.groups.push(group!.textAt(row)!);
    this.values.push(valueText!.textAt(row) ?? valueNumber!.numberAt(row));
    this.details.push(detail!.textAt(row));
  }

  toMatches(): InputMatches {
    const { input, ...rows } = this;
    return { input, rows: { length: this.positions.length, ...rows } };
  }
}

export async function* streamInputMatches(engine: Engine, ruleSet: string): AsyncGenerator<InputMatches> {
  const query = sql`
    select i.hash, m.position, m.kind, m.detector_number, m.rule_number, m.match_group, m.value_number, m.value_text,
      m.detail
    from rule_sets r
    join match_inputs n on n.rule_set_key = r.rule_set_key
    join inputs i on i.input_key = n.input_key
    left join match_rows m on m.rule_set_key = n.rule_set_key and m.input_key = n.input_key
    where r.hash = ${ruleSet}
    order by n.input_key, m.position, m.kind, m.detector_number, m.rule_number, m.match_group collate "C"`.compile(
    engine.db,
  );
  let gathered: GatheredRows | null = null;
  for await (const batch of engine.stream(query))
    for (let row = 0; row < batch.length; row++) {
      const input = toContentHash(batch.columns[0]!.textAt(row)!);
      if (gathered !== null && gathered.input !== input) yield gathered.toMatches();
      if (gathered?.input !== input) gathered = new GatheredRows(input);
      gathered.add(batch, row);
    }
  if (gathered !== null) yield gathered.toMatches();
}
