/** Every bound of the engine in one place. Rules and records are both written by strangers. */

/** Characters of one rule file; a larger one is refused whole. */
export const RULE_FILE_CHARS_MAX = 4 * 1024 * 1024;
/** YAML nodes of one document after aliases are followed: stops alias bombs. */
export const YAML_NODES_MAX = 100_000;
/** Nesting of one YAML document. */
export const YAML_DEPTH_MAX = 64;
/** Characters of one condition. */
export const CONDITION_CHARS_MAX = 10_000;
/** Nesting of parentheses and `not` in one condition. */
export const CONDITION_DEPTH_MAX = 100;
/** Values that one field item may grow into through placeholders and dash variants. */
export const EXPANSIONS_MAX = 1_000;

/** Segments of a field name, and nesting of arrays and embedded JSON that a lookup follows. */
export const FIELD_DEPTH_MAX = 64;
/** Characters of a string that is tried as JSON when a field name goes on below it. */
export const EMBEDDED_JSON_CHARS_MAX = 1024 * 1024;
/** Characters of the compact JSON text of an object or array that text tests look at. */
export const JSON_TEXT_CHARS_MAX = 1024 * 1024;
/** Values of one record that a keyword search looks at. */
export const KEYWORD_VALUES_MAX = 100_000;

/** Characters of a value that a regular expression looks at; what follows is not seen. */
export const REGEX_INPUT_CHARS_MAX = 64 * 1024;
/** Steps that one native regular expression may need on one value in the worst case. */
export const REGEX_NATIVE_STEPS_MAX = 262_144;
/** Program size times input length of the linear engine; a big expression sees a shorter input. */
export const REGEX_LINEAR_STEPS_MAX = 8 * 1024 * 1024;
/** Characters of a regular expression. */
export const REGEX_SOURCE_CHARS_MAX = 4_096;

/** Distinct values remembered per indexed field; the memory starts again when it is full. */
export const INDEX_MEMORY_MAX = 8_192;
/** Longer values are looked up without being remembered. */
export const INDEX_MEMORY_CHARS_MAX = 256;
/** Combinations of values remembered by which rules are chosen; the memory starts again when it is full. */
export const FORK_NODES_MAX = 16_384;
/** Longer values are judged without being remembered. */
export const FORK_CHARS_MAX = 256;

/** Characters of a value shown in the explanation of a match. */
export const EXPLANATION_VALUE_CHARS_MAX = 256;
/** Longer group-by and counted values are replaced by their SHA-256. */
export const GROUP_VALUE_CHARS_MAX = 512;
/** Groups of one text whose JSON is remembered; past it the memory starts again. */
export const GROUPS_REMEMBERED_MAX = 8192;
/** Rules that one correlation may name. */
export const CORRELATION_RULES_MAX = 256;
/** Correlations over correlations: levels. */
export const CORRELATION_DEPTH_MAX = 8;
/** Ways from one correlation up to those that stand on it. */
export const CORRELATION_ANCESTORS_MAX = 64;
/** The greatest count that a correlation may wait for: its window must hold that many events. */
export const CORRELATION_THRESHOLD_MAX = 100_000;
/** A year: the longest timespan. */
export const TIMESPAN_MS_MAX = 366 * 86_400_000;
