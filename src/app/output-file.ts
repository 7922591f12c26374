import { createWriteStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { toSystemWhy } from "../cli/unexpected.ts";
import { toError } from "../domain/index.ts";
import { APP_PROBLEMS } from "./problems.ts";

/** Throws RUN_OUTPUT_UNWRITABLE when it is clear beforehand that the file cannot be written. Writes nothing. */
export async function checkWritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory())
    throw toError(APP_PROBLEMS, "RUN_OUTPUT_UNWRITABLE", { file, why: "it is a folder" });
  try {
    await access(found === null ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw toUnwritable(file, error);
  }
}

/** Writes a file from chunks of text. Throws RUN_OUTPUT_UNWRITABLE when it cannot, or not to the end. */
export async function writeFileOrSay(file: string, chunks: Readable): Promise<void> {
  try {
    await pipeline(chunks, createWriteStream(file));
  } catch (error) {
    throw toUnwritable(file, error);
  }
}

function toUnwritable(file: string, error: unknown): unknown {
  const why = toSystemWhy(error);
  return why === null
    ? error
    : toError(APP_PROBLEMS, "RUN_OUTPUT_UNWRITABLE", { file, why }, { cause: error });
}
