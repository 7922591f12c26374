import { globSync, readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { gunzipSync } from "node:zlib";

/** One measured process: the floor or a scan over the folder given; prints its peak memory in MB as the last line. */
const [what, logs] = process.argv.slice(2);
if (logs === undefined) throw new Error("usage: scan-process.ts floor|scan FOLDER");

if (what === "floor") {
  let records = 0;
  for (const file of globSync(`${logs}/**/*.gz`)) {
    const document: { readonly Records: readonly unknown[] } = JSON.parse(
      gunzipSync(readFileSync(file)).toString(),
    );
    records += document.Records.length;
  }
  console.log(records);
} else {
  // As the program itself starts.
  enableCompileCache();
  const { SCAN_PORT } = await import("../src/app/scan/scan-command.ts");
  await SCAN_PORT.scan(
    {
      paths: [logs],
      moreRules: [],
      onlyRules: null,
      from: null,
      to: null,
      as: null,
      mapping: null,
      geo: [],
      personRoles: [],
      withModels: true,
      threads: null,
      format: "jsonl",
      minSeverity: "info",
      withIncidents: true,
      out: "/dev/null",
      runRecord: null,
      failOn: null,
      quiet: true,
    },
    () => {},
  );
}
console.log(process.resourceUsage().maxRSS / 1024);
