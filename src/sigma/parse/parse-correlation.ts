import { suggestNearest } from "../../domain/index.ts";
import { readCondition } from "../condition/check-condition.ts";
import { collectNames } from "../condition/condition.ts";
import { CORRELATION_RULES_MAX, CORRELATION_THRESHOLD_MAX } from "../limits.ts";
import { type MapNode, nameKind, type ScalarNode } from "../yaml/node.ts";
import { MapReader } from "./map-reader.ts";
import { parseMetadata } from "./parse-metadata.ts";
import { parseTimespan, suggestTimespan } from "./parse-timespan.ts";
import {
  type Aliases,
  BOUND_OPERATORS,
  type Bound,
  type BoundOperator,
  CORRELATION_TYPES,
  type CorrelationCondition,
  type CorrelationType,
  type ParsedCorrelation,
  type RuleReference,
} from "./sigma-document.ts";

const CORRELATION_KEYS = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"];
/** Correlations over a number in the events. */
const VALUE_TYPES: readonly CorrelationType[] = ["value_count", "value_sum", "value_avg", "value_percentile"];
const MEDIAN = 50;

/** A document with `correlation:`; null after a complaint. */
export function parseCorrelation(reader: MapReader, file: string): ParsedCorrelation | null {
  const before = reader.log.errors;
  const metadata = parseMetadata(reader, file);
  const map = reader.requireMap("correlation");
  if (map === null) return null;
  const inner = new MapReader(map, reader.log);
  warnAboutKeys(inner);
  const type = readType(inner);
  const rules = readRules(inner);
  const timespanMs = readTimespan(inner);
  const condition = type === null ? null : readBounds(inner, type, rules);
  const aliases = readAliases(inner);
  if (metadata === null || type === null || timespanMs === null || condition === null) return null;
  if (reader.log.errors > before) return null;
  return {
    ...metadata,
    type,
    rules: condition.rules,
    groupBy: inner.readTexts("group-by").map((node) => node.text),
    aliases,
    timespanMs,
    condition: condition.condition,
    valueFields: condition.valueFields,
    percentile: condition.percentile,
    // Sigma has it beside the correlation; inside it is what many write.
    generate: inner.readBoolean("generate", reader.readBoolean("generate", false)),
    place: reader.log.locate(reader.map.offset),
  };
}

function warnAboutKeys(inner: MapReader): void {
  for (const pair of inner.map.pairs) {
    if (CORRELATION_KEYS.includes(pair.key)) continue;
    inner.log.add(pair.keyOffset, {
      code: "SIGMA_VALUE_UNKNOWN",
      details: { what: "The key", found: pair.key, known: CORRELATION_KEYS.join(", ") },
      suggestion: suggestNearest(pair.key, CORRELATION_KEYS),
    });
  }
}

function readType(inner: MapReader): CorrelationType | null {
  if (inner.get("type") === null) return inner.complainMissing("type");
  return inner.readWord("type", CORRELATION_TYPES);
}

function readRules(inner: MapReader): readonly RuleReference[] {
  const nodes = inner.readTexts("rules");
  if (nodes.length > CORRELATION_RULES_MAX) {
    const reason = `it refers to more than ${CORRELATION_RULES_MAX} rules`;
    inner.log.add(inner.map.offset, { code: "SIGMA_CORRELATION_CONDITION", details: { reason } });
  }
  return nodes.map((node) => ({ text: node.text, place: inner.log.locate(node.offset) }));
}

function readTimespan(inner: MapReader): number | null {
  const node = inner.readText("timespan");
  if (node === null) return inner.get("timespan") === null ? inner.complainMissing("timespan") : null;
  const ms = parseTimespan(node.text);
  if (ms === null) {
    const suggestion = suggestTimespan(node.text);
    inner.log.add(node.offset, { code: "SIGMA_TIMESPAN_INVALID", details: { found: node.text }, suggestion });
  }
  return ms;
}

interface ReadBounds {
  readonly condition: CorrelationCondition;
  readonly rules: readonly RuleReference[];
  readonly valueFields: readonly string[];
  readonly percentile: number;
}

function readBounds(
  inner: MapReader,
  type: CorrelationType,
  rules: readonly RuleReference[],
): ReadBounds | null {
  const node = inner.get("condition");
  const temporal = type === "temporal" || type === "temporal_ordered";
  if (node?.kind === "scalar" && node.value !== null && temporal) return readExpression(inner, node, rules);
  if (rules.length === 0) return inner.complainMissing("rules");
  if (node === null && temporal) {
    const count = new Set(rules.map((rule) => rule.text)).size;
    const condition: CorrelationCondition = { kind: "bounds", bounds: [{ operator: "gte", value: count }] };
    return { condition, rules, valueFields: [], percentile: MEDIAN };
  }
  if (node === null) return inner.complainMissing("condition");
  if (node.kind !== "map") return inner.complainType(node, "condition", "a map such as `gte: 10`");
  const bounds = readOperators(new MapReader(node, inner.log), type);
  const fields = new MapReader(node, inner.log);
  const valueFields = fields.readTexts("field").map((field) => field.text);
  if (VALUE_TYPES.includes(type) && valueFields.length === 0) return fields.complainMissing("field");
  if (valueFields.length > 1 && type !== "value_count") {
    const reason = `${type} works on one field`;
    inner.log.add(node.offset, { code: "SIGMA_CORRELATION_CONDITION", details: { reason } });
  }
  return { condition: { kind: "bounds", bounds }, rules, valueFields, percentile: readPercentile(fields) };
}

