import type { JsonValue } from "../../domain/index.ts";
import { holdsRemoteReference } from "../clean-text.ts";

/** Why a sentence of a model is not shown. */
export type Unfounded = "number" | "id" | "time" | "address";

const NUMBER = /(?<![\w.,:-])-?\d[\d,]*(?:\.\d+)?(?![\w:]|-\d)/g;
const DATE = /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\b/g;
const CLOCK = /\b\d{1,2}:\d{2}(?::\d{2})?\b/g;
const MONTH_DATE =
  /\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?\b/g;
/** What looks as if it named one thing: ids, keys, addresses, accounts, techniques, names with a number or a dot. */
const IDS: readonly RegExp[] = [
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi,
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{8,}\b/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /\barn:[\w:/.@+=-]+/g,
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g,
  /\b\d{12}\b/g,
  /\bTA?\d{4}(?:\.\d{3})?\b/g,
  /\bCVE-\d{4}-\d+\b/gi,
  /\b[a-z]\w*_\d+\b/gi,
  /\b[a-z]+\.[a-z]+(?=[\s,;:)]|$)/g,
  /\b(?:us|eu|ap|sa|ca|me|af|cn|il|mx)(?:-(?:gov|iso[a-z]?))?-[a-z]+-\d\b/g,
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|info|biz|xyz|ru|cn|co|me|ai|cloud|example|test|invalid)\b/gi,
];
const WORDS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
  dozen: 12,
};
const NUMBER_WORD = new RegExp(`\\b(?:${Object.keys(WORDS).join("|")})s?\\b`, "gi");
const UNITS: Readonly<Record<string, number>> = {
  kb: 1,
  kib: 1,
  mb: 2,
  mib: 2,
  gb: 3,
  gib: 3,
  tb: 4,
  tib: 4,
};
/** Of our own scales: risk is of 100. */
const SCALE: readonly number[] = [0, 1, 100];

/** What tools gave, for comparing what a model says with it. */
export class Claims {
  readonly #numbers = new Set<number>(SCALE);
  #sorted: readonly number[] | null = null;
  #texts = "";

  /** Everything in it may be said. */
  learn(value: JsonValue): void {
    this.#sorted = null;
    this.#learn(value);
  }

  #learn(value: JsonValue): void {
    if (typeof value === "number") this.#numbers.add(value);
    else if (typeof value === "string") this.#learnText(value);
    else if (Array.isArray(value)) {
      this.#numbers.add(value.length);
      for (const item of value) this.#learn(item);
    } else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) {
        this.#texts += `\n${key.toLowerCase()}`;
        if (item !== undefined) this.#learn(item);
      }
  }

  #learnText(text: string): void {
    this.#texts += `\n${text.toLowerCase()}`;
    for (const [token] of text.matchAll(/\d[\d,]*(?:\.\d+)?/g))
      this.#numbers.add(Number(token.replaceAll(",", "")));
  }

  /** Null: everything in the sentence is known. */
  findUnfounded(sentence: string): Unfounded | null {
    if (holdsRemoteReference(sentence)) return "address";
    let rest = sentence.replace(/\[?\b[FIA]\d{1,4}\b\]?/g, " ");
    for (const pattern of IDS) {
      for (const [id] of rest.matchAll(pattern)) if (!this.#isKnown(id)) return "id";
      rest = rest.replace(pattern, " ");
    }
    for (const [date] of rest.matchAll(DATE))
      if (!this.#isKnown(date.replace(" ", "T").replace(/Z$/, ""))) return "time";
    rest = rest.replace(DATE, " ");
    for (const [date] of rest.matchAll(MONTH_DATE))
      if (/\d/.test(date) && !this.#isKnownDay(date)) return "time";
    rest = rest.replace(MONTH_DATE, " ");
    for (const [clock] of rest.matchAll(CLOCK)) if (!this.#isKnownClock(clock)) return "time";
    rest = rest.replace(CLOCK, " ").replace(/\b24\/7\b/g, " ");
    for (const match of rest.matchAll(NUMBER))
      if (!this.#isKnownNumber(match[0], rest.slice(match.index + match[0].length))) return "number";
    // What is glued to letters is no number of ours: a claim must not hide behind a unit.
    for (const [glued] of rest.matchAll(/(?<![\w.])\d[\d,.]*(?=[a-z%])/gi))
      if (!this.#isKnownNumber(glued, rest.slice(rest.indexOf(glued) + glued.length))) return "number";
    for (const [word] of rest.matchAll(NUMBER_WORD))
      if (!this.#isNear(WORDS[word.toLowerCase().replace(/s$/, "")] ?? -1, 0)) return "number";
    return null;
  }

  #isKnown(text: string): boolean {
    return this.#texts.includes(text.toLowerCase());
  }

  #isKnownDay(text: string): boolean {
    const at = Date.parse(`${text.replace(/(\d)(?:st|nd|rd|th)/, "$1")} UTC`);
    const year = /\b\d{4}\b/.test(text);
    if (Number.isNaN(at)) return false;
    const day = new Date(at).toISOString().slice(0, 10);
    return (
      this.#isKnown(year ? day : day.slice(4)) ||
      (!/\b\d{1,2}\b/.test(text.replace(/\b\d{4}\b/, "")) && this.#isKnown(day.slice(0, 7)))
    );
  }

  #isKnownClock(clock: string): boolean {
    const padded = clock.padStart(5, "0");
    if (this.#isKnown(`t${padded}`) || this.#isKnown(padded)) return true;
    const [hour, minute] = padded.split(":");
    return minute === "00" && this.#numbers.has(Number(hour));
  }

  /** A number may be rounded, and a share or an amount of bytes may be told in another unit. */
  #isKnownNumber(token: string, after: string): boolean {
    const text = token.replaceAll(",", "").replace(/\.$/, "");
    const value = Number(text);
    if (Number.isNaN(value)) return false;
    const half = 0.5 * 10 ** -(text.split(".")[1]?.length ?? 0);
    if (this.#isNear(value, text.includes(".") ? half : 0.5)) return true;
    if (/^\s?(?:%|percent)/i.test(after)) return this.#isNear(value / 100, half / 100);
    const unit = /^\s?([kmgt]i?b)\b/i.exec(after)?.[1]?.toLowerCase();
    const power = unit === undefined ? undefined : UNITS[unit];
    if (power === undefined) return false;
    return [1000, 1024].some((base) => this.#isNear(value * base ** power, half * base ** power));
  }

  #isNear(value: number, distance: number): boolean {
    this.#sorted ??= [...this.#numbers].sort((a, b) => a - b);
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    const least = value - distance * (1 + 1e-9) - 1e-12;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < least) low = middle + 1;
      else high = middle;
    }
    const found = sorted[low];
    return found !== undefined && found <= value + distance * (1 + 1e-9) + 1e-12;
  }
}
