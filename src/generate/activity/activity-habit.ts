import type { Company } from "../company/company.ts";
import { createAddress } from "../company/network.ts";
import type { Person, Team } from "../company/person.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { type DayFrame, planWorkDay, type WorkDay } from "../routine/person-day.ts";
import type { Deed, Place } from "./activity-row.ts";

const BRANCH = { habit: 51, trip: 52 } as const;

/** Cities by hours from UTC: the first is where people live, the others where they travel. */
export const CITIES = [
  "Berlin",
  "London",
  "New York",
  "Mumbai",
  "Lisbon",
  "Singapore",
  "Toronto",
  "Lagos",
] as const;
const HOMES: ReadonlyMap<number, string> = new Map([
  [1, "Berlin"],
  [0, "London"],
  [-5, "New York"],
  [5.5, "Mumbai"],
]);

type Action = Deed["action"];

/** What each team does, with weights. */
export const ACTIONS: Readonly<Record<Team, readonly (readonly [Action, number])[]>> = {
  engineering: [
    ["view", 6],
    ["download", 2],
    ["upload", 2],
    ["delete", 0.4],
    ["admin", 0.3],
  ],
  data: [
    ["view", 4],
    ["download", 4],
    ["upload", 2],
    ["delete", 0.3],
  ],
  platform: [
    ["view", 4],
    ["admin", 3],
    ["upload", 1],
    ["delete", 0.5],
  ],
  finance: [
    ["view", 6],
    ["download", 3],
    ["upload", 1],
  ],
  support: [
    ["view", 8],
    ["download", 1],
    ["upload", 1],
    ["delete", 0.2],
  ],
  security: [
    ["view", 7],
    ["admin", 1],
    ["download", 1],
  ],
};

/** Median megabytes of an action; the others move none. */
export const MEGABYTES: ReadonlyMap<Action, number> = new Map([
  ["download", 4],
  ["upload", 2.5],
  ["view", 0.3],
]);

export interface ActivityHabit {
  readonly home: string;
  readonly device: Place["device"];
  readonly resources: readonly string[];
}

export function toActivityHabit(person: Person, { seed }: Company): ActivityHabit {
  const dice = createDice(branchSeed(seed, BRANCH.habit, person.number));
  return {
    home: HOMES.get(person.utcOffset) ?? CITIES[0],
    device: dice.pickWeighted([
      ["desktop", 8],
      ["tablet", 1],
      ["mobile", 1],
    ]),
    resources: Array.from({ length: 12 }, () => toResource(dice, person.team)),
  };
}

const KINDS = ["report", "design", "invoice", "dataset", "ticket", "contract", "config", "notes"];

export const toResource = (dice: Dice, team: Team): string =>
  `${team}/${dice.pick(KINDS)}-${dice.between(1, 400)}`;

/** Days of one journey, and how often a stretch of so many days is one. */
const TRIP_DAYS = 4;
const TRIP_SHARE = 0.05;

/** The day's work and the place of it: at home, in the office, or on a journey; null on a day off. */
export function planActivityDay(
  person: Person,
  frame: DayFrame,
): { readonly workDay: WorkDay; readonly place: Place } | null {
  const workDay = planWorkDay(person, frame);
  if (workDay === null) return null;
  const habit = toActivityHabit(person, frame.company);
  const trip = createDice(
    branchSeed(frame.company.seed, BRANCH.trip, person.number, Math.floor(frame.day / TRIP_DAYS)),
  );
  if (!trip.chance(TRIP_SHARE))
    return { workDay, place: { address: workDay.address, location: habit.home, device: habit.device } };
  const location = trip.pick(CITIES);
  return {
    workDay,
    place: { address: createAddress(trip), location, device: trip.pick(["mobile", "desktop"]) },
  };
}
