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

/** The address of the database: what the command line says, else `DATABASE_URL`; null: the data folder holds it. */
export const chooseDatabaseUrl = (
  option: string | null,
  env: FolderSurroundings["env"] = process.env,
): string | null => option ?? maybeText(env["DATABASE_URL"]);

/** Whether errors that should not happen print where they happened: `GAIT_DEBUG`. */
export const isDebugging = (env: FolderSurroundings["env"] = process.env): boolean =>
  maybeText(env["GAIT_DEBUG"]) !== null;

/** The environment, and what `.env` of the working folder says where the environment says nothing. */
export function readSurroundings(
  folder: string = process.cwd(),
  env: FolderSurroundings["env"] = process.env,
): FolderSurroundings["env"] {
  try {
    return { ...parseEnv(readFileSync(join(folder, ".env"), "utf8")), ...env };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return env;
    throw error;
  }
}

/** An empty variable is no variable. */
const maybeText = (text: string | undefined): string | null =>
  text === undefined || text === "" ? null : text;
