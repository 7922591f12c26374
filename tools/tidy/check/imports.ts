import { posix } from "node:path";
import { IMPORT_TABLE, OPEN_PACKAGES, SUITE_SUFFIX, WEB_SOURCES } from "../law/import-table.ts";
import { type Breach, type SourceFile, walk } from "../source-file.ts";

export interface ImportEdge {
  readonly from: string;
  readonly line: number;
  /** Path from the root for a relative import, the bare name otherwise. */
  readonly to: string;
  readonly relative: boolean;
}

/** Every import, export-from, `import()` and `import("…")` type of a file, types included. */
export function findImports(file: SourceFile): readonly ImportEdge[] {
  const edges: ImportEdge[] = [];
  walk(file.program, (node) => {
    if (
      node.type !== "ImportDeclaration" &&
      node.type !== "ExportNamedDeclaration" &&
      node.type !== "ExportAllDeclaration" &&
      node.type !== "ImportExpression" &&
      node.type !== "TSImportType"
    )
      return;
    const source = node.source;
    if (source === null || source.type !== "Literal" || typeof source.value !== "string") return;
    const relative = source.value.startsWith(".");
    const to = relative ? posix.join(posix.dirname(file.path), source.value) : source.value;
    edges.push({ from: file.path, line: file.lineAt(node.start), to, relative });
  });
  return edges;
}

/**
 * Imports between packages of `src` that the table does not allow, or that pass by a package's contract; and imports of
 * the web app beyond its own files and `webPackages`, what its package.json names.
 */
export function checkImports(file: SourceFile, webPackages: readonly string[] = []): readonly Breach[] {
  const breaches: Breach[] = [];
  for (const edge of findImports(file)) {
    const message = judgeWebEdge(edge, webPackages) ?? (edge.relative ? judgeEdge(edge) : null);
    if (message !== null) breaches.push({ path: edge.from, line: edge.line, message });
  }
  return breaches;
}

/** What runs in a browser knows the server by its API alone: its types come from there, too. */
function judgeWebEdge({ from, to, relative }: ImportEdge, webPackages: readonly string[]): string | null {
  if (!from.startsWith(WEB_SOURCES) || from.endsWith(".test.ts")) return null;
  if (relative)
    return to.startsWith(WEB_SOURCES)
      ? null
      : `The web app may not import "${to}": it asks the API, typed by web/src/client.`;
  const name = to.split("/", to.startsWith("@") ? 2 : 1).join("/");
  return webPackages.includes(name) ? null : `"${name}" is not among the packages of web/package.json.`;
}

function judgeEdge({ from, to }: ImportEdge): string | null {
  const packageTo = packageOf(to);
  const packageFrom = packageOf(from);
  if (to.startsWith("../")) return `"${to}" lies outside the repository.`;
  if (packageFrom !== null && packageTo === null)
    return from.endsWith(".test.ts")
      ? null
      : `The product does not import "${to}": only bench, test and tools may look from outside.`;
  if (packageTo === null || packageFrom === packageTo) return null;
  if (packageFrom !== null) {
    const allowed = IMPORT_TABLE[packageFrom];
    if (allowed === undefined)
      return `Package ${packageFrom} is not in the import table: add it to tools/tidy/law.`;
    if (packageTo !== "domain" && allowed !== "everything" && !allowed.includes(packageTo))
      return `${packageFrom} may not import ${packageTo}. Take it as an argument and let app wire the two.`;
  }
  if (OPEN_PACKAGES.includes(packageTo) || to.endsWith("/index.ts") || to.endsWith(SUITE_SUFFIX)) return null;
  if (packageFrom === null) return null;
  return `"${to}" is inside ${packageTo}: import from its index.ts, which is its contract.`;
}

/** `src/detect/rule/a.ts` is in `detect`; null outside `src`. */
function packageOf(path: string): string | null {
  const parts = path.split("/");
  return parts[0] === "src" && parts.length > 2 ? parts[1]! : null;
}
