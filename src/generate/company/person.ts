import type { Dice } from "../random.ts";

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
  readonly homeAddress: string;
  readonly officeAddress: string;
  /** Share of days in the office. */
  readonly officeShare: number;
  /** Tasks of a usual day. */
  readonly tasksPerDay: number;
  readonly userAgents: readonly (readonly [userAgent: string, weight: number])[];
  readonly consoleAgent: string;
  readonly accessKeyId: string;
  readonly principalId: string;
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
/** Where teams live: the hours from UTC, with weights. */
const OFFSETS: readonly (readonly [number, number])[] = [
  [1, 6],
  [0, 2],
  [-5, 3],
  [5.5, 2],
];

const CLI =
  "aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off";
const CLI_LINUX =
  "aws-cli/2.15.38 md/awscrt#0.19.19 ua/2.0 os/linux#6.5.0 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard";
const BOTO =
  "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#5.15.0 md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.131";
const SDK_JS = "aws-sdk-js/3.598.0 ua/2.0 os/darwin#23.5.0 lang/js md/nodejs#20.14.0 api/s3#3.598.0";
const BROWSERS = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 Edg/127.0.0.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
];
/** The tools of a team, with weights; the same tools that attackers carry. */
const AGENTS: Readonly<Record<Team, readonly (readonly [string, number])[]>> = {
  engineering: [
    [CLI, 5],
    [SDK_JS, 2],
    [BOTO, 1],
    [CLI_LINUX, 2],
  ],
  data: [
    [BOTO, 6],
    [CLI, 2],
    [CLI_LINUX, 2],
  ],
  platform: [
    [CLI, 4],
    [CLI_LINUX, 4],
    [BOTO, 1],
  ],
  finance: [[CLI, 1]],
  support: [
    [CLI, 1],
    [CLI_LINUX, 1],
  ],
  security: [
    [CLI, 3],
    [BOTO, 2],
  ],
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

export function createPeople(dice: Dice, options: PeopleOptions): readonly Person[] {
  const offices = new Map(OFFSETS.map(([offset]) => [offset, createAddress(dice)]));
  const names = new Set<string>();
  return Array.from({ length: options.count }, (_, number) => {
    const name = createName(dice, names);
    const team = number < TEAMS.length ? TEAMS[number]! : dice.pickWeighted(TEAM_SHARES);
    const utcOffset = dice.pickWeighted(OFFSETS);
    const startHour = dice.between(7, 10);
    return {
      number,
      name,
      email: `${name.toLowerCase().replace(" ", ".")}@${options.domain}`,
      team,
      signIn: dice.chance(team === "platform" || team === "data" ? 0.3 : 0.12)
        ? "iam-user"
        : "single-sign-on",
      utcOffset,
      startHour,
      endHour: startHour + dice.between(8, 10),
      workdays: dice.chance(0.85) ? [0, 1, 2, 3, 4] : [0, 1, 2, 3],
      homeAddress: createAddress(dice),
      officeAddress: offices.get(utcOffset)!,
      officeShare: dice.pick([0, 0.2, 0.4, 0.6, 0.9]),
      tasksPerDay: TASKS_PER_DAY[team] * (0.5 + dice.next()),
      userAgents: AGENTS[team],
      consoleAgent: dice.pick(BROWSERS),
      accessKeyId: `AKIA${dice.code(16)}`,
      principalId: `AIDA${dice.code(17)}`,
      joinsOnDay: dice.chance(0.04) ? dice.between(1, Math.max(1, options.days - 5)) : null,
      leavesOnDay: dice.chance(0.03) ? dice.between(Math.max(1, options.days >> 1), options.days) : null,
    };
  });
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

/** First octets of address blocks that are given to access providers; nobody in particular is meant. */
const BLOCKS = [
  31, 46, 62, 77, 78, 80, 81, 82, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 109, 176, 178, 188, 212, 213,
  217,
];

/** A public IPv4 address, from the same blocks for everybody: no range belongs to attackers alone. */
export const createAddress = (dice: Dice): string =>
  `${dice.pick(BLOCKS)}.${dice.between(0, 255)}.${dice.between(0, 255)}.${dice.between(1, 254)}`;
