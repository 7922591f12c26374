/** Code lines of a file, without blanks, comments and tables of data. */
export const FILE_LINES_MAX = 400;
/** Code lines of a function, without blanks and comments. */
export const FUNCTION_LINES_MAX = 60;
/** The same where a function gives markup, which has a line for every attribute. */
export const MARKUP_FUNCTION_LINES_MAX = 80;
export const PARAMETERS_MAX = 3;
/** Bytes of any tracked file. */
export const BLOB_BYTES_MAX = 500_000;
/** A literal at the top level of a file counts as a table, free of the file limit, from this many lines on. */
export const TABLE_LINES_MIN = 8;

/** Files that people do not write by hand or that hold samples, free of the length limits. */
export const LENGTH_EXEMPT: readonly RegExp[] = [/\/fixtures\//, /^docs\/reference\//, /\.generated\.ts$/];

/** Large files that must be there all the same. */
export const BLOB_EXEMPT: readonly RegExp[] = [/^package-lock\.json$/];
