import { toExcerpt } from "../excerpt.ts";

const WORDS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ENOENT", "it does not exist"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "its links go in a circle"],
  ["EIO", "the disk reports an error"],
  ["EMFILE", "too many files are open"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ENOTDIR", "a part of the path is not a folder"],
]);

/** The reason of a failed system call in words. */
export function toWhy(error: unknown): string {
  if (!(error instanceof Error)) return toExcerpt(String(error));
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return WORDS.get(code) ?? toExcerpt(error.message);
}
