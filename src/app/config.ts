import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";

export interface FolderSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const here = (): FolderSurroundings => ({ platform: process.platform, env: process.env, home: homedir() });

/** The data folder: what the command line says, else `GAIT_DATA`, else the platform's own place for programs' data. */
export function chooseDataFolder(option: string | null, surroundings: FolderSurroundings = here()): string {
  const { platform, env, home } = surroundings;
  const named = option ?? maybeText(env["GAIT_DATA"]);
  if (named !== null) return named;
  if (platform === "darwin") return join(home, "Library", "Application Support", "gait");
  if (platform === "win32") {
    return join(maybeText(env["LOCALAPPDATA"]) ?? join(home, "AppData", "Local"), "gait");
  }
  return join(maybeText(env["XDG_DATA_HOME"]) ?? join(home, ".local", "share"), "gait");
}

/** The address of a database of its own; null: the data folder holds it, as whoever names SQLite wants. */
export const chooseDatabaseUrl = (named: string | null): string | null =>
  named === null || /^sqlite:/i.test(named) ? null : named;

/** Whether errors that should not happen print where they happened: `GAIT_DEBUG`. */
export const isDebugging = (env: FolderSurroundings["env"] = process.env): boolean =>
  maybeText(env["GAIT_DEBUG"]) !== null;

/** The environment of the process. */
export const readEnv = (): FolderSurroundings["env"] => process.env;

/** What `.env` of a folder says. */
export function readDotEnv(folder: string): FolderSurroundings["env"] {
  try {
    return parseEnv(readFileSync(join(folder, ".env"), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

/** An empty variable is no variable. */
const maybeText = (text: string | undefined): string | null =>
  text === undefined || text === "" ? null : text;
