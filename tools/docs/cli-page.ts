import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Page, writeHead } from "./page.ts";

const run = promisify(execFile);

export const CLI_PAGE: Page = {
  path: "docs/reference/cli.md",
  async make(root) {
    const lead =
      "Every command with its options, as `--help` prints them. From a checkout: `npm run -s gait -- COMMAND`. " +
      "Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 findings at or above `--fail-on`.";
    return writeHead("Commands", lead) + (await describeCommand(root, [])).join("");
  },
};

/** The help of a command and of all commands below it, each in a section. */
async function describeCommand(root: string, names: readonly string[]): Promise<readonly string[]> {
  const help = await readHelp(root, names);
  const section = `\n## gait${names.map((name) => ` ${name}`).join("")}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`;
  const parts = await Promise.all(
    findSubcommands(help).map((name) => describeCommand(root, [...names, name])),
  );
  return [section, ...parts.flat()];
}

/** Names under `Commands:` of a help text, without the help command itself. */
export function findSubcommands(help: string): readonly string[] {
  const [, list = ""] = help.split(/^Commands:\n/m);
  return list
    .split("\n")
    .flatMap((line) => /^ {2}([a-z][a-z-]*)/.exec(line)?.[1] ?? [])
    .filter((name) => name !== "help");
}

async function readHelp(root: string, names: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, findProgramFile(root)), ...names, "--help"], {
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "100" },
  });
  return stdout;
}

/** The file that `npm run gait` runs. */
function findProgramFile(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = /"gait":"node ([^" ]+)"/.exec(JSON.stringify(manifest))?.[1];
  if (file === undefined) throw new Error('package.json has no script "gait" of the form "node FILE"');
  return file;
}
