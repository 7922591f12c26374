import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Writing it to `clear_refs` makes the kernel forget the greatest memory so far (Linux, proc(5)). */
const FORGET_PEAK = "5";

/**
 * Megabytes of resident memory that the whole process may reach: 320 for Node, code, garbage, models and the 200 MB of
 * kernel values that a solver keeps at most, and the table eight times. Nothing grows with the square of the rows.
 */
export const peakMegabytesMax = (cells: number): number => 320 + (8 * 8 * cells) / 2 ** 20;

/**
 * Megabytes of the process's resident memory at the work's peak; null where Linux is not. Data and models of earlier
 * work stand in it: what a job takes beyond them may come from memory that the process had already.
 */
export async function withPeakMemory<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly megabytes: number | null }> {
  collectGarbage();
  const measured = forgetPeak();
  const result = await work();
  return { result, megabytes: measured ? peakKilobytes() / 1024 : null };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

function forgetPeak(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", FORGET_PEAK);
    return true;
  } catch {
    // Another system: memory is left out of the table, and nothing else depends on it.
    return false;
  }
}

function peakKilobytes(): number {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN);
}
