import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const KEY = "a key that only the bench knows";
export const HEADERS = { "content-type": "application/json", "x-api-key": KEY };

export interface RunningServer {
  readonly address: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 10_000;

/** A server in a process of its own: over a data folder, or over PostgreSQL with the folder for its archive. */
export async function startProcess(folder: string, databaseUrl: string | null): Promise<RunningServer> {
  await mkdir(folder, { recursive: true });
  const program = fileURLToPath(new URL("../api-process.ts", import.meta.url));
  const child = spawn(process.execPath, [program, folder, ...(databaseUrl === null ? [] : [databaseUrl])], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, API_KEY: KEY },
  });
  // Whatever happens to the bench, no server outlives it.
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    await endProcess(child);
    process.off("exit", kill);
  };
  const address = await Promise.race([readAddress(child), wait(START_MS, null, { ref: false })]);
  if (address !== null) return { address, stop };
  await stop();
  throw new Error(`A server did not start within ${START_MS / 1000} s.`);
}

/** Its output is read to the end: a process whose output nobody reads may stand still. */
const readAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (part: Buffer) => {
      text += part.toString();
      const line = /^http\S+$/m.exec(text)?.[0];
      if (line !== undefined && text.includes("\n")) resolve(line);
    });
    child.once("exit", (code) => reject(new Error(`A server ended with ${code} instead of starting.`)));
  });

/** Asks it to end; after a while it is made to. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit").then(() => true);
  child.kill("SIGTERM");
  if (await Promise.race([gone, wait(STOP_MS, false, { ref: false })])) return;
  console.error(`A server did not end within ${STOP_MS / 1000} s and was killed.`);
  child.kill("SIGKILL");
  await gone;
}
