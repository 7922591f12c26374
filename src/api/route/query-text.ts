import { z } from "zod";
import { QUERY_CHARS_MAX } from "../../domain/index.ts";

/** A query in the language of filters. */
export const queryText = z
  .string()
  .max(QUERY_CHARS_MAX * 2)
  .describe(
    'a filter: user:alice and action:(GetObject or PutObject) and not country:DE, bytes > 100mb, "text"',
  );
