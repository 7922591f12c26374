import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, toEpochMs } from "../../domain/index.ts";
import type { Period } from "../port.ts";
import { readDay, startOfDay, startOfMonth, startOfWeek } from "./read-day.ts";
import { DAY_OF_MONTH, ISO, MONTH, MONTHS, SLASHED, SMALL_NUMBERS, WEEKDAYS } from "./time-words.ts";
import { writeOut } from "./write-out-time.ts";

/** What a question says about time. */
export interface SaidTime {
  /** Null: it says nothing of a period. */
  readonly period: Period | null;
  /** How the period reads in a sentence: `the last 24 hours`. */
  readonly text: string | null;
  /** Hours of the day (UTC); null: it says nothing of them. */
  readonly hours: readonly number[] | null;
  /** The question without what was said of time. */
  readonly rest: string;
}

const WEEK_MS = 7 * DAY_MS;
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  sec: 1000,
  second: 1000,
  m: MINUTE_MS,
  min: MINUTE_MS,
  minute: MINUTE_MS,
  h: HOUR_MS,
  hr: HOUR_MS,
  hour: HOUR_MS,
  d: DAY_MS,
  day: DAY_MS,
  night: DAY_MS,
  w: WEEK_MS,
  wk: WEEK_MS,
  week: WEEK_MS,
  fortnight: 2 * WEEK_MS,
  month: 30 * DAY_MS,
  quarter: 91 * DAY_MS,
  year: 365 * DAY_MS,
};
const NUMBER = `\\d{1,4}|an?|couple(?: of)?|few|twenty[- ]four|forty[- ]eight|seventy[- ]two|thirty|sixty|ninety|${SMALL_NUMBERS.join("|")}`;
const UNIT =
  "s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|nights?|w(?:(?:ee)?ks?)?|fortnights?|months?|quarters?|years?";
const DATE = `${ISO}|${SLASHED}|(?:the )?${DAY_OF_MONTH}(?: of)? ${MONTH}(?:,? \\d{4})?|${MONTH} (?:the )?${DAY_OF_MONTH}\\b(?:,? \\d{4})?|(?:last |this )?(?:${WEEKDAYS.join("|")})|the day before yesterday|yesterday|yday|today|the \\d{1,2}(?:st|nd|rd|th)`;
const PART =
  "(?:o'?clock )?(?:at night|in the (?:early )?(?:morning|afternoon|evening)|(?:[ap]\\.?m\\.?)|o'?clock)";

const pattern = (source: string): RegExp => new RegExp(`(?<![\\w-])${source}(?![\\w-])`, "i");

interface Reading {
  readonly period?: Period;
  readonly text?: string;
  readonly hours?: readonly number[];
}
interface Rule {
  readonly pattern: RegExp;
  /** Null: it looked like a time and is none. */
  readonly read: (match: RegExpExecArray, now: EpochMs, text: string) => Reading | null;
}

const period = (from: number, to: number, text: string): Reading => ({
  period: { from: toEpochMs(from), to: toEpochMs(to) },
  text,
});
const startOfYear = (at: number, shift = 0): number => Date.UTC(new Date(at).getUTCFullYear() + shift, 0, 1);

function toCount(text: string): number {
  const word = text.toLowerCase().replace("-", " ");
  const wide: Readonly<Record<string, number>> = {
    a: 1,
    an: 1,
    couple: 2,
    "couple of": 2,
    few: 3,
    "twenty four": 24,
    "forty eight": 48,
    "seventy two": 72,
    thirty: 30,
    sixty: 60,
    ninety: 90,
  };
  const small = SMALL_NUMBERS.indexOf(word);
  return wide[word] ?? (small >= 0 ? small : Number(word));
}

function toUnit(text: string): { readonly ms: number; readonly name: string } {
  const word = text.toLowerCase().replace(/\.$/, "");
  const single = UNITS[word] === undefined ? word.replace(/s$/, "") : word;
  const ms = UNITS[single] ?? DAY_MS;
  const name =
    Object.keys(UNITS).find((unit) => UNITS[unit] === ms && unit.length > 3 && unit !== "night") ?? single;
  return { ms, name: ms === DAY_MS ? "day" : name };
}

