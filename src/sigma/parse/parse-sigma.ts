import { suggestNearest } from "../../domain/index.ts";
import { applyActions } from "../yaml/apply-actions.ts";
import { findPair, type MapNode, nameKind } from "../yaml/node.ts";
import { ProblemLog } from "../yaml/problem-log.ts";
import { readDocuments } from "../yaml/read-documents.ts";
import { MapReader } from "./map-reader.ts";
import { parseCorrelation } from "./parse-correlation.ts";
import { parseDetection } from "./parse-detection.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseLogsource } from "./parse-logsource.ts";
import { parseMetadata } from "./parse-metadata.ts";
import type { ParsedCorrelation, ParsedFilter, ParsedRule, ParsedSigma } from "./sigma-document.ts";

/**
 * Reads one file of Sigma documents: rules, correlations, filters, in any mixture.
 * Never throws on bad input. A broken document is left out and its problems say why; the others are read.
 */
export function parseSigma(text: string, file: string): ParsedSigma {
  const log = new ProblemLog(file, text);
  const rules: ParsedRule[] = [];
  const correlations: ParsedCorrelation[] = [];
  const filters: ParsedFilter[] = [];
  for (const document of applyActions(readDocuments(text, log), log)) {
    if (document.kind !== "map") {
      log.add(document.offset, { code: "SIGMA_DOCUMENT_NOT_MAP", details: { found: nameKind(document) } });
      continue;
    }
    const reader = new MapReader(document, log);
    if (findPair(document, "correlation") !== null) pushWhole(correlations, parseCorrelation(reader, file));
    else if (findPair(document, "filter") !== null) pushWhole(filters, parseFilter(reader, file));
    else pushWhole(rules, parseRule(reader, file));
  }
  return { file, rules, correlations, filters, problems: log.problems };
}

function pushWhole<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item);
}

function parseRule(reader: MapReader, file: string): ParsedRule | null {
  const before = reader.log.errors;
  const metadata = parseMetadata(reader, file);
  const logsource = parseLogsource(reader);
  const map = requireDetection(reader);
  const detection = map === null ? null : parseDetection(map, reader.log);
  if (metadata === null || logsource === null || detection === null || reader.log.errors > before)
    return null;
  return { ...metadata, logsource, detection, place: reader.log.locate(reader.map.offset) };
}

function requireDetection(reader: MapReader): MapNode | null {
  if (findPair(reader.map, "detection") !== null) return reader.requireMap("detection");
  const near = suggestNearest(
    "detection",
    reader.map.pairs.map((pair) => pair.key),
  );
  reader.log.add(reader.map.offset, {
    code: "SIGMA_MISSING",
    details: { what: "detection" },
    suggestion: near,
  });
  return null;
}
