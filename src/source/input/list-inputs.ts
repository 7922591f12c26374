import { globSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { describeProblem, type ProblemReport } from "../../domain/index.ts";
import { toExcerpt } from "../excerpt.ts";
import { SOURCE_PROBLEMS } from "../problems.ts";
import { type FileInput, openPath, STDIN_PATH } from "./file-input.ts";
import { orderByDelivery } from "./s3-layout.ts";
import { toWhy } from "./why.ts";

export interface InputList {
  readonly inputs: readonly FileInput[];
  /** Paths that are missing or cannot be read; the rest is in `inputs`. */
  readonly problems: readonly ProblemReport[];
}

/**
 * The inputs behind paths: files, folders with all that is in them, patterns (`logs/*.json`), `-` for standard input.
 * Links are followed, each folder and each file once. In folders, names that begin with a dot are passed over.
 * The order is the same on every machine: paths as given; inside a folder or pattern, CloudTrail's files by time.
 */
export function listInputs(paths: readonly string[]): InputList {
  const walk = new Walk();
  for (const path of paths) walk.add(path);
  return { inputs: walk.inputs, problems: walk.problems };
}

class Walk {
  readonly inputs: FileInput[] = [];
  readonly problems: ProblemReport[] = [];
  readonly #seen = new Set<string>();

  add(path: string): void {
    if (path === STDIN_PATH) {
      if (this.#isNew(STDIN_PATH)) this.inputs.push(openPath(STDIN_PATH));
      return;
    }
    const stats = this.#stat(path, "given");
    if (stats === "missing") this.#addPattern(path);
    else if (stats?.isDirectory()) this.#addFolder(path);
    else if (stats !== null && this.#isNew(toRealPath(path))) {
      this.inputs.push(openPath(path, stats.isFile() ? stats.size : null));
    }
  }

  #addFolder(path: string): void {
    const found: FileInput[] = [];
    const problems = this.problems.length;
    const seen = this.#seen.size;
    this.#walkFolder(path, found);
    // A folder that was listed before under another name is not an empty one.
    const isEmpty = found.length === 0 && this.problems.length === problems && this.#seen.size - seen === 1;
    if (isEmpty) this.#report("SOURCE_FOLDER_EMPTY", path);
    for (const input of orderByDelivery(found)) this.inputs.push(input);
  }

  #addPattern(path: string): void {
    if (!/[*?[{]/.test(path)) {
      this.#report("SOURCE_PATH_MISSING", path);
      return;
    }
    const matches = globSync(path);
    if (matches.length === 0) {
      this.#report("SOURCE_PATTERN_EMPTY", path);
      return;
    }
    const found: FileInput[] = [];
    for (const match of matches) this.#walkOne(match, found);
    for (const input of orderByDelivery(found)) this.inputs.push(input);
  }

  #walkFolder(folder: string, found: FileInput[]): void {
    const pending = [folder];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      // A folder is known by its real path, so that a link to a parent ends instead of going round.
      if (!this.#isNew(toRealPath(path))) continue;
      for (const name of this.#namesIn(path)) {
        if (name.startsWith(".")) continue;
        const child = join(path, name);
        const stats = this.#stat(child, "found");
        if (stats === null || stats === "missing") continue;
        if (stats.isDirectory()) pending.push(child);
        else this.#addFound(child, stats, found);
      }
    }
  }

  #walkOne(path: string, found: FileInput[]): void {
    const stats = this.#stat(path, "found");
    if (stats === null || stats === "missing") return;
    if (stats.isDirectory()) this.#walkFolder(path, found);
    else this.#addFound(path, stats, found);
  }

  #addFound(path: string, stats: Stats, found: FileInput[]): void {
    // Reading a pipe or a device inside a folder could wait for ever.
    if (!stats.isFile()) {
      this.#report("SOURCE_NOT_A_FILE", path);
      return;
    }
    if (this.#isNew(toRealPath(path))) found.push(openPath(path, stats.size));
  }

  #namesIn(path: string): readonly string[] {
    try {
      return readdirSync(path);
    } catch (error) {
      this.#report("SOURCE_UNREADABLE", path, toWhy(error));
      return [];
    }
  }

  /** null: cannot be looked at, and that has been said. A path as given may be a pattern, so a missing one is not. */
  #stat(path: string, origin: "given" | "found"): Stats | "missing" | null {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) return stats;
      if (origin === "given") return "missing";
      this.#report("SOURCE_UNREADABLE", path, "it is a link to nothing");
    } catch (error) {
      this.#report("SOURCE_UNREADABLE", path, toWhy(error));
    }
    return null;
  }

  #isNew(path: string): boolean {
    if (this.#seen.has(path)) return false;
    this.#seen.add(path);
    return true;
  }

  #report(code: keyof typeof SOURCE_PROBLEMS, path: string, why = ""): void {
    this.problems.push(describeProblem(SOURCE_PROBLEMS, code, { path: toExcerpt(path), why }));
  }
}

/** The path without links; the path itself where it cannot be resolved, which opening it will tell. */
function toRealPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (error instanceof Error) return path;
    throw error;
  }
}
