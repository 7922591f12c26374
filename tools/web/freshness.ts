import { globSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the web app is made of. */
const MADE_OF = ["web/src/**/*", "web/*.{ts,json,html}", "package-lock.json"];

/** Whether `web/dist` under `root` is younger than everything that it is made of. */
export function isWebFresh(root: string): boolean {
  const builtAt = statSync(join(root, "web/dist/index.html"), { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) return false;
  return globSync(MADE_OF, { cwd: root })
    .map((path) => statSync(join(root, path)))
    .every((made) => !made.isFile() || made.mtimeMs <= builtAt);
}
