import { mkdir, realpath, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { DuckDBInstance } from "@duckdb/node-api";
import { sql } from "kysely";
import { GaitError, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { openArchive } from "../archive/archive.ts";
import { createPorts } from "../create-ports.ts";
import type { Engine } from "../engine.ts";
import { migrate } from "../migrations/migrate.ts";
import { isDiskFull, STORE_PROBLEMS } from "../problems.ts";
import type { OpenStoreOptions, Store } from "../store.ts";
import { createDuckDbEngine } from "./engine.ts";
import { describeHolder, findServer, removeHolder, writeHolder } from "./holder.ts";

const DATABASE_FILE = "gait.duckdb";
/** Memory that the database may use before it works on disk. */
const DATABASE_MEMORY_MB = 512;
/** More threads than this bring nothing here and cost memory each. */
const DATABASE_THREADS_MAX = 4;

/** Folders that this process has open. The database's file lock only keeps out other processes. */
const openFolders = new Set<string>();

/** Opens a data folder, making it and its tables where they are missing. One process at a time. */
export async function openDuckDbStore(options: OpenStoreOptions): Promise<Store> {
  if (options.mustExist === true) await refuseMissing(options.folder);
  const folder = await makeFolder(options.folder);
  if (openFolders.has(folder))
    throw toError(STORE_PROBLEMS, "STORE_LOCKED", { folder, holder: "this process" });
  openFolders.add(folder);
  const release = async (): Promise<void> => {
    openFolders.delete(folder);
    await removeHolder(folder);
  };
  let engine: Engine;
  try {
    engine = await openEngine(folder, options, release);
  } catch (error) {
    openFolders.delete(folder);
    throw error;
  }
  const clock = options.clock ?? SYSTEM_CLOCK;
  try {
    const since = new Date(clock.now()).toISOString().slice(0, 19);
    const holder = {
      pid: process.pid,
      purpose: options.purpose,
      since: `${since}Z`,
      address: null,
      token: null,
    };
    await writeHolder(folder, holder);
    const database = join(folder, DATABASE_FILE);
    const migrated = await migrate(engine.db, { capabilities: engine.capabilities, file: database });
    const archive = await openArchive(join(folder, "archive"), { sweep: "all" });
    const limits = options.limits ?? {};
    const ports = createPorts({ engine, clock, limits });
    return {
      folder,
      database,
      migrated,
      ...ports,
      archive,
      announce: (address, token) => writeHolder(folder, { ...holder, address, token: token ?? null }),
      close: () => ports.events.close(),
    };
  } catch (error) {
    await engine.close();
    throw engine.toProblem(error);
  }
}

async function refuseMissing(folder: string): Promise<void> {
  try {
    await stat(join(folder, DATABASE_FILE));
  } catch (error) {
    throw toError(STORE_PROBLEMS, "STORE_MISSING", { folder }, { cause: error });
  }
}

/** Logs name people and places: the folder is for its owner alone. */
async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await realpath(path);
  } catch (error) {
    if (isDiskFull(error))
      throw toError(STORE_PROBLEMS, "STORE_DISK_FULL", { folder: path }, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw toError(STORE_PROBLEMS, "STORE_FOLDER", { folder: path, reason }, { cause: error });
  }
}

async function openEngine(
  folder: string,
  options: OpenStoreOptions,
  onClosed: () => Promise<void>,
): Promise<Engine> {
  const file = join(folder, DATABASE_FILE);
  const duckdb = await import("@duckdb/node-api");
  let instance: DuckDBInstance;
  try {
    instance = await duckdb.DuckDBInstance.create(file, {
      threads: String(Math.min(availableParallelism(), DATABASE_THREADS_MAX)),
      memory_limit: `${options.memoryMb ?? DATABASE_MEMORY_MB}MB`,
      temp_directory: join(folder, "tmp"),
      preserve_insertion_order: "true",
    });
  } catch (error) {
    throw await toOpenProblem(error, folder);
  }
  const engine = createDuckDbEngine({
    instance,
    duckdb,
    file,
    toProblem: (error) => toProblem(error, folder),
    onClosed,
  });
  try {
    // Nothing is fetched from the network, and a query reads and writes no file but the database.
    await sql`set global autoinstall_known_extensions = false`.execute(engine.db);
    await sql`set global autoload_known_extensions = false`.execute(engine.db);
    await sql`set global enable_external_access = false`.execute(engine.db);
    await sql`set global TimeZone = 'UTC'`.execute(engine.db);
  } catch (error) {
    await engine.close();
    throw toProblem(error, folder);
  }
  return engine;
}

/** What DuckDB says when a file cannot be opened, as far as a user can do something about it. */
async function toOpenProblem(error: unknown, folder: string): Promise<unknown> {
  const message = error instanceof Error ? error.message : "";
  const cause = { cause: error };
  if (/set lock on file|being used by another process/i.test(message)) {
    const pid = /\(PID (\d+)\)/.exec(message)?.[1];
    const lockPid = pid === undefined ? null : Number(pid);
    const server = await findServer(folder, lockPid);
    if (server !== null) {
      const { pid, since, address } = server;
      return toError(STORE_PROBLEMS, "STORE_SERVED", { folder, pid, since, address }, cause);
    }
    const holder = await describeHolder(folder, lockPid);
    return toError(STORE_PROBLEMS, "STORE_LOCKED", { folder, holder }, cause);
  }
  const file = join(folder, DATABASE_FILE);
  if (/not a valid DuckDB database file/i.test(message))
    return toError(STORE_PROBLEMS, "STORE_NOT_A_DATABASE", { file }, cause);
  if (/newer version of DuckDB|storage version|version number/i.test(message))
    return toError(STORE_PROBLEMS, "STORE_NEWER", { file, migration: "a newer file format" }, cause);
  if (/permission denied|cannot open file|read-only/i.test(message))
    return toError(STORE_PROBLEMS, "STORE_FOLDER", { folder, reason: firstLine(message) }, cause);
  return toProblem(error, folder, "damaged");
}

/** What DuckDB throws while it is open. `otherwise`: what an unknown message is taken for. */
function toProblem(error: unknown, folder: string, otherwise: "damaged" | "bug" = "bug"): unknown {
  if (error instanceof GaitError) return error;
  const message = error instanceof Error ? error.message : "";
  const cause = { cause: error };
  if (isDiskFull(error)) return toError(STORE_PROBLEMS, "STORE_DISK_FULL", { folder }, cause);
  // Only closing breaks queries off.
  if (message.startsWith("INTERRUPT Error")) return toError(STORE_PROBLEMS, "STORE_CLOSED", {}, cause);
  if (
    otherwise === "damaged" ||
    /corrupt|checksum|database has been invalidated|Failure while replaying WAL/i.test(message)
  ) {
    const file = join(folder, DATABASE_FILE);
    return toError(STORE_PROBLEMS, "STORE_DAMAGED", { file, reason: firstLine(message) }, cause);
  }
  return error;
}

const firstLine = (message: string): string => message.split("\n", 1)[0]!.slice(0, 200);
