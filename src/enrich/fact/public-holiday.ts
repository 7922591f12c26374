import { DAY_MS, type EpochMs } from "../../domain/index.ts";

/** Days on which a whole country rests, by law, every year. */
interface Calendar {
  /** Month and day: `12-25`. */
  readonly fixed: readonly string[];
  /** Days from Easter Sunday of the Western church: -2 is Good Friday. */
  readonly easter: readonly number[];
  /** Month, day of the week from 0 (Monday), and which of them in that month; -1 is the last. */
  readonly weekdays?: readonly (readonly [month: number, weekday: number, nth: number])[];
}

const GOOD_FRIDAY = -2;
const EASTER = 0;
const EASTER_MONDAY = 1;
const ASCENSION = 39;
const PENTECOST = 49;
const WHIT_MONDAY = 50;
const CORPUS_CHRISTI = 60;

/**
 * By ISO 3166-1 alpha-2 code. Nationwide days alone: those of single states, regions and religions are left out, and so are
 * days that are given for one that falls on a weekend.
 */
const CALENDARS: Readonly<Record<string, Calendar>> = {
  AT: {
    fixed: ["01-01", "01-06", "05-01", "08-15", "10-26", "11-01", "12-08", "12-25", "12-26"],
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI],
  },
  AU: { fixed: ["01-01", "01-26", "04-25", "12-25", "12-26"], easter: [GOOD_FRIDAY, EASTER_MONDAY] },
  BE: {
    fixed: ["01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25"],
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  },
  BR: {
    fixed: ["01-01", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "11-20", "12-25"],
    easter: [GOOD_FRIDAY],
  },
  CA: { fixed: ["01-01", "07-01", "12-25"], easter: [GOOD_FRIDAY], weekdays: [[9, 0, 1]] },
  CH: { fixed: ["01-01", "08-01", "12-25"], easter: [ASCENSION] },
  CZ: {
    fixed: [
      "01-01",
      "05-01",
      "05-08",
      "07-05",
      "07-06",
      "09-28",
      "10-28",
      "11-17",
      "12-24",
      "12-25",
      "12-26",
    ],
    easter: [GOOD_FRIDAY, EASTER_MONDAY],
  },
  DE: {
    fixed: ["01-01", "05-01", "10-03", "12-25", "12-26"],
    easter: [GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  },
  DK: {
    fixed: ["01-01", "12-25", "12-26"],
    easter: [-3, GOOD_FRIDAY, EASTER, EASTER_MONDAY, ASCENSION, PENTECOST, WHIT_MONDAY],
  },
  ES: {
    fixed: ["01-01", "01-06", "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"],
    easter: [GOOD_FRIDAY],
  },
  FI: {
    fixed: ["01-01", "01-06", "05-01", "12-06", "12-25", "12-26"],
    easter: [GOOD_FRIDAY, EASTER, EASTER_MONDAY, ASCENSION, PENTECOST],
  },
  FR: {
    fixed: ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"],
    easter: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  },
  GB: {
    fixed: ["01-01", "12-25", "12-26"],
    easter: [GOOD_FRIDAY],
    weekdays: [
      [5, 0, 1],
      [5, 0, -1],
    ],
  },
  IE: {
    fixed: ["01-01", "03-17", "12-25", "12-26"],
    easter: [EASTER_MONDAY],
    weekdays: [
      [5, 0, 1],
      [6, 0, 1],
      [8, 0, 1],
      [10, 0, -1],
    ],
  },
  IN: { fixed: ["01-26", "08-15", "10-02"], easter: [] },
  IT: {
    fixed: ["01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"],
    easter: [EASTER, EASTER_MONDAY],
  },
  JP: {
    fixed: ["01-01", "02-11", "02-23", "04-29", "05-03", "05-04", "05-05", "08-11", "11-03", "11-23"],
    easter: [],
    weekdays: [
      [1, 0, 2],
      [7, 0, 3],
      [9, 0, 3],
      [10, 0, 2],
    ],
  },
  NL: {
    fixed: ["01-01", "04-27", "12-25", "12-26"],
    easter: [EASTER, EASTER_MONDAY, ASCENSION, PENTECOST, WHIT_MONDAY],
  },
  NO: {
    fixed: ["01-01", "05-01", "05-17", "12-25", "12-26"],
    easter: [-3, GOOD_FRIDAY, EASTER, EASTER_MONDAY, ASCENSION, PENTECOST, WHIT_MONDAY],
  },
  PL: {
    fixed: ["01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"],
    easter: [EASTER, EASTER_MONDAY, PENTECOST, CORPUS_CHRISTI],
  },
  PT: {
    fixed: ["01-01", "04-25", "05-01", "06-10", "08-15", "10-05", "11-01", "12-01", "12-08", "12-25"],
    easter: [GOOD_FRIDAY, EASTER, CORPUS_CHRISTI],
  },
  SE: {
    fixed: ["01-01", "01-06", "05-01", "06-06", "12-25", "12-26"],
    easter: [GOOD_FRIDAY, EASTER, EASTER_MONDAY, ASCENSION, PENTECOST],
  },
  US: {
    fixed: ["01-01", "06-19", "07-04", "11-11", "12-25"],
    easter: [],
    weekdays: [
      [1, 0, 3],
      [2, 0, 3],
      [5, 0, -1],
      [9, 0, 1],
      [10, 0, 2],
      [11, 3, 4],
    ],
  },
};

