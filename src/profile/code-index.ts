/** From codes (not 0) to places in an array, without an object per code. Places are given in order of arrival. */
export class CodeIndex {
  #codes = new Uint32Array(64);
  #places = new Int32Array(64);
  #shift = 26;
  #size = 0;

  /** The place of `code`; -1: not known. */
  find(code: number): number {
    const mask = this.#codes.length - 1;
    // Codes of one partition share their lowest bits: the highest bits of a product spread them again.
    for (let i = Math.imul(code, 0x9e3779b1) >>> this.#shift; ; i = (i + 1) & mask) {
      const found = this.#codes[i]!;
      if (found === code) return this.#places[i]!;
      if (found === 0) return -1;
    }
  }

  /** Gives the next place to a code that is not known yet. */
  add(code: number): number {
    if ((this.#size + 1) * 2 > this.#codes.length) this.#grow();
    this.#put(code, this.#size);
    return this.#size++;
  }

  #put(code: number, place: number): void {
    const mask = this.#codes.length - 1;
    let i = Math.imul(code, 0x9e3779b1) >>> this.#shift;
    while (this.#codes[i] !== 0) i = (i + 1) & mask;
    this.#codes[i] = code;
    this.#places[i] = place;
  }

  #grow(): void {
    const codes = this.#codes;
    const places = this.#places;
    this.#codes = new Uint32Array(codes.length * 2);
    this.#places = new Int32Array(codes.length * 2);
    this.#shift--;
    for (let i = 0; i < codes.length; i++) if (codes[i] !== 0) this.#put(codes[i]!, places[i]!);
  }
}
