import { findNearest } from "../../domain/index.ts";
import type { MapNode, ScalarNode } from "../yaml/node.ts";
import { toPlainObject } from "../yaml/plain.ts";
import { MapReader } from "./map-reader.ts";
import { type RelatedRule, SIGMA_LEVELS, SIGMA_STATUSES, type SigmaMetadata } from "./sigma-document.ts";

/** The keys that Sigma 2.1 defines at the top of rules, correlations and filters. */
const KNOWN_KEYS = new Set(
  (
    "title id name related taxonomy status description license references author date modified logsource " +
    "detection fields falsepositives level tags scope correlation filter"
  ).split(" "),
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
const DATE = /^\d{4}[-/](0[1-9]|1[012])[-/](0[1-9]|[12]\d|3[01])$/;

/** null when the title is missing. */
export function parseMetadata(reader: MapReader, file: string): SigmaMetadata | null {
  const title = reader.requireText("title");
  warnAboutKeys(reader);
  const texts = (key: string): readonly string[] => reader.readTexts(key).map((node) => node.text);
  const text = (key: string): string | null => reader.readText(key)?.text ?? null;
  const metadata = {
    id: readId(reader),
    name: text("name"),
    description: text("description"),
    status: reader.readWord("status", SIGMA_STATUSES),
    level: reader.readWord("level", SIGMA_LEVELS),
    author: readAuthor(reader),
    date: readDate(reader, "date"),
    modified: readDate(reader, "modified"),
    license: text("license"),
    taxonomy: text("taxonomy"),
    tags: readTags(reader),
    references: texts("references"),
    falsepositives: texts("falsepositives"),
    fields: texts("fields"),
    scope: texts("scope"),
    related: readRelated(reader),
    custom: toPlainObject(customPart(reader.map)),
    file,
    line: reader.log.locate(reader.map.offset).line,
  };
  return title === null ? null : { title, ...metadata };
}

function customPart(map: MapNode): MapNode {
  return { ...map, pairs: map.pairs.filter((pair) => !KNOWN_KEYS.has(pair.key)) };
}

function warnAboutKeys(reader: MapReader): void {
  for (const pair of reader.map.pairs) {
    if (KNOWN_KEYS.has(pair.key)) continue;
    const near = findNearest(pair.key, KNOWN_KEYS);
    if (near === null || pair.key.length < near.length - 2) continue;
    reader.log.add(pair.keyOffset, {
      code: "SIGMA_KEY_SUSPICIOUS",
      details: { found: pair.key, near },
      suggestion: `Did you mean ${near}?`,
    });
  }
}

function readId(reader: MapReader): string | null {
  const node = reader.readText("id");
  if (node === null) return null;
  if (!UUID.test(node.text))
    reader.log.add(node.offset, { code: "SIGMA_ID_NOT_UUID", details: { found: node.text } });
  return node.text;
}

function readAuthor(reader: MapReader): string | null {
  const authors = reader.readTexts("author");
  return authors.length === 0 ? null : authors.map((node) => node.text).join(", ");
}

function readDate(reader: MapReader, key: "date" | "modified"): string | null {
  const node = reader.readText(key);
  if (node === null) return null;
  if (!DATE.test(node.text)) {
    reader.log.add(node.offset, { code: "SIGMA_DATE_INVALID", details: { what: key, found: node.text } });
  }
  return node.text.replaceAll("/", "-");
}

function readTags(reader: MapReader): readonly string[] {
  return reader.readTexts("tags").map((node: ScalarNode) => {
    if (!TAG.test(node.text)) {
      const corrected = node.text.trim().toLowerCase().replaceAll(" ", "-");
      const suggestion = TAG.test(corrected) ? `Did you mean ${corrected}?` : undefined;
      reader.log.add(node.offset, { code: "SIGMA_TAG_INVALID", details: { found: node.text }, suggestion });
    }
    return node.text;
  });
}

function readRelated(reader: MapReader): readonly RelatedRule[] {
  const node = reader.get("related");
  if (node === null) return [];
  if (node.kind !== "list") {
    reader.complainType(node, "related", "a list of maps with id and type");
    return [];
  }
  const related: RelatedRule[] = [];
  for (const item of node.items) {
    if (item.kind !== "map") {
      reader.complainType(item, "related", "a map with id and type");
      continue;
    }
    const inner = new MapReader(item, reader.log);
    const id = inner.requireText("id");
    const type = inner.requireText("type");
    if (id !== null && type !== null) related.push({ id, type });
  }
  return related;
}
