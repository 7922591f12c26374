import type { ProblemDetails } from "../domain/index.ts";
import type { SourceCode } from "./problems.ts";

/** Why a record, or the rest of an input, could not be read. */
export interface Trouble {
  readonly code: SourceCode;
  readonly details: ProblemDetails;
}

/** Where a stage of reading leaves word that the input ended before its time; the first word stands. */
export class TroubleNote {
  #trouble: Trouble | null = null;

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  leave(trouble: Trouble): void {
    this.#trouble ??= trouble;
  }
}

/** A record whose text could not be parsed. */
export class BrokenRecord {
  readonly trouble: Trouble;
  /** The text as it came, at most `recordBytesMax` of it; null when there is nothing to show. */
  readonly text: string | null;

  constructor(trouble: Trouble, text: string | null) {
    this.trouble = trouble;
    this.text = text;
  }
}

/** The answer of a format that cannot make an event of a record. */
export class Refusal {
  readonly trouble: Trouble;
  /** True when the record is no event by its nature, such as a digest: said, and no error. */
  readonly isSkip: boolean;

  constructor(trouble: Trouble, isSkip = false) {
    this.trouble = trouble;
    this.isSkip = isSkip;
  }
}

export const refuse = (code: SourceCode, details: ProblemDetails = {}): Refusal =>
  new Refusal({ code, details });
