import type { Breach, SourceFile } from "../source-file.ts";
import { findImports } from "./imports.ts";

/**
 * Files that import each other in a ring, at run time or for types alone: each ring is told once, at its first file
 * by name. Rings are the strongly connected components of the import graph (Tarjan 1972).
 */
export function checkCycles(files: readonly SourceFile[]): readonly Breach[] {
  const graph = new Map<string, readonly string[]>();
  const paths = new Set(files.map((file) => file.path));
  for (const file of files) {
    const targets = findImports(file).filter((edge) => edge.relative && paths.has(edge.to));
    graph.set(file.path, [...new Set(targets.map((edge) => edge.to))]);
  }
  return findRings(graph).map((ring) => {
    const sorted = ring.toSorted();
    const message = `These files import each other in a ring: ${sorted.join(", ")}. Move what both need into a third file.`;
    return { path: sorted[0]!, line: 1, message };
  });
}

interface Visit {
  readonly order: number;
  low: number;
  open: boolean;
}

function findRings(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const visits = new Map<string, Visit>();
  const stack: string[] = [];
  const rings: string[][] = [];
  const explore = (node: string): Visit => {
    const visit: Visit = { order: visits.size, low: visits.size, open: true };
    visits.set(node, visit);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const seen = visits.get(next);
      if (seen === undefined) visit.low = Math.min(visit.low, explore(next).low);
      else if (seen.open) visit.low = Math.min(visit.low, seen.order);
    }
    if (visit.low === visit.order) {
      const ring = stack.splice(stack.indexOf(node));
      for (const member of ring) visits.get(member)!.open = false;
      if (ring.length > 1 || (graph.get(node) ?? []).includes(node)) rings.push(ring);
    }
    return visit;
  };
  for (const node of graph.keys()) if (!visits.has(node)) explore(node);
  return rings;
}
