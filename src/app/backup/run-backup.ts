import { execFile } from "node:child_process";
import { cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { toError } from "../../domain/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { copyAccounts } from "../db/copy-accounts.ts";
import { copyStore } from "../db/copy-store.ts";
import { DB_PROBLEMS } from "../db/problems.ts";

export interface BackupReport {
  readonly from: string;
  /** The folder that holds the backup: a data folder in itself. */
  readonly to: string;
  readonly events: number;
  readonly findings: number;
  readonly archiveBytes: number;
}

const DATABASE_FILE = "gait.duckdb";
const ARCHIVE = "archive";
const run = promisify(execFile);

/**
 * Writes everything of a store into a folder, which is a data folder itself: any command can open it. Over an older
 * backup of the same data it adds what is new. Whoever calls holds off what writes events meanwhile.
 */
export async function runBackup(store: Store, target: string): Promise<BackupReport> {
  await makeEmptyOrBackup(target);
  if (basename(store.database) === DATABASE_FILE) await copyDatabase(store, target);
  else await copyRows(store, target);
  // Objects of the archive never change: those that are there already are left.
  await copyArchive(join(store.folder, ARCHIVE), join(target, ARCHIVE));
  const { total: findings } = await store.findings.count({});
  return {
    from: store.database,
    to: target,
    events: await store.events.countEvents({}),
    findings,
    archiveBytes: await store.archive.readSizeBytes(),
  };
}

async function makeEmptyOrBackup(target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const names = await readdir(target);
  if (names.length > 0 && !names.includes(DATABASE_FILE))
    throw toError(DB_PROBLEMS, "DB_BACKUP_FOREIGN", { folder: target });
  if (names.includes("gait.lock")) throw toError(DB_PROBLEMS, "DB_BACKUP_OPEN", { folder: target });
}

/** The database's own file, as it is after a checkpoint while nothing writes. */
async function copyDatabase(store: Store, target: string): Promise<void> {
  const final = join(target, DATABASE_FILE);
  const fresh = `${final}.new`;
  await rm(fresh, { force: true });
  await store.upkeep.holdWrites(() => copyFileAside(store.database, fresh));
  await rm(`${final}.wal`, { force: true });
  await rename(fresh, final);
}

/** Another process copies: closing the file in this one would drop the database's lock on it. */
async function copyFileAside(from: string, to: string): Promise<void> {
  const program = "require('node:fs').copyFileSync(process.argv[1], process.argv[2])";
  await run(process.execPath, ["-e", program, from, to]);
}

async function copyRows(store: Store, target: string): Promise<void> {
  const copy = await openStore({ folder: target, databaseUrl: null, purpose: "db backup" });
  try {
    await copyStore(store, copy);
    await copyAccounts(store, copy);
  } finally {
    await copy.close();
  }
}

async function copyArchive(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    force: false,
    errorOnExist: false,
    filter: (source) => source !== join(from, "tmp"),
  });
}

/** Brings a backup to a place that holds nothing yet. */
export async function runRestore(
  backup: string,
  target: { readonly folder: string; readonly databaseUrl: string | null },
): Promise<BackupReport> {
  if (!(await isThere(join(backup, DATABASE_FILE))))
    throw toError(DB_PROBLEMS, "DB_BACKUP_NONE", { folder: backup });
  await mkdir(target.folder, { recursive: true, mode: 0o700 });
  if (target.databaseUrl === null) {
    if (await isThere(join(target.folder, DATABASE_FILE)))
      throw toError(DB_PROBLEMS, "DB_RESTORE_THERE", { place: target.folder });
    await copyArchive(join(backup, ARCHIVE), join(target.folder, ARCHIVE));
    await cp(join(backup, DATABASE_FILE), join(target.folder, DATABASE_FILE));
    return describeRestored(await openStore({ ...target, purpose: "db restore" }), backup);
  }
  const store = await openStore({ ...target, purpose: "db restore" });
  try {
    if ((await store.events.countEvents({})) > 0)
      throw toError(DB_PROBLEMS, "DB_RESTORE_THERE", { place: store.database });
    await copyArchive(join(backup, ARCHIVE), join(target.folder, ARCHIVE));
    const source = await openStore({ folder: backup, databaseUrl: null, purpose: "db restore" });
    try {
      await copyStore(source, store);
      await copyAccounts(source, store);
    } finally {
      await source.close();
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  return describeRestored(store, backup);
}

async function describeRestored(store: Store, backup: string): Promise<BackupReport> {
  try {
    const { total: findings } = await store.findings.count({});
    return {
      from: backup,
      to: store.database,
      events: await store.events.countEvents({}),
      findings,
      archiveBytes: await store.archive.readSizeBytes(),
    };
  } finally {
    await store.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false, // Nothing of that name, or nothing that may be looked at.
  );
