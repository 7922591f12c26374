import type { Dice } from "../random.ts";
import { ABROAD, addressIn, type Block, type Country, SITES } from "./network.ts";

export const TEAMS = ["engineering", "data", "platform", "finance", "support", "security"] as const;
export type Team = (typeof TEAMS)[number];

/** How somebody signs in: a single-sign-on role, or an IAM user with long-lived keys. */
export type SignIn = "single-sign-on" | "iam-user";

/** Somebody who works with the account, with habits that hold for months. */
export interface Person {
  readonly number: number;
  readonly name: string;
  readonly email: string;
  readonly team: Team;
  readonly signIn: SignIn;
  /** Hours between UTC and where they live. */
  readonly utcOffset: number;
  /** Local hours of a usual day. */
  readonly startHour: number;
  readonly endHour: number;
  /** 0 = Monday. */
  readonly workdays: readonly number[];
  readonly country: Country;
  /** Works for the company from a country without an office. */
  readonly isAbroad: boolean;
  readonly homeAddress: string;
  readonly homeBlock: Block;
  /** Days after which the provider gives the home another address of the block; null: never. */
  readonly homeLeaseDays: number | null;
  readonly mobileBlock: Block;
  readonly officeAddress: string;
  /** Share of days in the office. */
  readonly officeShare: number;
  /** Tasks of a usual day. */
  readonly tasksPerDay: number;
  /** What they call with on their own machine, and at times on a server. */
  readonly userAgents: readonly (readonly [userAgent: string, weight: number])[];
  readonly consoleAgent: string;
  readonly accessKeyId: string;
  readonly principalId: string;
  /** Signs in with a second factor; only users of the account itself can do without. */
  readonly usesMfa: boolean;
  /** Days from the start on which they begin and leave; null: there all the time. */
  readonly joinsOnDay: number | null;
  readonly leavesOnDay: number | null;
}

const FIRST =
  "Ada Amir Anna Ben Bruno Carla Chen Clara Daniel Dana Elif Emil Erik Eva Farid Fiona Gabriel Greta Hana Hugo Ines Ivan Jana Jonas Julia Kai Karim Lara Leo Lina Luca Maja Marco Maria Mehmet Mila Nadia Nils Nora Olga Omar Otto Paul Petra Priya Quinn Rafael Rosa Ruben Sara Sofia Stefan Tara Theo Tomas Uma Vera Viktor Wanda Xenia Yusuf Zoe".split(
    " ",
  );
const LAST =
  "Adler Bauer Becker Berg Bianchi Brandt Costa Cruz Dubois Eriksen Farkas Fischer Fontana Garcia Haas Hansen Hartmann Horvat Ivanova Jansen Kaya Keller Klein Koch Kowalski Krause Lang Larsen Lehmann Lopez Maier Marin Moreau Moser Nagy Novak Olsen Patel Peters Petrov Popa Ricci Roth Rossi Sato Schmidt Silva Singh Sommer Stein Tanaka Torres Vogel Wagner Weber Winter Wolf Yilmaz Zhang Zimmer".split(
    " ",
  );

/** Share of each team in a company. */
const TEAM_SHARES: readonly (readonly [Team, number])[] = [
  ["engineering", 0.42],
  ["data", 0.16],
  ["platform", 0.12],
  ["finance", 0.12],
  ["support", 0.13],
  ["security", 0.05],
];
const PYTHON = "md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard";
const CLI_MAC =
  "aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off";
const CLI_MAC_OLD =
  "aws-cli/2.13.5 md/awscrt#0.16.26 ua/2.0 os/macos#22.6.0 md/arch#arm64 lang/python#3.11.4 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off";
const CLI_WINDOWS = `aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/windows#10 ${PYTHON} md/prompt#off`;
const CLI_LINUX = `aws-cli/2.15.38 md/awscrt#0.19.19 ua/2.0 os/linux#6.5.0 ${PYTHON}`;
const CLI_LINUX_NEW = `aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.0 ${PYTHON}`;
const BOTO = `Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#5.15.0 ${PYTHON} Botocore/1.34.131`;
const BOTO_NEW = `Boto3/1.34.149 md/Botocore#1.34.149 ua/2.0 os/linux#6.8.0 ${PYTHON} Botocore/1.34.149`;
const SDK_JS = "aws-sdk-js/3.598.0 ua/2.0 os/darwin#23.5.0 lang/js md/nodejs#20.14.0 api/s3#3.598.0";
const SDK_JS_OLD = "aws-sdk-js/3.515.0 ua/2.0 os/linux#5.15.0 lang/js md/nodejs#18.19.1 api/s3#3.515.0";

