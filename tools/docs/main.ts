/** Writes the generated pages of `docs/`; with `--check` only says which are out of date, by exit code 1. */
import { fileURLToPath } from "node:url";
import { findOutdated, writePages } from "./pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
if (process.argv.includes("--check")) {
  const outdated = await findOutdated(root);
  for (const path of outdated) console.log(`${path} is out of date: run npm run docs`);
  process.exitCode = outdated.length > 0 ? 1 : 0;
} else {
  for (const path of await writePages(root)) console.log(path);
}
