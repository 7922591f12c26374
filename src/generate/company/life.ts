import { branchSeed, createDice, type Dice } from "../random.ts";
import { ABROAD, addressIn, type Country, SITES } from "./network.ts";
import { createTools, type Person, TEAMS, type Team } from "./person.ts";

/** Days [from, until), counted from the start of the log. */
export interface DaySpan {
  readonly from: number;
  readonly until: number;
}

/** A week somewhere else. */
export interface Trip extends DaySpan {
  readonly country: Country;
  readonly address: string;
}

/** What changes for one person: not a habit, and no attack either. */
export interface Life {
  readonly trip: Trip | null;
  readonly holiday: DaySpan | null;
  /** From a day on they work with another machine. */
  readonly tools: ({ readonly from: number } & Pick<Person, "userAgents" | "consoleAgent">) | null;
  /** From a day on their user signs with another key. */
  readonly key: { readonly from: number; readonly accessKeyId: string } | null;
}

/** What changes for many at once. */
export interface Upheaval {
  /** An office, with the network that all of it goes through, gets another provider. */
  readonly office: { readonly site: string; readonly from: number; readonly address: string };
  /** A team moves its work to another region. */
  readonly region: { readonly team: Team; readonly from: number; readonly region: string };
  /** A day off for a whole country. */
  readonly publicHoliday: { readonly site: string; readonly day: number };
}

const BRANCH = { life: 61, upheaval: 62, home: 63 } as const;
const QUIET: Life = { trip: null, holiday: null, tools: null, key: null };

/** Shares of people to whom it happens in sixty days; to one at the least. */
const SHARES = { trip: 0.06, holiday: 0.1, tools: 0.04, key: 0.06 } as const;
const SHARE_DAYS = 60;
/** In logs shorter than this nothing changes: there is nothing usual yet that could. */
const DAYS_MIN = 6;

export interface LifeOptions {
  readonly seed: number;
  readonly days: number;
  readonly people: readonly Person[];
}

/** Draws who travels, rests, gets a new machine or a new key, and when; by the person's number. */
export function createLives({ seed, days, people }: LifeOptions): ReadonlyMap<number, Life> {
  const lives = new Map<number, Life>();
  const settled = people
    .slice(TEAMS.length)
    .filter((person) => (person.joinsOnDay ?? person.leavesOnDay) === null);
  if (days < DAYS_MIN || settled.length === 0) return lives;
  const dice = createDice(branchSeed(seed, BRANCH.life));
  const change = (
    share: number,
    candidates: readonly Person[],
    toLife: (person: Person, day: number) => Partial<Life>,
  ) => {
    if (candidates.length === 0) return;
    const count = Math.max(1, Math.round((candidates.length * share * days) / SHARE_DAYS));
    for (let i = 0; i < count; i++) {
      const person = dice.pick(candidates);
      // The first of a kind in the second half, when it is known what is usual; the others at any time.
      const day = i === 0 ? dice.between(Math.ceil(days / 2), days - 2) : dice.between(1, days - 2);
      lives.set(person.number, { ...(lives.get(person.number) ?? QUIET), ...toLife(person, day) });
    }
  };
  change(SHARES.trip, settled, (person, from) => ({ trip: createTrip(dice, person, from) }));
  change(SHARES.holiday, settled, (_, from) => ({ holiday: { from, until: from + dice.between(7, 14) } }));
  change(SHARES.tools, settled, (person, from) => ({ tools: { from, ...createTools(dice, person.team) } }));
  const users = settled.filter(({ signIn }) => signIn === "iam-user");
  change(SHARES.key, users, (_, from) => ({ key: { from, accessKeyId: `AKIA${dice.code(16)}` } }));
  return lives;
}

function createTrip(dice: Dice, person: Person, from: number): Trip {
  const country = dice.pick(ABROAD.filter(({ code }) => code !== person.country.code));
  return {
    from,
    until: from + dice.between(4, 7),
    country,
    address: addressIn(dice, dice.pick(country.mobile)),
  };
}

export function createUpheaval(seed: number, days: number, regions: readonly string[]): Upheaval {
  const dice = createDice(branchSeed(seed, BRANCH.upheaval));
  const day = (): number => dice.between(Math.ceil(days / 2), Math.max(Math.ceil(days / 2), days - 3));
  const [site] = dice.pick(SITES);
  return {
    office: { site: site.code, from: day(), address: addressIn(dice, dice.pick(site.access)) },
    region: { team: dice.pick(["data", "support"]), from: day(), region: regions.at(-1)! },
    publicHoliday: { site: dice.pickWeighted(SITES).code, day: dice.between(2, Math.max(2, days - 1)) },
  };
}

/** Where somebody's home is on the network on a day: providers change addresses, inside of their blocks. */
export function homeAddressOn(seed: number, person: Person, day: number): string {
  if (person.homeLeaseDays === null) return person.homeAddress;
  const lease = Math.floor((day + person.number) / person.homeLeaseDays);
  return addressIn(createDice(branchSeed(seed, BRANCH.home, person.number, lease)), person.homeBlock);
}

export const isWithin = (span: DaySpan | null, day: number): boolean =>
  span !== null && day >= span.from && day < span.until;
