/** A piece of HTML that is safe to put into a page. */
export interface Html {
  readonly kind: "html";
  readonly text: string;
}

type HtmlPart = Html | string | number | null | readonly HtmlPart[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Control characters, and characters that reorder or hide text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/** Text from anywhere, as text in a page: markup means nothing, and invisible characters become visible. */
export const escapeHtml = (text: string): string =>
  showUnseen(text).replace(/[&<>"']/g, (char) => ESCAPES[char]!);

/** Text in which characters that control, reorder or hide become visible as `\\u202e`. */
export const showUnseen = (text: string): string => text.replace(UNSEEN, showCharacter);

/** Line feeds and tabs are harmless where markup means nothing. */
function showCharacter(char: string): string {
  if (char === "\n" || char === "\t") return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).padStart(4, "0");
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex}`;
}

/** Markup that this program wrote itself. Never for text from a log. */
export const trustHtml = (text: string): Html => ({ kind: "html", text });

/** A template whose every value is escaped, unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0]!;
  for (let i = 0; i < parts.length; i++) text += renderPart(parts[i]!) + strings[i + 1]!;
  return trustHtml(text);
}

function renderPart(part: HtmlPart): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (isParts(part)) return part.map(renderPart).join("");
  return part.text;
}

const isParts = (part: HtmlPart): part is readonly HtmlPart[] => Array.isArray(part);
