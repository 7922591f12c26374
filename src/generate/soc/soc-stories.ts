import { branchSeed, createDice, type Dice } from "../random.ts";
import { DAY_MS } from "../routine/person-day.ts";
import type { LabelledRow } from "../table/labelled-row.ts";
import { RARE_REGION, SOC_REGIONS, type SocDeed, type SocUser, toSocRow } from "./soc-row.ts";

const HOUR_MS = 3_600_000;
const BRANCH_STORIES = 63;
/** Days at the start without an attack. */
const QUIET_DAYS = 14;

interface SocScene {
  readonly user: SocUser;
  readonly dice: Dice;
  /** Midnight UTC of the day. */
  readonly dayAt: number;
}

interface SocStory {
  readonly name: string;
  /** One sentence: what happens. */
  readonly plot: string;
  tell(scene: SocScene): readonly SocDeed[];
}

interface Plot {
  readonly steps: number;
  /** Hours of the day, UTC, in which it happens. */
  readonly hours: readonly [from: number, to: number];
  readonly region?: string;
  readonly isElsewhere?: boolean;
  readonly action: (dice: Dice) => SocDeed["action"];
  readonly megabytes: (dice: Dice) => number;
}

function play({ user, dice, dayAt }: SocScene, plot: Plot): readonly SocDeed[] {
  const [from, to] = plot.hours;
  const address = plot.isElsewhere === true ? dice.pick(user.otherAddresses) : user.address;
  return Array.from({ length: plot.steps }, () => {
    const action = plot.action(dice);
    const moves = action === "download" || action === "upload";
    return {
      at: dayAt + Math.floor((from + (to - from) * dice.next()) * HOUR_MS),
      user: user.name,
      action,
      megabytes: moves ? plot.megabytes(dice) : 0,
      region: plot.region ?? user.region,
      address,
      device: user.device,
    };
  });
}

export const SOC_STORIES: readonly SocStory[] = [
  {
    name: "large-download",
    plot: "Downloads of more than 800 MB each, in usual hours.",
    tell: (scene) =>
      play(scene, {
        steps: scene.dice.between(3, 6),
        hours: [scene.user.startHour, scene.user.startHour + 9],
        action: () => "download",
        megabytes: (dice) => 850 + dice.lognormal(600, 0.6),
      }),
  },
  {
    name: "night-download",
    plot: "Downloads between two and four in the morning.",
    tell: (scene) =>
      play(scene, {
        steps: scene.dice.between(4, 8),
        hours: [2, 4],
        action: () => "download",
        megabytes: (dice) => dice.lognormal(250, 0.5),
      }),
  },
  {
    name: "foreign-login",
    plot: "Somebody signs in from a region in which they never are, and looks around.",
    tell: (scene) =>
      play(scene, {
        steps: scene.dice.between(3, 6),
        hours: [0, 24],
        region: scene.dice.pick(SOC_REGIONS.filter((region) => region !== scene.user.region)),
        isElsewhere: true,
        action: (dice) =>
          dice.pickWeighted([
            ["login", 3],
            ["view", 3],
            ["download", 1],
          ]),
        megabytes: (dice) => dice.lognormal(120, 0.6),
      }),
  },
  {
    name: "high-risk-region",
    plot: "Somebody signs in from the region with which the company has least to do, and takes data with them.",
    tell: (scene) =>
      play(scene, {
        steps: scene.dice.between(3, 6),
        hours: [0, 24],
        region: RARE_REGION,
        isElsewhere: true,
        action: (dice) =>
          dice.pickWeighted([
            ["login", 2],
            ["download", 3],
          ]),
        megabytes: (dice) => dice.lognormal(300, 0.6),
      }),
  },
  {
    name: "weekend-access",
    plot: "At a weekend or on a holiday somebody changes and deletes what they otherwise only read.",
    tell: (scene) => {
      const weekday = new Date(scene.dayAt).getUTCDay();
      // The Saturday or Sunday before.
      const dayAt = scene.dayAt - (weekday === 0 || weekday === 6 ? 0 : weekday * DAY_MS);
      return play(
        { ...scene, dayAt },
        {
          steps: scene.dice.between(4, 8),
          hours: [0, 24],
          action: (dice) => dice.pick(["admin", "delete", "download"]),
          megabytes: (dice) => dice.lognormal(200, 0.6),
        },
      );
    },
  },
];

export interface SocSeason {
  readonly seed: number;
  readonly days: number;
  readonly startAt: number;
  /** Names of the attack stories; all when null. */
  readonly stories: readonly string[] | null;
}

/** Attacks one after the other, in turn, until they have so many rows. */
export function tellSocStories(
  users: readonly SocUser[],
  season: SocSeason,
  rows: number,
): readonly LabelledRow[] {
  const dice = createDice(branchSeed(season.seed, BRANCH_STORIES));
  const wanted = SOC_STORIES.filter(({ name }) => season.stories === null || season.stories.includes(name));
  const told: LabelledRow[] = [];
  for (let turn = 0; told.length < rows && wanted.length > 0; turn++) {
    const story = wanted[turn % wanted.length]!;
    const day = dice.between(Math.min(QUIET_DAYS, season.days - 1), season.days - 1);
    const dayAt = season.startAt + day * DAY_MS;
    const deeds = story.tell({ user: dice.pick(users), dice, dayAt });
    // A story that would begin before the log is not told.
    if (deeds.some(({ at }) => at < season.startAt)) continue;
    told.push(...deeds.slice(0, rows - told.length).map((deed) => toSocRow(deed, story.name)));
  }
  return told;
}
