/** A value as the filter language writes it: quoted where it holds more than letters, digits and a few signs. */
export const quoteValue = (value: string): string =>
  /^[\p{L}\p{N}_@./-]+$/u.test(value) && !/^(?:and|or|not)$/i.test(value)
    ? value
    : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** `field:value` besides what the filter asks already; a part that stands there is not repeated. */
export function addToFilter(
  filter: string,
  { field, value, isOut }: { readonly field: string; readonly value: string; readonly isOut: boolean },
): string {
  const part = `${isOut ? "not " : ""}${field}:${quoteValue(value)}`;
  const before = filter.trim();
  if (before === "") return part;
  const parts = before.split(" and ");
  if (parts.includes(part)) return before;
  return / or /i.test(before) && parts.length === 1 ? `(${before}) and ${part}` : `${before} and ${part}`;
}
