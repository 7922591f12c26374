/** Characters of a query. */
export const QUERY_CHARS_MAX = 4000;
/** Brackets, `not`s and value lists inside each other. */
export const QUERY_DEPTH_MAX = 30;
/** Values and conditions of one query. */
export const QUERY_TERMS_MAX = 200;
/** Wildcards of one value. */
export const QUERY_WILDCARDS_MAX = 10;
