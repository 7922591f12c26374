/** Rows of a table that a sender made since it last told of them. */
export interface TableUpdate<T> {
  /** Number of the first of them; 0 begins the table anew. */
  readonly from: number;
  readonly rows: readonly T[];
}

/**
 * Numbers for values that come as shared instances nearly always: by identity first, by content where an instance is
 * new. Kept over batches, so that a value is told once; begun anew between batches beyond `rowsMax`.
 */
export class SenderTable<T extends object> {
  readonly #toKey: (value: T) => string;
  readonly #rowsMax: number;
  #instances = new Map<T, number>();
  #keys = new Map<string, number>();
  #rows: T[] = [];
  #told = 0;
  #last: T | null = null;
  #lastNumber = 0;

  constructor(toKey: (value: T) => string, rowsMax: number = SENDER_ROWS_MAX) {
    this.#toKey = toKey;
    this.#rowsMax = rowsMax;
  }

  toNumber(value: T): number {
    if (value === this.#last) return this.#lastNumber;
    const known = this.#instances.get(value);
    const number = known ?? this.#add(value);
    this.#last = value;
    this.#lastNumber = number;
    return number;
  }

  /** True: the next number is 0. */
  get isFresh(): boolean {
    return this.#rows.length === 0;
  }

  /** What is new since the last call. */
  take(): TableUpdate<T> {
    const update = { from: this.#told, rows: this.#rows.slice(this.#told) };
    this.#told = this.#rows.length;
    if (this.#rows.length > this.#rowsMax) this.#begin();
    return update;
  }

  #add(value: T): number {
    const key = this.#toKey(value);
    let number = this.#keys.get(key);
    if (number === undefined) {
      number = this.#rows.length;
      this.#rows.push(value);
      this.#keys.set(key, number);
    }
    // Instances of equal content come from logs that are beyond the enricher's own limits.
    if (this.#instances.size >= 2 * this.#rowsMax) this.#instances.clear();
    this.#instances.set(value, number);
    return number;
  }

  #begin(): void {
    this.#instances = new Map();
    this.#keys = new Map();
    this.#rows = [];
    this.#told = 0;
    this.#last = null;
  }
}

/** Rows beyond which a sender begins a table anew: it keeps to what is in use. */
export const SENDER_ROWS_MAX = 65_536;

/** The same for texts. */
export class SenderTexts {
  readonly #rowsMax: number;
  #numbers = new Map<string, number>();
  #told: string[] = [];
  #from = 0;

  constructor(rowsMax: number = SENDER_ROWS_MAX) {
    this.#rowsMax = rowsMax;
  }

  toNumber(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#told.push(text);
    return number;
  }

  /** True: the next number is 0. */
  get isFresh(): boolean {
    return this.#numbers.size === 0;
  }

  take(): TableUpdate<string> {
    const update = { from: this.#from, rows: this.#told };
    this.#told = [];
    this.#from = this.#numbers.size;
    if (this.#numbers.size > this.#rowsMax) {
      this.#numbers = new Map();
      this.#from = 0;
    }
    return update;
  }
}
