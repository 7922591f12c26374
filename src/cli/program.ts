import { Command, CommanderError, InvalidArgumentError } from "commander";
import { EXIT, type ExitCode } from "./exit.ts";
import "./standard-output.ts";
import { escapeTerminal, paintDim, paintError, writeError } from "./terminal.ts";
import { toReport } from "./unexpected.ts";

/** The program without its commands; each `src/cli/<command>.ts` adds one. */
export function createProgram(version: string): Command {
  return new Command("gait")
    .description("Learns how every identity moves through your cloud, and says when one moves differently.")
    .version(version)
    .configureHelp({ commandDescription: (command) => joinLines(command.description()) })
    .showHelpAfterError("Run the command with --help for its options.")
    .exitOverride();
}

/** Lines of a paragraph flow in the terminal's width; an indented line, such as an example, stays one. */
export const joinLines = (text: string): string =>
  text.replaceAll(/^\S.*(?:\n\S.*)+$/gm, (paragraph) => paragraph.replaceAll("\n", " "));

export interface RunOptions {
  /** Print the stack of an error that should not have happened. */
  readonly debug: boolean;
}

/** Runs a command line; the answer is the exit code. Whatever goes wrong is printed in words, never as a stack. */
export async function runProgram(
  program: Command,
  args: readonly string[],
  options: RunOptions = { debug: false },
): Promise<ExitCode> {
  try {
    await program.parseAsync([...args], { from: "user" });
    return toExitCode(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return toUsageExit(error);
    return printError(error, options);
  }
}

/** Commander prints what it finds in the arguments itself, but not what a command finds in them later. */
function toUsageExit(error: CommanderError): ExitCode {
  if (error instanceof InvalidArgumentError)
    process.stderr.write(`error: ${escapeTerminal(error.message, 2000)}\n`);
  return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
}

/** Says what went wrong on standard error; the answer is the exit code. */
export function printError(error: unknown, { debug }: RunOptions): ExitCode {
  const { code, text, remedy, status } = toReport(error);
  writeError(
    `${paintError("gait:")} ${escapeTerminal(text, 2000)}\n      ${escapeTerminal(remedy, 2000)} ${paintDim(`[${code}]`)}\n`,
  );
  if (debug && error instanceof Error) process.stderr.write(`${escapeTerminal(error.stack ?? "", 20_000)}\n`);
  return status === 400 ? EXIT.usage : EXIT.failed;
}

function toExitCode(code: typeof process.exitCode): ExitCode {
  return code === EXIT.failed || code === EXIT.usage || code === EXIT.findings ? code : EXIT.fine;
}
