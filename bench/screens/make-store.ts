import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/app/main.ts", import.meta.url));

/** A company's log of so many events, taken in and looked at; the path of its data folder. */
export function makeStore(folder: string, events: string): string {
  const logs = join(folder, "logs");
  const data = join(folder, "data");
  runGait(["generate", "cloudtrail", "--seed", "1", "--size", events, "--out", logs]);
  runGait(["ingest", logs, "--data", data, "--quiet"]);
  lookAt(data);
  return data;
}

/** Looks at what nobody looked at yet: a server would, while it is measured. */
export const lookAt = (data: string): void => runGait(["detect", "--data", data, "--quiet"]);

function runGait(words: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [MAIN, ...words], { stdio: "inherit" });
  if (status !== 0) throw new Error(`gait ${words.join(" ")} ended with ${status}`);
}
