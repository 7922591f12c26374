import { DAY_OF_MONTH, ISO, MONTH, SLASHED, WEEKDAYS } from "./time-words.ts";

const ORDINAL_WORDS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(
    " ",
  );
const ORDINAL_DAY = new RegExp(
  `\\b(${ORDINAL_WORDS.toReversed().join("|").replaceAll("-", "[- ]")})(?= (?:of )?(?:${MONTH})\\b)`,
  "gi",
);
const SHORT_WEEKDAY = new RegExp(
  `\\b(on|since|last|this|until|till|before|after|from|to|and) (${WEEKDAYS.map((day) => day.slice(0, 3)).join("|")})(?:s|r|rs)?\\b(?!d)`,
  "gi",
);
const DAYS_OF_MONTH = new RegExp(
  `\\b(from|between) (?:the )?(${DAY_OF_MONTH}) (to|and|until|till|through|-) (?:the )?(${DAY_OF_MONTH})(?: of)? (${MONTH}(?:,? \\d{4})?)`,
  "i",
);

/** A date says more than its weekday. */
const WEEKDAY_OF_DATE = new RegExp(
  `\\b(?:${WEEKDAYS.map((day) => `${day.slice(0, 3)}(?:${day.slice(3)})?`).join("|")}),? (?=(?:the )?${DAY_OF_MONTH}(?: of)? ${MONTH}|${MONTH} (?:the )?${DAY_OF_MONTH}|${ISO}|${SLASHED}|the \\d)`,
  "gi",
);

/** With what something is compared is not when it is asked about. */
const COMPARED_WITH =
  /\b(than|opposed to|compared (?:with|to)|relative to|versus|vs\.?|compare(?:s|d)? .{1,40}? (?:with|to|and)) (?:(?:in|the|it was|those of|that of) )*(?:last|previous|prior|preceding) (?:day|week|month|quarter|year|fortnight)(?:['’]s)?\b/i;

/** A question with its times in forms that the patterns of periods know. */
export const writeOut = (question: string): string =>
  question
    .replace(ORDINAL_DAY, (word) => `${ORDINAL_WORDS.indexOf(word.toLowerCase().replace(" ", "-")) + 1}th`)
    .replace(
      SHORT_WEEKDAY,
      (_, before: string, short: string) =>
        `${before} ${WEEKDAYS.find((day) => day.startsWith(short.toLowerCase()))!}`,
    )
    .replace(COMPARED_WITH, "$1 before")
    .replace(WEEKDAY_OF_DATE, "")
    .replace(DAYS_OF_MONTH, "$1 $2 $5 $3 $4 $5")
    .replace(/\bhalf (?:an )?hour\b/i, "30 minutes");