/** What is on people's machines. */
export const BROWSERS = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 Edg/127.0.0.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
];
export const COMMAND_LINES = [CLI_MAC, CLI_MAC_OLD, CLI_WINDOWS, CLI_LINUX, CLI_LINUX_NEW];
const SCRIPTS: Readonly<Record<Team, readonly string[]>> = {
  engineering: [SDK_JS, SDK_JS_OLD, BOTO, BOTO_NEW],
  data: [BOTO, BOTO_NEW],
  platform: [BOTO, CLI_LINUX, CLI_LINUX_NEW],
  finance: [],
  support: [CLI_LINUX],
  security: [BOTO, BOTO_NEW],
};
/** How much of the work is done by scripts. */
const SCRIPT_SHARES: Readonly<Record<Team, number>> = {
  engineering: 0.3,
  data: 0.6,
  platform: 0.4,
  finance: 0,
  support: 0.2,
  security: 0.3,
};
const TASKS_PER_DAY: Readonly<Record<Team, number>> = {
  engineering: 7,
  data: 6,
  platform: 8,
  finance: 3,
  support: 4,
  security: 5,
};

export interface PeopleOptions {
  readonly count: number;
  readonly days: number;
  readonly domain: string;
}

/** One in so many people works from a country without an office. */
const ABROAD_EVERY = 12;

export function createPeople(dice: Dice, options: PeopleOptions): readonly Person[] {
  const offices = new Map(SITES.map(([site]) => [site.code, addressIn(dice, dice.pick(site.access))]));
  const names = new Set<string>();
  return Array.from({ length: options.count }, (_, number) => {
    const team = number < TEAMS.length ? TEAMS[number]! : dice.pickWeighted(TEAM_SHARES);
    const isAbroad = number % ABROAD_EVERY === ABROAD_EVERY - 1;
    const country = isAbroad ? dice.pick(ABROAD) : dice.pickWeighted(SITES);
    return {
      number,
      team,
      ...createIdentity(dice, { name: createName(dice, names), team, domain: options.domain, number }),
      ...createHours(dice, country),
      country,
      isAbroad,
      ...createHome(dice, country),
      officeAddress: offices.get(country.code) ?? offices.get(SITES[0]![0].code)!,
      officeShare: isAbroad ? 0 : dice.pick([0, 0.2, 0.4, 0.6, 0.9]),
      tasksPerDay: TASKS_PER_DAY[team] * (0.5 + dice.next()),
      ...createTools(dice, team),
      ...createStay(dice, options.days, number),
    };
  });
}

function createIdentity(
  dice: Dice,
  given: Pick<Person, "name" | "team" | "number"> & { readonly domain: string },
): Pick<Person, "name" | "email" | "signIn" | "accessKeyId" | "principalId" | "usesMfa"> {
  const { name, team, number, domain } = given;
  const userShare = team === "platform" || team === "data" ? 0.3 : 0.1;
  return {
    name,
    email: `${name.toLowerCase().replaceAll(" ", ".")}@${domain}`,
    // However small the company, some have a user of their own.
    signIn: number % 9 === 7 || dice.chance(userShare) ? "iam-user" : "single-sign-on",
    accessKeyId: `AKIA${dice.code(16)}`,
    principalId: `AIDA${dice.code(17)}`,
    usesMfa: dice.chance(0.9),
  };
}

function createHours(
  dice: Dice,
  { utcOffset }: Country,
): Pick<Person, "utcOffset" | "startHour" | "endHour" | "workdays"> {
  const startHour = dice.between(7, 10);
  return {
    utcOffset,
    startHour,
    endHour: startHour + dice.between(8, 10),
    workdays: dice.chance(0.85) ? [0, 1, 2, 3, 4] : [0, 1, 2, 3],
  };
}

function createHome(
  dice: Dice,
  country: Country,
): Pick<Person, "homeBlock" | "homeAddress" | "homeLeaseDays" | "mobileBlock"> {
  const homeBlock = dice.pick(country.access);
  return {
    homeBlock,
    homeAddress: addressIn(dice, homeBlock),
    homeLeaseDays: dice.chance(0.6) ? null : dice.between(6, 24),
    mobileBlock: dice.pick(country.mobile),
  };
}

/** A command line, a browser, and often a tool for scripts: few people use more. */
export function createTools(dice: Dice, team: Team): Pick<Person, "userAgents" | "consoleAgent"> {
  const scripts = SCRIPTS[team];
  const share = SCRIPT_SHARES[team] * (0.5 + dice.next());
  return {
    userAgents: [
      [dice.pick(COMMAND_LINES), 1 - Math.min(0.9, share)],
      ...(scripts.length === 0 ? [] : [[dice.pick(scripts), share] as const]),
    ],
    consoleAgent: dice.pick(BROWSERS),
  };
}

/** However small the company, somebody joins and somebody leaves, as long as there are days for it. */
function createStay(dice: Dice, days: number, number: number): Pick<Person, "joinsOnDay" | "leavesOnDay"> {
  const joins = dice.chance(0.04) || number === TEAMS.length + 2;
  const leaves = dice.chance(0.03) || number === TEAMS.length + 5;
  const joinsOnDay = joins ? dice.between(1, Math.max(1, days - 5)) : null;
  const leavesOnDay = leaves ? dice.between(Math.max(1, days >> 1), days) : null;
  return { joinsOnDay, leavesOnDay: joinsOnDay === null ? leavesOnDay : null };
}

function createName(dice: Dice, taken: Set<string>): string {
  for (let tries = 0; ; tries++) {
    const name = `${dice.pick(FIRST)} ${dice.pick(LAST)}${tries > 20 ? ` ${dice.between(2, 99)}` : ""}`;
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}
