/**
 * The fields of one line of CSV (RFC 4180). Null: a double quote is not closed on the line, or text follows it.
 * A quote inside a field that does not begin with one is a character like any other.
 */
export function splitCsvLine(line: string): readonly string[] | null {
  if (!line.includes('"')) return line.split(",");
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const end = line[at] === '"' ? findClosingQuote(line, at) : findComma(line, at) - 1;
    if (end === null) return null;
    const field = line.slice(at, end + 1);
    fields.push(line[at] === '"' ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end + 1 === line.length) return fields;
    if (line[end + 1] !== ",") return null;
    at = end + 2;
  }
}

function findComma(line: string, from: number): number {
  const comma = line.indexOf(",", from);
  return comma === -1 ? line.length : comma;
}

function findClosingQuote(line: string, from: number): number | null {
  for (let at = line.indexOf('"', from + 1); at !== -1; at = line.indexOf('"', at + 2))
    if (line[at + 1] !== '"') return at;
  return null;
}

/** One line, or the beginning of one that is longer than the limit. */
export interface CsvLine {
  readonly text: string;
  readonly tooLong: boolean;
}

/** Cuts text that comes in pieces into lines; holds one line in memory, and of a longer one no more than the limit. */
export class LineCutter {
  readonly #charsMax: number;
  #rest = "";
  #overlong = false;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  /** Lines that this piece completes, without their ends. */
  cut(piece: string): readonly CsvLine[] {
    const lines = piece.split("\n");
    lines[0] = this.#rest + lines[0]!;
    this.#rest = lines.pop()!;
    const cut = lines.map((line) => this.#finish(line));
    if (this.#rest.length > this.#charsMax) {
      this.#rest = this.#rest.slice(0, this.#charsMax);
      this.#overlong = true;
    }
    return cut;
  }

  /** The last line, when the text did not end with a line end. */
  end(): readonly CsvLine[] {
    const line = this.#rest;
    this.#rest = "";
    return line === "" ? [] : [this.#finish(line)];
  }

  #finish(line: string): CsvLine {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    const tooLong = this.#overlong || text.length > this.#charsMax;
    this.#overlong = false;
    return { text, tooLong };
  }
}
