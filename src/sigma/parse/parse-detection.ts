import { suggestNearest } from "../../domain/index.ts";
import { readCondition } from "../condition/check-condition.ts";
import { type Condition, collectNames } from "../condition/condition.ts";
import { compileFieldPath } from "../field/field-path.ts";
import { allOf, anyOf, type Search } from "../match/search.ts";
import { buildSearch } from "../modifiers/build-search.ts";
import type { DetectionItem, ItemValue } from "../modifiers/detection-item.ts";
import { MODIFIERS, type ModifierChain, readModifiers } from "../modifiers/modifier-chain.ts";
import type { MapNode, MapPair, ScalarNode, YamlNode } from "../yaml/node.ts";
import { nameKind } from "../yaml/node.ts";
import type { ProblemLog } from "../yaml/problem-log.ts";
import type { Detection } from "./sigma-document.ts";

/** Keys beside the selections that are no selections. */
const NO_SELECTIONS = new Set(["condition", "timeframe"]);

/** Selections and condition of a rule's `detection` or of a filter; null after a complaint. */
export function parseDetection(
  map: MapNode,
  log: ProblemLog,
  others: readonly string[] = [],
): Detection | null {
  const before = log.errors;
  const selections = new Map<string, Search>();
  for (const pair of map.pairs) {
    if (NO_SELECTIONS.has(pair.key) || others.includes(pair.key)) continue;
    selections.set(pair.key, parseSelection(pair, log) ?? { kind: "any", parts: [] });
  }
  const timeframe = map.pairs.find((pair) => pair.key === "timeframe");
  if (timeframe !== undefined) log.add(timeframe.keyOffset, { code: "SIGMA_TIMEFRAME_IGNORED" });
  const names = [...selections.keys()];
  const conditions = parseConditions(map, names, log);
  if (conditions !== null) warnUnused(map, { conditions, names }, log);
  return conditions === null || log.errors > before ? null : { selections, conditions };
}

function parseConditions(
  map: MapNode,
  names: readonly string[],
  log: ProblemLog,
): readonly Condition[] | null {
  const pair = map.pairs.find((candidate) => candidate.key === "condition");
  if (pair === undefined) {
    const near = suggestNearest(
      "condition",
      map.pairs.map((candidate) => candidate.key),
    );
    log.add(map.offset, { code: "SIGMA_MISSING", details: { what: "condition" }, suggestion: near });
    return null;
  }
  const nodes = pair.value.kind === "list" ? pair.value.items : [pair.value];
  if (nodes.length === 0) log.add(pair.value.offset, { code: "SIGMA_EMPTY", details: { what: "condition" } });
  const conditions: Condition[] = [];
  for (const node of nodes) {
    const condition = parseConditionNode(node, names, log);
    if (condition !== null) conditions.push(condition);
  }
  return conditions.length < nodes.length || nodes.length === 0 ? null : conditions;
}

function parseConditionNode(node: YamlNode, names: readonly string[], log: ProblemLog): Condition | null {
  if (node.kind !== "scalar" || node.value === null) {
    const details = { what: "condition", wanted: "a text or a list of texts", found: nameKind(node) };
    log.add(node.offset, { code: "SIGMA_WRONG_TYPE", details });
    return null;
  }
  // In folded and escaped texts positions shift: then the whole condition is the place.
  const place = (at: number): number => (node.contentOffset === null ? node.offset : node.contentOffset + at);
  return readCondition(node.text, names, (at, complaint) => log.add(place(at), complaint));
}

interface Used {
  readonly conditions: readonly Condition[];
  readonly names: readonly string[];
}

function warnUnused(map: MapNode, { conditions, names }: Used, log: ProblemLog): void {
  const used = new Set(conditions.flatMap((condition) => collectNames(condition, names)));
  for (const pair of map.pairs) {
    if (names.includes(pair.key) && !used.has(pair.key)) {
      log.add(pair.keyOffset, { code: "SIGMA_SELECTION_UNUSED", details: { found: pair.key } });
    }
  }
}

function parseSelection(pair: MapPair, log: ProblemLog): Search | null {
  const { value } = pair;
  if (value.kind === "map") return parseFields(value, pair.key, log);
  if (value.kind === "scalar") return parseKeywords([value], value.offset, log);
  if (value.items.length === 0) {
    log.add(value.offset, { code: "SIGMA_EMPTY", details: { what: `The selection ${pair.key}` } });
    return null;
  }
  const parts: (Search | null)[] = [];
  const keywords: ScalarNode[] = [];
  for (const item of value.items) {
    if (item.kind === "scalar") keywords.push(item);
    else if (item.kind === "map") parts.push(parseFields(item, pair.key, log));
    else {
      const details = { what: `An item of ${pair.key}`, wanted: "a map or a text", found: nameKind(item) };
      log.add(item.offset, { code: "SIGMA_WRONG_TYPE", details });
    }
  }
  if (keywords.length > 0) parts.push(parseKeywords(keywords, value.offset, log));
  const whole = parts.filter((part) => part !== null);
  return whole.length === 0 ? null : anyOf(whole);
}

