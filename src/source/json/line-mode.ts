/**
 * Whether JSON text has one record a line. Then a broken line costs one record; a document is read as a whole, where
 * a broken record may only be left by looking for the next one's beginning.
 */
export function isLineByLine(
  sample: string,
  options: { readonly isAll: boolean; readonly listFields: readonly string[] },
) {
  const lines = sample.split("\n");
  // The last line may go on after the sample.
  if (!options.isAll) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "");
  const first = filled[0]?.trimStart() ?? "";
  if (filled.length < 2 || beginsList(first, options.listFields)) return false;
  const looked = filled.slice(0, LINES_MAX);
  const records = looked.filter(isRecordLine).length;
  return 2 * records >= looked.length;
}

/** Lines of the sample that are looked at. */
const LINES_MAX = 50;

function beginsList(line: string, listFields: readonly string[]): boolean {
  const opening = /^\{\s*"([^"]{1,64})"\s*:\s*\[\s*$/.exec(line);
  return opening !== null && listFields.includes(opening[1]!);
}

function isRecordLine(line: string): boolean {
  const text = stripLineTime(line);
  // A pretty-printed document has lines such as `{}` and `"a": {}` too, but indented.
  if (!text.startsWith("{") || text.trim() === "{}") return false;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A line of an exported log group has its time before the record. */
export function stripLineTime(line: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(line) ? line.replace(/^\S{1,40}\s+(?=\{)/, "") : line;
}
