/** Hands a file to the browser's downloads. */
export function downloadBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const downloadText = (
  name: string,
  { text, type }: { readonly text: string; readonly type: string },
): void => downloadBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));

/** Address of a list as a file: everything that the list's query means, whatever page is shown. */
export function toWholeAddress(path: string, query: Readonly<Record<string, string | number>>): string {
  const { limit: _, ...meant } = query;
  const words = Object.entries(meant).map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(words)}`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(toCell).join(",")}\r\n`).join("");
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const tame = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
