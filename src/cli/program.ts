import { Command, CommanderError } from "commander";
import { GaitError } from "../domain/index.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { escapeTerminal, paintDim, paintError } from "./terminal.ts";

/** The program without its commands; each `src/cli/<command>.ts` adds one. */
export function createProgram(version: string): Command {
  return new Command("gait")
    .description("Learns how every identity moves through your cloud, and says when one moves differently.")
    .version(version)
    .showHelpAfterError("Run the command with --help for its options.")
    .exitOverride();
}

/** Runs a command line; the answer is the exit code. Problems that a user can act on are printed in words. */
export async function runProgram(program: Command, args: readonly string[]): Promise<ExitCode> {
  try {
    await program.parseAsync([...args], { from: "user" });
    return toExitCode(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof GaitError) {
      const { code, text, remedy } = error.report;
      process.stderr.write(
        `${paintError("gait:")} ${escapeTerminal(text, 2000)}\n      ${remedy} ${paintDim(`[${code}]`)}\n`,
      );
      return error.report.status === 400 ? EXIT.usage : EXIT.failed;
    }
    throw error;
  }
}

function toExitCode(code: typeof process.exitCode): ExitCode {
  return code === EXIT.failed || code === EXIT.usage || code === EXIT.findings ? code : EXIT.fine;
}
