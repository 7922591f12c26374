import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { toEpochMs } from "../../../domain/index.ts";

const FILE = "progress.json";

const progress = z.object({
  /** Events that were looked at, and that there are. */
  looked: z.int(),
  total: z.int(),
  found: z.int(),
  /** Back to when everything was looked at; null: nothing was yet. */
  lookedFrom: z.int().transform(toEpochMs).nullable(),
});

/** How far a hunt is. */
export type HuntProgress = Readonly<z.output<typeof progress>>;

/** Whoever reads it meanwhile reads the one or the other. */
export async function writeProgress(folder: string, of: HuntProgress): Promise<void> {
  const path = join(folder, FILE);
  await writeFile(`${path}.new`, JSON.stringify(of), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Null: it has not begun, or is not kept any more. */
export async function readProgress(folder: string): Promise<HuntProgress | null> {
  try {
    return progress.parse(JSON.parse(await readFile(join(folder, FILE), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
