import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkBanned } from "./check/banned.ts";
import { checkBlob } from "./check/blobs.ts";
import { checkContract } from "./check/contracts.ts";
import { checkCycles } from "./check/cycles.ts";
import { checkImports } from "./check/imports.ts";
import { checkLengths } from "./check/lengths.ts";
import { checkLinks } from "./check/links.ts";
import { checkNames, checkPath } from "./check/names.ts";
import { checkLicences, checkVersions, type InstalledPackage } from "./check/packages.ts";
import { checkRuleEvidence } from "./check/rule-evidence.ts";
import { checkWords } from "./check/words.ts";
import { type Breach, parseSource, type SourceFile } from "./source-file.ts";

const TEXT_FILE =
  /\.(?:ts|tsx|js|mjs|json|jsonl|ndjson|yml|yaml|md|sql|csv|txt|svg|html|css)$|(?:^|\/)[A-Za-z]+$/;
const CHECKED_FOLDERS = /^(?:src|tools|bench|test|web|deploy)\//;

/** Every breach of the repository's law under `root`, in the order of the files. */
export function checkRepository(root: string): readonly Breach[] {
  const paths = listFiles(root);
  const sources: SourceFile[] = [];
  const documents = new Map<string, string>();
  const breaches: Breach[] = [];
  for (const path of paths) {
    const bytes = statSync(join(root, path)).size;
    breaches.push(...checkPath(path), ...checkBlob(path, bytes));
    if (!TEXT_FILE.test(path)) continue;
    const text = readFileSync(join(root, path), "utf8");
    if (path !== "package-lock.json") breaches.push(...checkWords(path, text));
    if (path.endsWith(".md")) documents.set(path, text);
    if (path === "package.json" || path.endsWith("/package.json"))
      breaches.push(...checkVersions(path, text));
    if (/\.tsx?$/.test(path) && CHECKED_FOLDERS.test(path)) {
      breaches.push(...checkContract(path, text));
      sources.push(parseSource(path, text));
    }
  }
  const webPackages = readWebPackages(root);
  for (const source of sources)
    breaches.push(
      ...checkImports(source, webPackages),
      ...checkLengths(source),
      ...checkBanned(source),
      ...checkNames(source),
    );
  for (const path of documents.keys()) breaches.push(...checkLinks(path, documents, new Set(paths)));
  breaches.push(...checkCycles(sources), ...checkRuleEvidence(new Set(paths)));
  breaches.push(...checkLicences(listInstalled(root)));
  return breaches.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** Tracked files and new ones that git does not ignore; all files where there is no git. */
function listFiles(root: string): readonly string[] {
  const paths = existsSync(join(root, ".git"))
    ? execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root })
        .toString("utf8")
        .split("\0")
    : globSync("**/*", {
        cwd: root,
        exclude: (name) => ["node_modules", "dist", "coverage", ".git"].includes(name),
      });
  const files = paths.filter(
    (path) => path !== "" && statSync(join(root, path), { throwIfNoEntry: false })?.isFile(),
  );
  return [...new Set(files)].toSorted();
}

/** What `web/package.json` says that the web app is made of. */
function readWebPackages(root: string): readonly string[] {
  const path = join(root, "web/package.json");
  if (!existsSync(path)) return [];
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  const made: unknown =
    typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, "devDependencies") : null;
  return typeof made === "object" && made !== null ? Object.keys(made) : [];
}

function listInstalled(root: string): readonly InstalledPackage[] {
  return globSync(["node_modules/*/package.json", "node_modules/@*/*/package.json"], { cwd: root }).map(
    (path) => {
      const manifest: unknown = JSON.parse(readFileSync(join(root, path), "utf8"));
      return { name: readText(manifest, "name") ?? path, licence: readText(manifest, "license") };
    },
  );
}

function readText(value: unknown, key: string): string | null {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : null;
  return typeof part === "string" ? part : null;
}
