/** How people write numbers, days and months: words, and pieces of patterns. */
export const SMALL_NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
  "twenty",
];
export const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

export const MONTH = `(?:${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)}|t)?`).join("|")})\\.?`;
export const ISO = "\\d{4}-\\d{2}-\\d{2}(?:[t ]\\d{1,2}:\\d{2}(?::\\d{2})?z?)?";
export const DAY_OF_MONTH = "\\d{1,2}(?:st|nd|rd|th)?";
/** `14/01/2026`, `14.1.2026`, `2026/01/14`. */
export const SLASHED = "\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}|\\d{4}/\\d{1,2}/\\d{1,2}";
