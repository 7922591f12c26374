import { loadavg } from "node:os";

export interface Aim {
  readonly what: string;
  readonly aim: number;
  readonly unit: "ms" | "s" | "x";
}

export interface Measured {
  readonly value: number;
  readonly notes: string;
}

interface Row {
  readonly aim: Aim;
  /** Null: it could not be measured; the notes say why. */
  readonly value: number | null;
  readonly notes: string;
  /** Mean number of processes that wanted to run, just before it. */
  readonly load: number;
}

/** What was measured, in order, with how busy the machine was. */
export class Results {
  readonly #rows: Row[] = [];

  /** What goes wrong is a result, too: the bench goes on. */
  async add(aim: Aim, measure: () => Promise<Measured>): Promise<void> {
    const load = loadavg()[0]!;
    const row = await measure().then(
      ({ value, notes }): Row => ({ aim, value, notes, load }),
      (error: unknown): Row => ({
        aim,
        value: null,
        notes: error instanceof Error ? error.message : String(error),
        load,
      }),
    );
    this.#rows.push(row);
    console.log(toLine(row).join("  "));
  }

  /** Prints all; true: every aim was met. */
  print(): boolean {
    const lines = [["", "measured", "aim", "load", ""], ...this.#rows.map(toLine)];
    const widths = [0, 1, 2, 3].map((at) => Math.max(...lines.map((line) => line[at]!.length)));
    console.log();
    for (const line of lines) {
      const [what, value, aim, load, verdict] = line.map((cell, at) =>
        at === 0 ? cell.padEnd(widths[0]!) : at < 4 ? cell.padStart(widths[at]!) : cell,
      );
      console.log(`${what}  ${value}  ${aim}  ${load}  ${verdict}`);
    }
    return this.#rows.every(isMet);
  }
}

const isMet = ({ aim, value }: Row): boolean =>
  value !== null && (aim.unit === "x" ? value >= aim.aim : value < aim.aim);

function toLine(row: Row): string[] {
  const { aim, value, notes, load } = row;
  const wanted = `${aim.unit === "x" ? ">=" : "<"} ${aim.aim} ${aim.unit}`;
  const found = value === null ? "nothing" : `${value.toFixed(aim.unit === "ms" ? 0 : 2)} ${aim.unit}`;
  return [aim.what, found, wanted, load.toFixed(1), `${isMet(row) ? "met" : "MISSED"}  ${notes}`];
}