/** Periods, the more particular before the more general: the first that fits is taken. */
const PERIOD_RULES: readonly Rule[] = [
  {
    pattern: pattern(
      `(?:between|from) (?:the )?(${DATE}) (?:and|to|until|till|through|-) (?:the )?(${DATE})`,
    ),
    read: ([, first, last], now) => {
      const [from, to] = [readDay(first!, now), readDay(last!, now)];
      if (from === null || to === null || to.to <= from.from) return null;
      return period(from.from, to.to, `${from.text} to ${to.text}`);
    },
  },
  {
    pattern: pattern(
      `(?:(?:over|during|in|within|for|of|from) )?(?:the )?(?:last|past|previous|recent|latest|prior) (${NUMBER})[ -]?(${UNIT})`,
    ),
    read: ([, count, unit], now) => readBack(toCount(count!), unit!, now),
  },
  {
    pattern: pattern(
      `(?:(?:over|during|in|within|for|of|from) )?(?:the |these )?(${NUMBER})[ -]?(${UNIT}) (?:(?:up )?to (?:now|date)|until now|(?:just )?gone|just past)`,
    ),
    read: ([, count, unit], now) => readBack(toCount(count!), unit!, now),
  },
  {
    pattern: pattern(`(?:(?:over|during|in|within) )?(?:the )?(${NUMBER})[ -]?(${UNIT}) (?:ago|back)`),
    read: ([, count, unit], now) => {
      const { ms, name } = toUnit(unit!);
      const at = now - toCount(count!) * ms;
      const from = ms >= DAY_MS ? startOfDay(at) : at;
      return period(
        from,
        from + Math.max(ms, HOUR_MS),
        `${toCount(count!)} ${name}${toCount(count!) === 1 ? "" : "s"} ago`,
      );
    },
  },
  {
    pattern: pattern(`(?:over|during|in|within|for|of|from) (?:the )?(?:last|past|previous) (${UNIT})`),
    read: ([whole, unit], now) =>
      /\b(?:in|for|of|from) last\b/i.test(whole!) ? readLast(unit!, now) : readBack(1, unit!, now),
  },
  { pattern: pattern(`(?:the )?past (${UNIT})`), read: ([, unit], now) => readBack(1, unit!, now) },
  { pattern: pattern(`the (?:last|latest) (${UNIT})`), read: ([, unit], now) => readBack(1, unit!, now) },
  { pattern: pattern(`(?:the )?(${UNIT}) before(?: that)?`), read: ([, unit], now) => readLast(unit!, now) },
  { pattern: pattern(`(?:last|previous) (${UNIT})`), read: ([, unit], now) => readLast(unit!, now) },
  {
    pattern: pattern(
      "(?:over|during|in|for|of)? ?this (day|week|month|year|morning|evening|afternoon|quarter)",
    ),
    read: ([, unit], now) => readThis(unit!.toLowerCase(), now),
  },
  {
    pattern: pattern(
      "(?:(?:over|during|at|on|of|for) )?(?:the |this )?(?:(last|past|previous) )?week-?ends?",
    ),
    read: ([, last], now) => readWeekend(last !== undefined, now),
  },
  {
    pattern: pattern(
      `(?:(?:in|during|for|of) )?(?:the )?week (?:of|from|starting|beginning)(?: on)? (?:the )?(${DATE})`,
    ),
    read: ([, date], now) => {
      const day = readDay(date!, now);
      if (day === null) return null;
      const from = startOfWeek(day.from);
      return period(from, from + WEEK_MS, `the week of ${day.text}`);
    },
  },
  {
    pattern: pattern("tonight"),
    read: (_, now) => period(startOfDay(now) + 18 * HOUR_MS, startOfDay(now) + DAY_MS, "tonight"),
  },
  { pattern: pattern("overnight"), read: (_, now) => readLast("night", now) },
  {
    pattern: pattern(`since (?:the )?(?:${DATE})`),
    read: ([whole], now) => {
      const from = readDay(whole!.replace(/^since (?:the (?=\d))?/i, ""), now);
      return from === null ? null : period(from.from, now + 1, `since ${from.text}`);
    },
  },
  {
    pattern: pattern(`since (?:the start of |the beginning of )?(${MONTH})(?: (\\d{4}))?`),
    read: ([, month, year], now) => {
      const whole = readMonth(month!, year ?? null, now);
      return whole === null ? null : period(whole.from, now + 1, `since ${whole.text}`);
    },
  },
  {
    pattern: pattern(`(before|until|till|up to|after) (?:the )?(${DATE})`),
    read: ([, side, date], now) => {
      const day = readDay(date!, now);
      if (day === null) return null;
      if (side!.toLowerCase() === "after")
        return { period: { from: toEpochMs(day.to), to: null }, text: `after ${day.text}` };
      const to = side!.toLowerCase() === "before" ? day.from : day.to;
      return { period: { from: null, to: toEpochMs(to) }, text: `${side!.toLowerCase()} ${day.text}` };
    },
  },
  {
    pattern: pattern("this time yesterday"),
    read: (_, now) => period(now - DAY_MS, now + 1, "the last 24 hours"),
  },
  {
    pattern: pattern(`(?:on |of |for )?(${DATE})`),
    read: ([, date], now) => {
      const day = readDay(date!, now);
      return day === null ? null : period(day.from, day.to, day.text);
    },
  },
  {
    pattern: pattern(`(?:in|during|of|for|throughout) (${MONTH})(?:,? (\\d{4}))?`),
    read: ([, month, year], now) => {
      const whole = readMonth(month!, year ?? null, now);
      return whole === null ? null : period(whole.from, whole.to, whole.text);
    },
  },
  {
    // Said alone; may and march are words too.
    pattern: pattern(
      `(${MONTHS.filter((month) => !["march", "may"].includes(month)).join("|")})(?:,? (\\d{4}))?`,
    ),
    read: ([, month, year], now) => {
      const whole = readMonth(month!, year ?? null, now);
      return whole === null ? null : period(whole.from, whole.to, whole.text);
    },
  },
  {
    pattern: pattern("(?:in|during) (\\d{4})"),
    read: ([, year]) => period(Date.UTC(Number(year), 0), Date.UTC(Number(year) + 1, 0), year!),
  },
  {
    pattern: pattern("(\\d{1,3}) ?(h|hrs?|hours|d|days|w|weeks)"),
    read: ([, count, unit], now) => readBack(Number(count), unit!, now),
  },
  {
    pattern: pattern("(?:of all time|all time|ever|in total|overall history|since the beginning)"),
    read: () => ({ period: { from: null, to: null }, text: "all time" }),
  },
];

