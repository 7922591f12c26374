import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeptReport } from "../../api/index.ts";
import type { EpochMs } from "../../domain/index.ts";
import type { WrittenReport } from "../../report/index.ts";

/** Reports that are kept; with one more the oldest goes. */
export const KEPT_REPORTS_MAX = 200;

/** When it was made, to the minute and in UTC, then what it is about: `20261121T0700Z-gait-period-….html`. */
const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z-gait-(period|posture)-[\w-]{1,80}\.html$/;

/** Where reports are kept that were written by schedule. */
export const toReportsFolder = (dataFolder: string): string => join(dataFolder, "reports");

/** Keeps a report of HTML; answers its name. One of the same minute about the same is written over. */
export async function keepReport(
  folder: string,
  { fileName, text }: WrittenReport,
  { now, most = KEPT_REPORTS_MAX }: { readonly now: EpochMs; readonly most?: number },
): Promise<string> {
  const minute = new Date(now).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  const name = `${minute}Z-${fileName}`;
  if (!NAME.test(name)) throw new TypeError(`a report called ${name} cannot be kept`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whoever reads meanwhile finds a whole one or none.
  const draft = join(folder, `.${name}.part`);
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, join(folder, name));
  for (const old of (await listNames(folder)).slice(most)) await remove(join(folder, old));
  return name;
}

/** The latest first. */
export async function listKeptReports(folder: string): Promise<readonly KeptReport[]> {
  const kept = await Promise.all(
    (await listNames(folder)).map(async (name): Promise<KeptReport | null> => {
      const [, year, month, day, hour, minute, kind] = NAME.exec(name)!;
      const file = await orNull(stat(join(folder, name)));
      return file === null
        ? null
        : {
            name,
            kind: kind === "posture" ? "posture" : "period",
            made_at: `${year}-${month}-${day}T${hour}:${minute}:00.000Z`,
            bytes: file.size,
          };
    }),
  );
  return kept.filter((one) => one !== null);
}

/** Null: there is none of this name. */
export async function readKeptReport(folder: string, name: string): Promise<string | null> {
  return NAME.test(name) ? orNull(readFile(join(folder, name), "utf8")) : null;
}

async function listNames(folder: string): Promise<readonly string[]> {
  const names = (await orNull(readdir(folder))) ?? [];
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
}

/** Of several servers over one folder another may have removed it. */
const remove = async (path: string): Promise<void> => void (await orNull(unlink(path)));

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
