import { suggestNearest } from "../../domain/index.ts";
import { findPair, type MapNode, type MapPair, type YamlNode } from "./node.ts";
import type { ProblemLog } from "./problem-log.ts";

const ACTIONS = ["global", "reset", "repeat"] as const;

/**
 * Sigma's old way to write several rules in one file: a document with `action: global` is merged into all that follow
 * until `action: reset`; `action: repeat` repeats the document before with changes.
 */
export function applyActions(documents: readonly YamlNode[], log: ProblemLog): readonly YamlNode[] {
  const results: YamlNode[] = [];
  let global: MapNode | null = null;
  let previous: MapNode | null = null;
  for (const document of documents) {
    const action = document.kind === "map" ? findPair(document, "action") : null;
    if (document.kind !== "map" || action === null) {
      const merged: YamlNode =
        document.kind === "map" && global !== null ? mergeMaps(global, document) : document;
      results.push(merged);
      if (merged.kind === "map") previous = merged;
      continue;
    }
    const rest = withoutAction(document);
    const name = action.value.kind === "scalar" ? action.value.text : "";
    if (name === "global") global = global === null ? rest : mergeMaps(global, rest);
    else if (name === "reset") global = null;
    else if (name === "repeat") {
      previous = previous === null ? rest : mergeMaps(previous, rest);
      results.push(previous);
    } else {
      log.add(action.value.offset, {
        code: "SIGMA_ACTION_UNKNOWN",
        details: { found: name },
        suggestion: suggestNearest(name, ACTIONS),
      });
    }
  }
  return results;
}

function withoutAction(map: MapNode): MapNode {
  return { ...map, pairs: map.pairs.filter((pair) => pair.key !== "action") };
}

/** Maps are merged at every level; anything else of `over` replaces what `base` has. */
function mergeMaps(base: MapNode, over: MapNode): MapNode {
  const pairs: MapPair[] = base.pairs.map((pair) => {
    const replacement = findPair(over, pair.key);
    if (replacement === null) return pair;
    const both = pair.value.kind === "map" && replacement.value.kind === "map";
    return both ? { ...replacement, value: mergeMaps(pair.value, replacement.value) } : replacement;
  });
  const known = new Set(base.pairs.map((pair) => pair.key));
  return {
    kind: "map",
    pairs: [...pairs, ...over.pairs.filter((pair) => !known.has(pair.key))],
    offset: over.offset,
  };
}
