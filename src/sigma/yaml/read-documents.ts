import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
} from "yaml";
import { RULE_FILE_CHARS_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX } from "../limits.ts";
import type { MapPair, ScalarNode, YamlNode } from "./node.ts";
import type { ProblemLog } from "./problem-log.ts";

/** The documents of a file that are whole. What is wrong with the others goes to the log. */
export function readDocuments(text: string, log: ProblemLog): readonly YamlNode[] {
  if (text.length > RULE_FILE_CHARS_MAX) {
    log.add(0, { code: "SIGMA_FILE_TOO_LARGE", details: { chars: text.length, max: RULE_FILE_CHARS_MAX } });
    return [];
  }
  const documents = parseYaml(text, log);
  if (documents === null) return [];
  const nodes: YamlNode[] = [];
  for (const document of documents) {
    const broken = document.errors[0];
    if (broken !== undefined) {
      const reason = (broken.message.split("\n", 1)[0] ?? "").replace(/\.$/, "");
      log.add(broken.pos[0], { code: "SIGMA_YAML_INVALID", details: { reason: `${reason}.` } });
      continue;
    }
    const node = convertDocument(document, text, log);
    if (node !== null) nodes.push(node);
  }
  if (nodes.length === 0 && log.errors === 0) log.add(0, { code: "SIGMA_FILE_EMPTY" });
  return nodes;
}

function parseYaml(text: string, log: ProblemLog): readonly Document[] | null {
  try {
    const parsed = parseAllDocuments(text, {
      prettyErrors: false,
      logLevel: "error",
      merge: false,
      version: "1.2",
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (thrown) {
    // The parser recurses: ten thousand brackets end its stack, and that is the file's fault, not ours.
    if (thrown instanceof RangeError) {
      log.add(0, { code: "SIGMA_YAML_TOO_DEEP", details: { max: YAML_DEPTH_MAX } });
      return null;
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    log.add(0, { code: "SIGMA_YAML_INVALID", details: { reason } });
    return null;
  }
}

class TooLarge extends Error {}
class TooDeep extends Error {}

function convertDocument(document: Document, text: string, log: ProblemLog): YamlNode | null {
  const contents = document.contents;
  if (contents === null || (isScalar(contents) && contents.value === null && contents.source === ""))
    return null;
  const converter = new Converter(document, text);
  try {
    return converter.convert(contents, 0);
  } catch (thrown) {
    const offset = contents.range?.[0] ?? 0;
    if (thrown instanceof TooLarge) {
      log.add(offset, { code: "SIGMA_YAML_TOO_LARGE", details: { max: YAML_NODES_MAX } });
    } else if (thrown instanceof TooDeep) {
      log.add(offset, { code: "SIGMA_YAML_TOO_DEEP", details: { max: YAML_DEPTH_MAX } });
    } else {
      throw thrown;
    }
    return null;
  }
}

class Converter {
  readonly #document: Document;
  readonly #text: string;
  readonly #resolved = new Map<Alias, Node | null>();
  #nodes = 0;

  constructor(document: Document, text: string) {
    this.#document = document;
    this.#text = text;
  }

  convert(node: Node | null, depth: number): YamlNode {
    if (++this.#nodes > YAML_NODES_MAX) throw new TooLarge();
    if (depth > YAML_DEPTH_MAX) throw new TooDeep();
    const offset = node?.range?.[0] ?? 0;
    if (isAlias(node)) return this.convert(this.#resolve(node), depth + 1);
    if (isSeq<Node | null>(node)) {
      return { kind: "list", items: node.items.map((item) => this.convert(item, depth + 1)), offset };
    }
    if (isMap<Node | null, Node | null>(node)) {
      const own: MapPair[] = [];
      const merged: MapPair[] = [];
      for (const item of node.items) {
        const key = keyText(item.key);
        const value = this.convert(item.value, depth + 1);
        if (key === "<<" && value.kind === "map") merged.push(...value.pairs);
        else own.push({ key, keyOffset: item.key?.range?.[0] ?? offset, value });
      }
      const taken = new Set(own.map((pair) => pair.key));
      return { kind: "map", pairs: [...merged.filter((pair) => !taken.has(pair.key)), ...own], offset };
    }
    return this.#convertScalar(node, offset);
  }

  /** Finding an anchor walks over the document: once for each alias, however often others lead to it. */
  #resolve(alias: Alias): Node | null {
    const known = this.#resolved.get(alias);
    if (known !== undefined) return known;
    const found = alias.resolve(this.#document) ?? null;
    this.#resolved.set(alias, found);
    return found;
  }

  #convertScalar(node: Node | null, offset: number): ScalarNode {
    const source = isScalar(node) ? (node.source ?? "") : "";
    const raw: unknown = isScalar(node) ? node.value : null;
    // A tag such as !!timestamp or !!binary makes an object: a rule has texts.
    const value = isPlainScalar(raw) ? raw : source;
    const text = typeof value === "string" ? value : source === "" ? String(value) : source;
    const quoted = this.#text[offset] === "'" || this.#text[offset] === '"';
    const start = offset + (quoted ? 1 : 0);
    return {
      kind: "scalar",
      value,
      text,
      offset,
      contentOffset: this.#text.startsWith(text, start) ? start : null,
    };
  }
}

function isPlainScalar(value: unknown): value is string | number | boolean | null {
  return (
    value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  );
}

function keyText(key: Node | null): string {
  if (!isScalar(key)) return String(key);
  // `404: x` names the field 404, and `null:` the field null: as written.
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}