/** So much time up to now. */
function readBack(count: number, unit: string, now: EpochMs): Reading {
  const { ms, name } = toUnit(unit);
  const text =
    count === 1 && ms === DAY_MS
      ? "the last 24 hours"
      : `the last ${count === 1 ? "" : `${count} `}${name}${count === 1 ? "" : "s"}`;
  return period(now - count * ms, now + 1, text);
}

/** The whole day, week, month … before this one. */
function readLast(unit: string, now: EpochMs): Reading {
  const { ms, name } = toUnit(unit);
  if (/^nights?$/i.test(unit))
    return period(startOfDay(now) - 2 * HOUR_MS, startOfDay(now) + 6 * HOUR_MS, "last night");
  if (ms === WEEK_MS) {
    const to = startOfWeek(now);
    return period(to - WEEK_MS, to, `last week, ${toDate(to - WEEK_MS)} to ${toDate(to - 1)}`);
  }
  if (name === "month")
    return period(
      startOfMonth(now, -1),
      startOfMonth(now),
      `last month, ${toDate(startOfMonth(now, -1)).slice(0, 7)}`,
    );
  if (name === "year") return period(startOfYear(now, -1), startOfYear(now), "last year");
  return readBack(1, unit, now);
}

/** Saturday and Sunday, up to now where they are not over; the last one is over. */
function readWeekend(isOver: boolean, now: EpochMs): Reading {
  const saturday = startOfWeek(now) + 5 * DAY_MS;
  const from = now < saturday || (isOver && now < saturday + 2 * DAY_MS) ? saturday - WEEK_MS : saturday;
  return period(from, from + 2 * DAY_MS, `the weekend of ${toDate(from)}`);
}

const toDate = (at: number): string => new Date(at).toISOString().slice(0, 10);

function readThis(unit: string, now: EpochMs): Reading {
  const today = startOfDay(now);
  const starts: Readonly<Record<string, number>> = {
    day: today,
    week: startOfWeek(now),
    month: startOfMonth(now),
    year: startOfYear(now),
    quarter: startOfMonth(now, -(new Date(now).getUTCMonth() % 3)),
    morning: today + 6 * HOUR_MS,
    afternoon: today + 12 * HOUR_MS,
    evening: today + 18 * HOUR_MS,
  };
  const from = starts[unit] ?? today;
  const ends: Readonly<Record<string, number>> = {
    morning: today + 12 * HOUR_MS,
    afternoon: today + 18 * HOUR_MS,
  };
  return period(from, ends[unit] ?? now + 1, `this ${unit}`);
}

function readMonth(
  name: string,
  year: string | null,
  now: EpochMs,
): { readonly from: number; readonly to: number; readonly text: string } | null {
  const month = MONTHS.findIndex((one) => one.startsWith(name.toLowerCase().replace(".", "").slice(0, 3)));
  if (month < 0) return null;
  const thisYear = new Date(now).getUTCFullYear();
  const chosen = year === null ? (Date.UTC(thisYear, month) > now ? thisYear - 1 : thisYear) : Number(year);
  return {
    from: Date.UTC(chosen, month),
    to: Date.UTC(chosen, month + 1),
    text: `${MONTHS[month]![0]!.toUpperCase()}${MONTHS[month]!.slice(1)} ${chosen}`,
  };
}

const CLOCK = `(\\d{1,2})(?::(\\d{2}))?(?: ?(${PART}))?`;
const WORD_HOUR = `(${SMALL_NUMBERS.slice(1, 13).join("|")}) (?:${PART})`;
const HOURS = 24;

