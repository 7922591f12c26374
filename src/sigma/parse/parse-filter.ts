import type { Condition } from "../condition/condition.ts";
import type { MapNode } from "../yaml/node.ts";
import { MapReader } from "./map-reader.ts";
import { parseDetection } from "./parse-detection.ts";
import { parseLogsource } from "./parse-logsource.ts";
import { parseMetadata } from "./parse-metadata.ts";
import type { ParsedFilter, RuleReference } from "./sigma-document.ts";

/** A document with `filter:`; null after a complaint. */
export function parseFilter(reader: MapReader, file: string): ParsedFilter | null {
  const before = reader.log.errors;
  const metadata = parseMetadata(reader, file);
  const logsource = parseLogsource(reader);
  const map = reader.requireMap("filter");
  if (map === null) return null;
  const rules = readRules(new MapReader(map, reader.log));
  const detection = parseDetection(map, reader.log, ["rules"]);
  if (metadata === null || logsource === null || detection === null || reader.log.errors > before)
    return null;
  warnPositive(map, detection.conditions, reader);
  return { ...metadata, logsource, rules, detection, place: reader.log.locate(reader.map.offset) };
}

/** null: `any`, all rules of the log source. An empty list means the same to pySigma. */
function readRules(reader: MapReader): readonly RuleReference[] | null {
  const node = reader.get("rules");
  if (node === null) {
    reader.complainMissing("rules");
    return null;
  }
  const texts = reader.readTexts("rules");
  const isAny = texts.length === 0 || (node.kind === "scalar" && texts[0]!.text.toLowerCase() === "any");
  return isAny ? null : texts.map(({ text, offset }) => ({ text, place: reader.log.locate(offset) }));
}

/** A filter without any `not` keeps what it describes, and its author nearly always wants the opposite. */
function warnPositive(map: MapNode, conditions: readonly Condition[], reader: MapReader): void {
  const only = conditions[0];
  if (only?.kind !== "name" && only?.kind !== "of") return;
  const found = only.kind === "name" ? only.name : only.text;
  const place = map.pairs.find((pair) => pair.key === "condition")?.value.offset ?? map.offset;
  reader.log.add(place, { code: "SIGMA_FILTER_POSITIVE", details: { found } });
}
