import { enableCompileCache } from "node:module";

// Before anything else is loaded, so that a second start need not strip types and compile again.
enableCompileCache();
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2));