/** Hours of the day. A bare number is none: `top 5` means something else. */
const HOUR_RULES: readonly Rule[] = [
  {
    pattern: pattern(`(?:between|from) ${CLOCK} (?:and|to|until|-) ${CLOCK}`),
    read: ([, first, firstMinute, firstPart, last, lastMinute, lastPart]) => {
      if ([firstMinute, firstPart, lastMinute, lastPart].every((one) => one === undefined)) return null;
      const from = toHour(Number(first), firstPart ?? lastPart);
      const to = toHour(Number(last), lastPart);
      if (from === null || to === null) return null;
      const length = (to - from + HOURS) % HOURS || HOURS;
      return { hours: Array.from({ length }, (_, index) => (from + index) % HOURS) };
    },
  },
  {
    pattern: pattern(`(?:(?:at|around|about|near|by|of|the) )*(\\d{1,2})(?::(\\d{2}))? ?(${PART})`),
    read: ([, hour, , part]) => toHours(Number(hour), part),
  },
  {
    pattern: pattern("(?:(?:at|around|about|near|by) )*([01]?\\d|2[0-3]):\\d{2}(?: ?(?:utc|h))?"),
    read: ([, hour]) => toHours(Number(hour), undefined),
  },
  {
    pattern: pattern(`(?:(?:at|around|about|near|by) )*${WORD_HOUR}`),
    read: ([whole, word]) => toHours(SMALL_NUMBERS.indexOf(word!.toLowerCase()), whole!),
  },
  {
    pattern: pattern(
      `(?:at|around|about|near) (${SMALL_NUMBERS.slice(1, 13).join("|")}|\\d{1,2})(?! ?(?:${UNIT}|of)\\b)`,
    ),
    read: ([whole, hour], _now, text) => {
      const part = /\b(?:night|morning|afternoon|evening)/i.exec(text)?.[0];
      if (part === undefined) return null;
      const word = SMALL_NUMBERS.indexOf(hour!.toLowerCase());
      return toHours(word >= 0 ? word : Number(hour), part === "night" ? `at ${part}` : whole + part);
    },
  },
  { pattern: pattern("(?:(?:at|around|about|near|by) )*midnight"), read: () => ({ hours: [0] }) },
  { pattern: pattern("(?:(?:at|around|about|near|by) )*(?:noon|midday)"), read: () => ({ hours: [12] }) },
];

function toHours(hour: number, part: string | undefined): Reading | null {
  const one = toHour(hour, part);
  return one === null ? null : { hours: [one] };
}

function toHour(hour: number, part: string | undefined): number | null {
  if (!(hour >= 0 && hour < HOURS)) return null;
  const said = part?.toLowerCase() ?? "";
  const isAfternoon = /p\.?m|afternoon|evening/.test(said) || (/at night/.test(said) && hour >= 6);
  const isMorning = /a\.?m|morning/.test(said) || (/at night/.test(said) && hour < 6);
  if (hour === 12 && (isMorning || /at night/.test(said))) return 0;
  return isAfternoon && hour < 12 ? hour + 12 : hour;
}

/** Texts without any of these say nothing of time: most don't, and the patterns are many. */
const MAY_SAY_TIME = new RegExp(
  `\\d|night|noon|midday|ever|total|all time|overall|beginning|o'?clock|last|past|previous|recent|latest|prior|this|ago|back|before|[ap]\\.?m\\b|morning|afternoon|evening|${[...MONTHS.map((month) => month.slice(0, 3)), ...WEEKDAYS].join("|")}|yesterday|yday|today|since|until|weekend|half|now|gone|date|\\b(?:${WEEKDAYS.map((day) => day.slice(0, 3)).join("|")})`,
  "i",
);

/** What a question says about time, in UTC, relative to `now`. */
export function readTime(question: string, now: EpochMs): SaidTime {
  if (!MAY_SAY_TIME.test(question)) return { period: null, text: null, hours: null, rest: question };
  let rest = writeOut(question);
  let hours: readonly number[] | null = null;
  for (const rule of HOUR_RULES) {
    const match = rule.pattern.exec(rest);
    const reading = match === null ? null : rule.read(match, now, rest);
    if (match === null || reading === null) continue;
    hours = reading.hours ?? null;
    rest = cut(rest, match);
    break;
  }
  for (const rule of PERIOD_RULES) {
    const match = rule.pattern.exec(rest);
    const reading = match === null ? null : rule.read(match, now, rest);
    if (match === null || reading?.period === undefined) continue;
    return { period: reading.period, text: reading.text ?? null, hours, rest: cut(rest, match) };
  }
  return { period: null, text: null, hours, rest };
}

const cut = (text: string, match: RegExpExecArray): string =>
  `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.replace(/ {2,}/g, " ").trim();