function parseFields(map: MapNode, selection: string, log: ProblemLog): Search | null {
  if (map.pairs.length === 0) {
    log.add(map.offset, { code: "SIGMA_EMPTY", details: { what: `The selection ${selection}` } });
    return null;
  }
  const parts = map.pairs.map((pair) => parseField(pair, log)).filter((part) => part !== null);
  return parts.length === 0 ? null : allOf(parts);
}

function parseKeywords(values: readonly ScalarNode[], offset: number, log: ProblemLog): Search | null {
  const chain = readModifiers([]);
  if (chain.kind !== "ok") return null;
  const place = log.locate(offset);
  return finishItem(
    { path: null, chain: chain.chain, values: toValues(values, log), listed: true, place },
    log,
  );
}

function parseField(pair: MapPair, log: ProblemLog): Search | null {
  const [name = "", ...names] = pair.key.split("|");
  const chain = parseChain(pair, names, log);
  const values = parseValues(pair, log);
  const path = name === "" && names.length > 0 ? null : compileFieldPath(name);
  if (typeof path === "string") {
    log.add(pair.keyOffset, { code: "SIGMA_FIELD_INVALID", details: { found: `'${name}'`, reason: path } });
    return null;
  }
  if (chain === null || values === null) return null;
  const listed = pair.value.kind === "list";
  const place = log.locate(pair.keyOffset);
  const meaning = values.length > 1 || listed;
  if (chain.all && values.length < 2) log.add(pair.keyOffset, { code: "SIGMA_ALL_SINGLE" });
  if (meaning && values.length > 1 && values.some((value) => value.value === null)) {
    const nothing = values.find((value) => value.value === null);
    if (nothing !== undefined) log.addAt(nothing.place, { code: "SIGMA_NULL_IN_LIST" });
  }
  return finishItem({ path, chain, values, listed, place }, log);
}

/** Placeholders wait for the compiler; everything else is checked now, while it has a place. */
function finishItem(item: DetectionItem, log: ProblemLog): Search | null {
  return item.chain.expand ? { kind: "pending", item } : buildSearch(item, {}, log);
}

function parseChain(pair: MapPair, names: readonly string[], log: ProblemLog): ModifierChain | null {
  const result = readModifiers(names);
  if (result.kind === "ok") return result.chain;
  if (result.kind === "unknown") {
    const at =
      pair.key
        .split("|")
        .slice(0, names.indexOf(result.name) + 1)
        .join("|").length + 1;
    log.add(pair.keyOffset + at, {
      code: "SIGMA_MODIFIER_UNKNOWN",
      details: { found: result.name === "" ? "''" : result.name, known: MODIFIERS.join(", ") },
      suggestion: suggestNearest(result.name, MODIFIERS),
    });
  } else {
    const details = { chain: names.join("|"), reason: result.reason };
    log.add(pair.keyOffset, { code: "SIGMA_MODIFIER_CHAIN", details, suggestion: result.suggestion });
  }
  return null;
}

function parseValues(pair: MapPair, log: ProblemLog): readonly ItemValue[] | null {
  const nodes = pair.value.kind === "list" ? pair.value.items : [pair.value];
  if (nodes.length === 0) {
    log.add(pair.value.offset, { code: "SIGMA_EMPTY", details: { what: `The list of ${pair.key}` } });
    return null;
  }
  const scalars = nodes.filter((node) => node.kind === "scalar");
  if (scalars.length === nodes.length) return toValues(scalars, log);
  const wrong = nodes.find((node) => node.kind !== "scalar") ?? pair.value;
  const first = wrong.kind === "map" ? wrong.pairs[0]?.key : undefined;
  log.add(wrong.offset, {
    code: "SIGMA_WRONG_TYPE",
    details: {
      what: `The value of ${pair.key}`,
      wanted: "a text, a number, a boolean, null or a list of those",
      found: nameKind(wrong),
    },
    suggestion:
      first === undefined ? undefined : `Name nested fields with dots: ${pair.key.split("|")[0]}.${first}.`,
  });
  return null;
}

function toValues(nodes: readonly ScalarNode[], log: ProblemLog): readonly ItemValue[] {
  return nodes.map(({ value, text, offset }) => ({ value, text, place: log.locate(offset) }));
}
