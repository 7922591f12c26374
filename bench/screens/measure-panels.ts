import type { Asked } from "./visit-pages.ts";

export interface Panel {
  readonly name: string;
  /** Path and query. */
  readonly path: string;
  /** The longest that a page waited for it, with everything else of the page at the same time; null: no page asks it so. */
  readonly inPageMs: number | null;
}

export interface Measured extends Panel {
  /** Asked alone: the one in the middle, and the longest, of several times. */
  readonly medianMs: number;
  readonly longestMs: number;
  /** Of the process: what was worked for one answer by all its threads. */
  readonly cpuMs: number;
  /** Of the answer, unpacked. */
  readonly bytes: number;
}

/** Each different request once, under the name of the page that asks it first. */
export function toPanels(asked: readonly Asked[]): readonly Panel[] {
  const byPath = new Map<string, { page: string; inPageMs: number }>();
  for (const { page, path, inPageMs } of asked) {
    const known = byPath.get(path);
    if (known === undefined) byPath.set(path, { page, inPageMs });
    else known.inPageMs = Math.max(known.inPageMs, inPageMs);
  }
  return [...byPath].map(([path, { page, inPageMs }]) => ({
    name: `${page}  ${toShort(path)}`,
    path,
    inPageMs,
  }));
}

/** Without what all requests have alike. */
function toShort(path: string): string {
  const { pathname, searchParams } = new URL(path, "http://gait");
  const words = [...searchParams]
    .filter(([name]) => name !== "from" && name !== "to")
    .map(([name, value]) => `${name}=${value}`);
  const range = searchParams.has("from") ? "" : " (all time)";
  return `${decodeURIComponent(pathname).replace(/^\/api\/(v1\/)?/, "")} ${words.join(" ")}${range}`.trim();
}

/** Asks so many times, alone. */
export async function measurePanel(address: string, panel: Panel, times: number): Promise<Measured> {
  const taken: number[] = [];
  let bytes = 0;
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    const response = await fetch(`${address}${panel.path}`);
    bytes = (await response.arrayBuffer()).byteLength;
    taken.push(performance.now() - started);
    if (!response.ok && response.status !== 409 && response.status !== 404)
      throw new Error(`${panel.path}: ${response.status}`);
  }
  const { user, system } = process.cpuUsage(before);
  const ordered = taken.toSorted((a, b) => a - b);
  return {
    ...panel,
    medianMs: ordered[Math.floor(times / 2)]!,
    longestMs: ordered.at(-1)!,
    cpuMs: (user + system) / 1000 / times,
    bytes,
  };
}
