import {
  ACTION_CLASSES,
  type ActionClass,
  SEVERITIES,
  type Severity,
  TACTICS,
  toCurrentTechnique,
} from "../../domain/index.ts";

/** What can be told from the words alone, without looking at what is stored; null: it is not said. */
export interface Patterns {
  readonly technique: string | null;
  readonly region: string | null;
  readonly address: string | null;
  readonly tactic: string | null;
  readonly minSeverity: Severity | null;
  readonly limit: number | null;
}

const REGION =
  /\b(?:us|eu|ap|sa|ca|me|af|cn|il|mx)(?:-(?:gov|iso[a-z]?))?-(?:(?:north|south|east|west|central)+)-\d{1,2}\b/i;
const ADDRESS =
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/i;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/i;
const SEVERITY =
  /\b(critical|hi(?:gh)?|medium|low|info(?:rmational)?)(?:[- ](?:or (?:above|higher|worse)|and (?:above|up)|plus))?[- ](?:sev(?:erity)?|priority|level)?\s?(?=(?:finding|incident|alert|anomal|detection|case|one|severity|event)s?|sev(?:erity)?\b)|\bseverity (?:is |of |at least )?(critical|high|medium|low|info)\b|\b(high|medium|low) (?:and|or|&|\/|to) (?:critical|high|medium)\b|\b(crit(?:s|ical(?:s|ly)?|cal|ial|icle|cial)?)\b/i;
const LIMIT =
  /\b(?:top|first|worst|best|latest|last|riskiest)[- ](\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twenty)\b(?! ?-?(?:min|hour|hr|h\b|day|d\b|night|week|wk|month|quarter|year))|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twenty)(?= (?:most|riskiest|worst|top|highest|biggest|users|people|persons|employees|accounts|identities|actors|findings|incidents|alerts|cases|regions|countries|things))/i;
const LIMIT_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const LIMIT_MAX = 50;

/** What is left of a question. */
export class Rest {
  rest: string;
  constructor(text: string) {
    this.rest = text;
  }
  take(pattern: RegExp): string | null {
    const found = pattern.exec(this.rest)?.[0] ?? null;
    if (found !== null) this.cut(found);
    return found;
  }
  takeBy(read: (rest: string) => { readonly value: string; readonly text: string } | null): string | null {
    const found = read(this.rest);
    if (found !== null) this.cut(found.text);
    return found?.value ?? null;
  }
  /** A name as it was looked up: `first.last`, where the text may say `first last`. */
  cutName(name: string): void {
    const spaced = name.replaceAll(".", " ");
    this.cut(!this.rest.includes(name) && this.rest.includes(spaced) ? spaced : name);
  }
  cut(text: string): void {
    this.rest = this.rest.replace(text, " ").replace(/ {2,}/g, " ").trim();
  }
}

/** Takes what it finds out of the text, but for severities: their words also say what is asked. */
export function readPatterns(text: Rest): Patterns {
  const technique = text.take(TECHNIQUE);
  const region = text.take(REGION);
  const address = text.take(ADDRESS);
  const tactic = text.takeBy(readTactic);
  const severity = SEVERITY.exec(text.rest);
  const limit = LIMIT.exec(text.rest);
  if (limit !== null) text.cut(limit[0].replace(/^(?:worst|riskiest|latest)[- ]/i, ""));
  return {
    technique: technique === null ? null : toCurrentTechnique(technique),
    region: region?.toLowerCase() ?? null,
    address,
    tactic,
    minSeverity: toSeverity(severity),
    limit: limit === null ? null : toLimit(limit[1] ?? limit[2]!),
  };
}

/** Said as a thing of its own: "exfiltration" alone asks for transfers; names of several words are clear. */
const TACTIC_PATTERNS = TACTICS.flatMap(({ id, name }) => [
  { id, pattern: new RegExp(`\\b(?:${id}|(?:tactic )${name}|${name} (?:tactic|techniques?))\\b`, "i") },
  ...(name.includes(" ") ? [{ id, pattern: new RegExp(`\\b${name}\\b`, "i") }] : []),
]);

function readTactic(rest: string): { readonly value: string; readonly text: string } | null {
  for (const { id, pattern } of TACTIC_PATTERNS) {
    const found = pattern.exec(rest);
    if (found !== null) return { value: id, text: found[0] };
  }
  return null;
}

function toSeverity(match: RegExpExecArray | null): Severity | null {
  const said = (match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4])?.toLowerCase();
  if (said?.startsWith("crit") === true) return "critical";
  if (said === "hi") return "high";
  return SEVERITIES.find((one) => said?.startsWith(one)) ?? null;
}

function toLimit(text: string): number {
  const word = text.toLowerCase();
  const count =
    word === "twenty" ? 20 : LIMIT_WORDS.includes(word) ? LIMIT_WORDS.indexOf(word) + 2 : Number(word);
  return Math.min(Math.max(count, 1), LIMIT_MAX);
}

const ACTION_CLASS_WORDS: Readonly<Record<ActionClass, RegExp>> = {
  download: /\bdownload/i,
  upload: /\bupload/i,
  login: /\b(?:log[- ]?ins?|logons?|sign[- ]?ins?|logg(?:ed|ing)[- ]?(?:in|on)|sign(?:ed|ing) in|log on)\b/i,
  logout: /\b(?:log[- ]?outs?|sign[- ]?outs?)\b/i,
  delete: /\b(?:delet|remov|destr(?:oy|uct)|eras(?:e|ed|ing|ure)\b|wip(?:e|ed|ing)\b|purg(?:e|ed|ing)\b)\w*/i,
  view: /\b(?:views?|reads?)\b/i,
  admin: /\badmin(?:istrative|istration)? (?:actions?|calls?|changes?)\b/i,
};

/** What kind of action a text speaks of; null: of none. */
export const readActionClass = (text: string): ActionClass | null =>
  ACTION_CLASSES.find((one) => ACTION_CLASS_WORDS[one].test(text)) ?? null;
