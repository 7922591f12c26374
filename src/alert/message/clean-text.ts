/** Control characters, formatting that reorders or hides text, lone surrogates, and characters that are not seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]+/gu;

/**
 * Text from a log as one line that can be shown anywhere: attackers write logs, and a line feed in a subject would be
 * another header. Unsafe characters become a space; what is longer than `max` ends in an ellipsis.
 */
export function cleanLine(text: string, max: number): string {
  // Cut first: a text of megabytes is not searched through.
  const end = /[\ud800-\udbff]/.test(text[max - 1] ?? "") ? max - 1 : max;
  const cut = text.length <= max ? text : `${text.slice(0, end)}…`;
  return cut.replace(UNSAFE, " ").replace(/ {2,}/g, " ").trim();
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => HTML[char]!);
