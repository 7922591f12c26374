import {
  type Complaint,
  type Place,
  SIGMA_PROBLEMS,
  type SigmaProblem,
  toSigmaProblem,
} from "../problems.ts";

/** Takes problems whose place is known. */
export interface ProblemSink {
  addAt(place: Place, complaint: Complaint): void;
}

/** Gathers problems, and knows whether a part of a file broke. */
export class ProblemList implements ProblemSink {
  readonly problems: SigmaProblem[] = [];
  #errors = 0;

  /** Errors so far: a document is broken when the number grew while it was read. */
  get errors(): number {
    return this.#errors;
  }

  addAt(place: Place, complaint: Complaint): void {
    if (SIGMA_PROBLEMS[complaint.code].level === "error") this.#errors++;
    this.problems.push(toSigmaProblem(place, complaint));
  }
}

/** The problems of one file, by position in it. */
export class ProblemLog extends ProblemList {
  readonly #file: string;
  readonly #lineStarts: readonly number[];

  constructor(file: string, text: string) {
    super();
    this.#file = file;
    this.#lineStarts = findLineStarts(text);
  }

  add(offset: number, complaint: Complaint): void {
    this.addAt(this.locate(offset), complaint);
  }

  locate(offset: number): Place {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: Math.max(0, offset - this.#lineStarts[low]!) + 1 };
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
