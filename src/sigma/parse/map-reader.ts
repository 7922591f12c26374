import { suggestNearest } from "../../domain/index.ts";
import type { SigmaProblemCode } from "../problems.ts";
import { findPair, type MapNode, nameKind, type ScalarNode, type YamlNode } from "../yaml/node.ts";
import type { ProblemLog } from "../yaml/problem-log.ts";

/** Reads values of one map with complaints at their places. A value that is wrong reads like one that is not there. */
export class MapReader {
  readonly map: MapNode;
  readonly log: ProblemLog;

  constructor(map: MapNode, log: ProblemLog) {
    this.map = map;
    this.log = log;
  }

  get(key: string): YamlNode | null {
    return findPair(this.map, key)?.value ?? null;
  }

  complainMissing(what: string): null {
    this.log.add(this.map.offset, { code: "SIGMA_MISSING", details: { what } });
    return null;
  }

  complainType(node: YamlNode, what: string, wanted: string): null {
    this.log.add(node.offset, { code: "SIGMA_WRONG_TYPE", details: { what, wanted, found: nameKind(node) } });
    return null;
  }

  /** Any scalar but null, as written: authors leave quotes off numbers and dates. */
  readText(key: string): ScalarNode | null {
    const node = this.get(key);
    if (node === null || (node.kind === "scalar" && node.value === null)) return null;
    if (node.kind === "scalar") return node;
    return this.complainType(node, key, "a text");
  }

  requireText(key: string): string | null {
    const node = this.get(key);
    if (node === null) return this.complainMissing(key);
    const text = this.readText(key);
    if (text !== null && text.text.trim() !== "") return text.text;
    if (node.kind === "scalar") this.log.add(node.offset, { code: "SIGMA_EMPTY", details: { what: key } });
    return null;
  }

  requireMap(key: string): MapNode | null {
    const node = this.get(key);
    if (node === null) return this.complainMissing(key);
    if (node.kind !== "map") return this.complainType(node, key, "a map");
    if (node.pairs.length > 0) return node;
    this.log.add(node.offset, { code: "SIGMA_EMPTY", details: { what: key } });
    return null;
  }

  /** A list of texts, or one text. */
  readTexts(key: string): readonly ScalarNode[] {
    const node = this.get(key);
    if (node === null || (node.kind === "scalar" && node.value === null)) return [];
    const items = node.kind === "list" ? node.items : [node];
    const texts: ScalarNode[] = [];
    for (const item of items) {
      if (item.kind === "scalar" && item.value !== null) texts.push(item);
      else this.complainType(item, key, "a text or a list of texts");
    }
    return texts;
  }

  readBoolean(key: string, whenMissing: boolean): boolean {
    const node = this.get(key);
    if (node === null) return whenMissing;
    if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
    this.complainType(node, key, "true or false");
    return whenMissing;
  }

  /** One word of a closed list. */
  readWord<Word extends string>(key: string, known: readonly Word[]): Word | null {
    const node = this.readText(key);
    if (node === null) return null;
    const word = known.find((candidate) => candidate === node.text);
    if (word !== undefined) return word;
    this.complainUnknown(node, { code: "SIGMA_VALUE_UNKNOWN", what: key, known });
    return null;
  }

  complainUnknown(
    node: ScalarNode,
    about: { readonly code: SigmaProblemCode; readonly what: string; readonly known: readonly string[] },
  ): void {
    this.log.add(node.offset, {
      code: about.code,
      details: { what: about.what, found: node.text, known: about.known.join(", ") },
      suggestion: suggestNearest(node.text, about.known),
    });
  }
}
