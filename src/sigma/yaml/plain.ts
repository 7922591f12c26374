import type { JsonObject, JsonValue } from "../../domain/index.ts";
import type { MapNode, YamlNode } from "./node.ts";

/** The node as plain JSON. Keys cannot reach a prototype. */
export function toPlain(node: YamlNode): JsonValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toPlain);
  return toPlainObject(node);
}

export function toPlainObject(node: MapNode): JsonObject {
  const object: JsonObject = {};
  for (const pair of node.pairs) {
    Object.defineProperty(object, pair.key, {
      value: toPlain(pair.value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}