/** Codes of the countries whose days are known. */
export const HOLIDAY_COUNTRIES: readonly string[] = Object.keys(CALENDARS);

/** Years for which days are told: those in which the calendars above are about right. They also bound what is remembered. */
export const HOLIDAY_YEAR_MIN = 2000;
export const HOLIDAY_YEAR_MAX = 2099;

/** Numbers of days since 1970, by country and year: at most a few thousand of a dozen numbers each. */
const known = new Map<string, ReadonlySet<number>>();

/** Whether a country rests on the day in UTC. Null: its days are not known, or not those of that year. */
export function isPublicHoliday(country: string, at: EpochMs): boolean | null {
  if (!Object.hasOwn(CALENDARS, country)) return null;
  const year = new Date(at).getUTCFullYear();
  // Also of a time that is none.
  if (!(year >= HOLIDAY_YEAR_MIN && year <= HOLIDAY_YEAR_MAX)) return null;
  const key = `${country}${year}`;
  let days = known.get(key);
  if (days === undefined) {
    days = listDays(CALENDARS[country]!, year);
    known.set(key, days);
  }
  return days.has(Math.floor(at / DAY_MS));
}

function listDays({ fixed, easter, weekdays = [] }: Calendar, year: number): ReadonlySet<number> {
  const sunday = findEaster(year);
  return new Set([
    ...fixed.map((day) => Date.parse(`${year}-${day}`) / DAY_MS),
    ...easter.map((offset) => sunday + offset),
    ...weekdays.map(([month, weekday, nth]) => findWeekday(year, month, { weekday, nth })),
  ]);
}

/** Easter Sunday of the Gregorian calendar, as days since 1970, after the anonymous algorithm that Meeus prints. */
function findEaster(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leapCenturies = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - correction + 15) % 30;
  const ofCentury = year % 100;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * late + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1) / DAY_MS;
}

/** 1970-01-01 was a Thursday, day 3 of a week that begins on Monday. */
const weekdayOf = (day: number): number => (day + 3) % 7;

function findWeekday(
  year: number,
  month: number,
  { weekday, nth }: { readonly weekday: number; readonly nth: number },
): number {
  if (nth < 0) {
    const last = Date.UTC(year, month, 0) / DAY_MS;
    return last - ((weekdayOf(last) - weekday + 7) % 7);
  }
  const first = Date.UTC(year, month - 1, 1) / DAY_MS;
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}
