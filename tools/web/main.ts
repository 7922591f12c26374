/** Builds the web app where it is not built, or older than what it is made of; says nothing where it is fresh. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isWebFresh } from "./freshness.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
if (!isWebFresh(root)) {
  console.log("Building the web app, this once …");
  const { status } = spawnSync(process.execPath, [`${root}/node_modules/vite/bin/vite.js`, "build", "web"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    // Tests say otherwise of themselves, and would get React's large build.
    env: { ...process.env, NODE_ENV: "production" },
  });
  process.exitCode = status ?? 1;
}
