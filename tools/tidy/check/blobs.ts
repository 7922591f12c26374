import { BLOB_BYTES_MAX, BLOB_EXEMPT } from "../law/limits.ts";
import type { Breach } from "../source-file.ts";

/** A large file stays in the history of every clone for ever. */
export function checkBlob(path: string, bytes: number): readonly Breach[] {
  if (bytes <= BLOB_BYTES_MAX || BLOB_EXEMPT.some((pattern) => pattern.test(path))) return [];
  return [
    {
      path,
      line: 1,
      message: `${bytes} bytes, at most ${BLOB_BYTES_MAX}: generate it, or leave it outside.`,
    },
  ];
}
