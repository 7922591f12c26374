/*
 * A row of a bag is one 32-bit word: the row's number, how often the bag holds it, and which of two classes it is of.
 * One word is a third of what number and weight took apart, and the forest is grown by moving little else.
 */

/** Bits below the row's number: four for the count, the lowest for the class. */
export const ROW_SHIFT = 5;
export const WEIGHT_BITS = (1 << ROW_SHIFT) - 1;
/** A row that was drawn more often has several words. */
export const COUNT_MAX = 15;
/** Rows of a table whose numbers fit into a word. */
export const BAG_ROWS_MAX = 2 ** (32 - ROW_SHIFT);

/** Sums of whole weights below it stand in the lower half of a packed sum, those of class 1 in the upper. */
export const PACK = 67_108_864;

/** Weight plus PACK times the weight of class 1, by the WEIGHT_BITS of a word. */
export const PACKED_WEIGHTS = Float64Array.from({ length: WEIGHT_BITS + 1 }, (_, low) =>
  (low & 1) === 1 ? (low >>> 1) * (1 + PACK) : low >>> 1,
);

/** Words that a bag of so many draws of so many rows can need: one a row, and one more for each COUNT_MAX draws. */
export const bagWordsMax = (rows: number, draws: number): number => rows + Math.ceil(draws / COUNT_MAX);

/** Words of the rows with a count above 0, in order of the rows. Gives how many there are. */
export function fillWords(words: Int32Array, counts: Uint16Array, classOf: ArrayLike<number>): number {
  let size = 0;
  for (let row = 0; row < counts.length; row++) {
    let count = counts[row]!;
    for (; count > COUNT_MAX; count -= COUNT_MAX) words[size++] = toWord(row, COUNT_MAX, classOf[row]!);
    // Written in any case and kept if it counts: whether a row was drawn is what a processor guesses wrong.
    words[size] = toWord(row, count, classOf[row]!);
    size += count > 0 ? 1 : 0;
  }
  return size;
}

const toWord = (row: number, count: number, label: number): number =>
  (row << ROW_SHIFT) | (count << 1) | (label & 1);
