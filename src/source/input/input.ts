/** Something that brings bytes: a file, standard input, an object in a bucket. */
export interface Input {
  /** What people call it: a path, `-`, a URL. */
  readonly name: string;
  /** Bytes as they come, before unpacking; null where that is not known beforehand. */
  readonly sizeBytes: number | null;
  /** The bytes as they come. Each call begins anew, where the source can; errors are thrown while iterating. */
  open(): AsyncIterable<Uint8Array>;
}
