/** Gives each distinct text a small number, so that rows of numbers can stand for texts. */
export interface Interner {
  /** The text's number, from 0, in order of first sight. */
  toNumber(text: string): number;
  toText(number: number): string;
  readonly size: number;
}

export function createInterner(): Interner {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    get size() {
      return texts.length;
    },
    toNumber(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      texts.push(text);
      return texts.length - 1;
    },
    toText: (number) => texts[number]!,
  };
}
