/** A document of a YAML text with the line that it begins in, from 1. */
export interface RuleDocument {
  readonly line: number;
  readonly text: string;
}

/**
 * The documents of a text. `---` at the start of a line always begins another one in YAML, in a block of text too. A
 * text that uses Sigma's `action:` is one: its documents change each other.
 */
export function splitDocuments(text: string): readonly RuleDocument[] {
  if (/^action\s*:/m.test(text)) return isBlank(text) ? [] : [{ line: 1, text }];
  const documents: RuleDocument[] = [];
  let lines: string[] = [];
  let first = 1;
  const close = (): void => {
    const whole = lines.join("\n");
    if (!isBlank(whole)) documents.push({ line: first, text: `${whole.trimEnd()}\n` });
    lines = [];
  };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const separator = /^(---|\.\.\.)(?=\s|$)/.exec(line);
    if (separator === null) {
      if (lines.length === 0) first = index + 1;
      lines.push(line);
      continue;
    }
    close();
    const rest = line.slice(3);
    first = index + 1;
    // What stands behind `---` in its line belongs to the document.
    if (separator[1] === "---" && !isBlank(rest)) lines.push(`   ${rest}`);
  }
  close();
  return documents;
}

/** Nothing but space and comments. */
const isBlank = (text: string): boolean => text.split("\n").every((line) => /^\s*(#|$)/.test(line));

/** As it stands in its text: lines of problems are those of the text. */
export const toPlaced = ({ line, text }: RuleDocument): string => `${"\n".repeat(line - 1)}${text}`;
