import { join } from "node:path";
import { openLogFile } from "../src/app/serve/log-file.ts";
import { startServer } from "../src/app/serve/start-server.ts";
import { openStore } from "../src/store/index.ts";

/** One measured server: over a data folder, or over PostgreSQL with the folder for its archive; prints its address. */
const [folder, databaseUrl] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: api-process.ts FOLDER [DATABASE_URL]");
const store = await openStore({ folder, databaseUrl: databaseUrl ?? null, purpose: "serve" });
const server = await startServer({
  store,
  settings: { apiKey: process.env["API_KEY"] ?? null, threshold: null },
  version: "0.0.0",
  host: "127.0.0.1",
  port: 0,
  limits: { requestsPerMinuteMax: 10_000_000 },
  // As `gait serve` does: a line for each request.
  log: openLogFile(join(folder, `logs-${process.pid}`, "gait.log")),
});
console.log(server.address);
process.once("SIGTERM", () => {
  void server
    .close()
    .then(() => store.close())
    .then(() => process.exit(0));
});
