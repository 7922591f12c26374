import { readFileSync } from "node:fs";
import { createProgram, runProgram } from "../cli/program.ts";
import { addScanCommand } from "../cli/scan.ts";

/** Every command with what it needs. What a command does is loaded when it runs: `--help` stays quick. */
const program = createProgram(readVersion());
addScanCommand(program, {
  scan: async (request, onProgress) =>
    (await import("./scan/scan-command.ts")).SCAN_PORT.scan(request, onProgress),
});

process.exitCode = await runProgram(program, process.argv.slice(2));

function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function loadGenerate(): Promise<GeneratePort> {
  return (await import("./generate/generate-command.ts")).GENERATE_PORT;
}
