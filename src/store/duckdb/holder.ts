import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Beside the database: who has it open. The database's own lock decides; this file only gives it a name. */
const HOLDER_FILE = "gait.lock";

export interface Holder {
  readonly pid: number;
  /** What the process was started to do: `ingest`, `serve`. */
  readonly purpose: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Where it listens; null: it does not. */
  readonly address: string | null;
  /** With which commands of the same user may ask it; null: they may not. */
  readonly token: string | null;
}

/** A process that holds a folder and answers for it. */
export interface Server {
  readonly pid: number;
  readonly since: string;
  readonly address: string;
  readonly token: string | null;
}

export async function writeHolder(folder: string, holder: Holder): Promise<void> {
  await writeFile(join(folder, HOLDER_FILE), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
}

export async function removeHolder(folder: string): Promise<void> {
  await rm(join(folder, HOLDER_FILE), { force: true });
}

/** Words for the process that holds the folder. `lockPid` is what the database says, if it says something. */
export async function describeHolder(folder: string, lockPid: number | null): Promise<string> {
  const holder = await readHolder(folder);
  const pid = lockPid ?? holder?.pid ?? null;
  if (pid === null) return "another process";
  // A file left behind by a killed process names somebody else.
  if (holder === null || holder.pid !== pid) return `another process (process id ${pid})`;
  return `gait ${holder.purpose} (process id ${pid}, since ${holder.since})`;
}

/** The server that holds the folder; null: whoever holds it does not listen. */
export async function findServer(folder: string, lockPid: number | null): Promise<Server | null> {
  const holder = await readHolder(folder);
  if (holder === null || holder.address === null || (lockPid !== null && lockPid !== holder.pid)) return null;
  const { pid, since, address, token } = holder;
  return { pid, since, address, token };
}

async function readHolder(folder: string): Promise<Holder | null> {
  try {
    const found: unknown = JSON.parse(await readFile(join(folder, HOLDER_FILE), "utf8"));
    if (typeof found !== "object" || found === null) return null;
    if (!("pid" in found) || !("purpose" in found) || !("since" in found)) return null;
    const { pid, purpose, since } = found;
    if (typeof pid !== "number" || typeof purpose !== "string" || typeof since !== "string") return null;
    const address = "address" in found && typeof found.address === "string" ? found.address : null;
    const token = "token" in found && typeof found.token === "string" ? found.token : null;
    return { pid, purpose, since, address, token };
  } catch {
    // Absent or half written: the holder has no name then, which the caller says.
    return null;
  }
}