/** pySigma's extension: a boolean expression over the rules, which then need not be listed. */
function readExpression(
  inner: MapReader,
  node: ScalarNode,
  rules: readonly RuleReference[],
): ReadBounds | null {
  const listed = rules.map((rule) => rule.text);
  const words = [...node.text.matchAll(/[^\s()|]+/g)].map((match) => match[0]);
  const spoken = words.filter(
    (word) => !/^(?:and|or|not|of|them|all|any|\d+)$/i.test(word) && !word.includes("*"),
  );
  const names = listed.length > 0 ? listed : [...new Set(spoken)];
  const place = (at: number): number => (node.contentOffset === null ? node.offset : node.contentOffset + at);
  const condition = readCondition(node.text, names, (at, complaint) => inner.log.add(place(at), complaint));
  if (condition === null) return null;
  const used = new Set(collectNames(condition, names));
  const unused = listed.find((name) => !used.has(name));
  if (unused !== undefined) {
    const reason = `${unused} stands under rules and not in the expression`;
    inner.log.add(node.offset, { code: "SIGMA_CORRELATION_CONDITION", details: { reason } });
  }
  const at = inner.log.locate(node.offset);
  const references = listed.length > 0 ? rules : names.map((text) => ({ text, place: at }));
  return {
    condition: { kind: "expression", condition },
    rules: references,
    valueFields: [],
    percentile: MEDIAN,
  };
}

function readOperators(reader: MapReader, type: CorrelationType): readonly Bound[] {
  const bounds: Bound[] = [];
  for (const pair of reader.map.pairs) {
    if (pair.key === "field" || pair.key === "percentile") continue;
    const operator = BOUND_OPERATORS.find((known): known is BoundOperator => known === pair.key);
    if (operator === undefined) {
      reader.log.add(pair.keyOffset, {
        code: "SIGMA_VALUE_UNKNOWN",
        details: { what: "The operator", found: pair.key, known: BOUND_OPERATORS.join(", ") },
        suggestion: suggestNearest(pair.key, [...BOUND_OPERATORS, "field", "percentile"]),
      });
    } else if (pair.value.kind !== "scalar" || typeof pair.value.value !== "number") {
      reader.complainType(pair.value, pair.key, "a number");
    } else {
      bounds.push({ operator, value: pair.value.value });
      checkThreshold(reader, { offset: pair.value.offset, value: pair.value.value }, type);
    }
  }
  if (bounds.length === 0 && reader.log.errors === 0) complainNoBound(reader);
  return bounds;
}

function complainNoBound(reader: MapReader): void {
  const details = { reason: `it has none of ${BOUND_OPERATORS.join(", ")}` };
  reader.log.add(reader.map.offset, { code: "SIGMA_CORRELATION_CONDITION", details });
}

function checkThreshold(
  reader: MapReader,
  at: { offset: number; value: number },
  type: CorrelationType,
): void {
  const counts = type === "event_count" || type === "value_count";
  if (!counts || at.value <= CORRELATION_THRESHOLD_MAX) return;
  const details = { found: at.value, max: CORRELATION_THRESHOLD_MAX };
  reader.log.add(at.offset, { code: "SIGMA_CORRELATION_THRESHOLD", details });
}

function readPercentile(reader: MapReader): number {
  const node = reader.get("percentile");
  if (node === null) return MEDIAN;
  if (node.kind === "scalar" && typeof node.value === "number" && node.value >= 0 && node.value <= 100)
    return node.value;
  reader.complainType(node, "percentile", "a number from 0 to 100");
  return MEDIAN;
}

function readAliases(inner: MapReader): Aliases {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  const node = inner.get("aliases");
  if (node === null) return aliases;
  if (node.kind !== "map") {
    inner.complainType(node, "aliases", "a map of alias to rule to field");
    return aliases;
  }
  for (const pair of node.pairs) {
    if (pair.value.kind === "map") aliases.set(pair.key, readAlias(pair.value, inner));
    else inner.complainType(pair.value, `The alias ${pair.key}`, "a map of rule to field");
  }
  return aliases;
}

function readAlias(map: MapNode, inner: MapReader): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const pair of map.pairs) {
    if (pair.value.kind === "scalar" && pair.value.value !== null) fields.set(pair.key, pair.value.text);
    else {
      const details = { what: `The field of ${pair.key}`, wanted: "a text", found: nameKind(pair.value) };
      inner.log.add(pair.value.offset, { code: "SIGMA_WRONG_TYPE", details });
    }
  }
  return fields;
}
