import { describeProblem, GaitError, type ProblemReport } from "../domain/index.ts";
import { CLI_PROBLEMS } from "./problems.ts";

/** What system calls say, in words. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "no space is left on the disk"],
  ["EDQUOT", "the disk quota is used up"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the disk is read-only"],
  ["ENOENT", "there is no such file or folder"],
  ["ENOTDIR", "a part of the path is not a folder"],
  ["EISDIR", "it is a folder"],
  ["EEXIST", "it exists already"],
  ["EIO", "the disk reports an error"],
  ["EMFILE", "too many files are open"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ELOOP", "its links go in a circle"],
]);

/** The reason of a failed system call in words; null: `error` is none that a user can act on. */
export function toSystemWhy(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return WORDS.get(error.code) ?? null;
}

/** Any error as a problem for people: those that are one already, failed system calls, and the rest, which are bugs. */
export function toReport(error: unknown): ProblemReport {
  if (error instanceof GaitError) return error.report;
  const why = toSystemWhy(error);
  if (why !== null) return describeProblem(CLI_PROBLEMS, "CLI_SYSTEM_REFUSED", { what: toWhat(error), why });
  const reason = error instanceof Error ? error.message : String(error);
  return describeProblem(CLI_PROBLEMS, "CLI_UNEXPECTED", { reason });
}

function toWhat(error: unknown): string {
  if (!(error instanceof Error)) return "go on";
  const call = "syscall" in error ? String(error.syscall) : "go on";
  return "path" in error ? `${call} ${String(error.path)}` : call;
}
