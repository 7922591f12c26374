/** Events that somebody pasted, or what is wrong with them; both null: nothing was pasted. */
export interface GivenRecords {
  readonly records: readonly Record<string, unknown>[] | null;
  readonly problem: string | null;
}

/** As many as are tested at once. */
export const RECORDS_MAX = 100;

/** One JSON object, a list of them, `{ "Records": […] }` of CloudTrail, or one object in each line. */
export function readRecords(text: string): GivenRecords {
  if (text.trim() === "") return { records: null, problem: null };
  const whole = parse(text);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = whole === undefined ? lines.map(parse) : toList(whole);
  if (!values.every(isRecord)) return refuse("This is no JSON object, nor a list or lines of them.");
  if (values.length === 0) return refuse("There is no event in it.");
  if (values.length > RECORDS_MAX) return refuse(`At most ${RECORDS_MAX} events at once.`);
  return { records: values, problem: null };
}

const refuse = (problem: string): GivenRecords => ({ records: null, problem });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody is still writing.
    return undefined;
  }
}

function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const inner = isRecord(value) ? value["Records"] : undefined;
  return Array.isArray(inner) ? inner : [value];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
