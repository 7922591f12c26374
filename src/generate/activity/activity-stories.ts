import type { Company, CompanyLogOptions } from "../company/company.ts";
import { addressIn } from "../company/network.ts";
import { planTellings, type Telling } from "../story/plan-tellings.ts";
import type { LabelledRow } from "../table/labelled-row.ts";
import { CITIES, toActivityHabit, toResource } from "./activity-habit.ts";
import { type Deed, type Place, toActivityRow } from "./activity-row.ts";

const HOUR_MS = 3_600_000;
const BRANCH_STORIES = 56;

interface ActivityStory {
  readonly name: string;
  /** One sentence: what happens. */
  readonly plot: string;
  readonly days: number;
  tell(scene: Scene): readonly Deed[];
}

interface Scene extends Telling {
  readonly own: Place;
  /** Another city; the devices and blocks of addresses are those of everybody. */
  readonly elsewhere: Place;
  /** The same hour where the person lives. */
  readonly atHour: (hour: number) => number;
}

type Step = Omit<Deed, "at" | "user">;

/** Steps of one user, one after the other, so many seconds apart. */
function act(
  scene: Scene,
  hour: number,
  plot: { readonly pauseSeconds: number; readonly steps: readonly Step[] },
): readonly Deed[] {
  let at = scene.atHour(hour) + scene.dice.between(0, 40 * 60) * 1000;
  return plot.steps.map((step) => {
    at += Math.ceil(-Math.log(1 - scene.dice.next()) * plot.pauseSeconds * 1000);
    return { ...step, at, user: scene.person.email };
  });
}

const repeat = (count: number, toStep: () => Step): readonly Step[] => Array.from({ length: count }, toStep);

export const ACTIVITY_STORIES: readonly ActivityStory[] = [
  {
    name: "account-takeover",
    plot: "At three in the morning somebody guesses a password from another city and changes settings.",
    days: 2,
    tell(scene) {
      const { dice, elsewhere: place } = scene;
      const steps: readonly Step[] = [
        { action: "login", place, failed: dice.between(4, 9) },
        ...repeat(dice.between(4, 8), () => ({
          action: "admin",
          place,
          resource: toResource(dice, "platform"),
        })),
      ];
      return act(scene, 27, { pauseSeconds: 45, steps });
    },
  },
  {
    name: "foreign-exfiltration",
    plot: "From an unusual place somebody signs in and downloads gigabytes of other teams' documents.",
    days: 2,
    tell(scene) {
      const { dice, elsewhere: place } = scene;
      const steps: readonly Step[] = [
        { action: "login", place, failed: dice.between(0, 2) },
        ...repeat(dice.between(15, 30), () => ({
          action: "download",
          place,
          resource: toResource(dice, dice.pick(["finance", "data", "engineering"])),
          megabytes: dice.lognormal(150, 0.5),
        })),
      ];
      return act(scene, dice.between(9, 21), { pauseSeconds: 60, steps });
    },
  },
  {
    name: "night-download",
    plot: "Somebody about to leave downloads their team's documents for an hour at night, from home.",
    days: 2,
    tell(scene) {
      const { dice, own: place, person } = scene;
      const steps: readonly Step[] = [
        { action: "login", place },
        ...repeat(dice.between(30, 50), () => ({
          action: "download",
          place,
          resource: toResource(dice, person.team),
          megabytes: dice.lognormal(30, 0.6),
        })),
      ];
      return act(scene, 26, { pauseSeconds: 50, steps });
    },
  },
  {
    name: "mass-deletion",
    plot: "Somebody deletes document after document within minutes, in working hours.",
    days: 1,
    tell(scene) {
      const { dice, own: place, person } = scene;
      const steps = repeat(
        dice.between(40, 70),
        (): Step => ({ action: "delete", place, resource: toResource(dice, person.team) }),
      );
      return act(scene, person.startHour + 5, { pauseSeconds: 6, steps });
    },
  },
  {
    name: "password-guessing",
    plot: "Sign-ins with many failed attempts, again and again over an evening, until one of them leads to documents.",
    days: 2,
    tell(scene) {
      const { dice, elsewhere: place } = scene;
      const steps: readonly Step[] = [
        ...repeat(dice.between(5, 9), () => ({ action: "login", place, failed: dice.between(6, 14) })),
        ...repeat(dice.between(4, 8), () => ({
          action: "view",
          place,
          resource: toResource(dice, dice.pick(["finance", "security"])),
          megabytes: dice.lognormal(1, 0.8),
        })),
      ];
      return act(scene, 20, { pauseSeconds: 240, steps });
    },
  },
];

/** The rows of all attack stories, in no order. */
export function tellActivityStories(company: Company, options: CompanyLogOptions): readonly LabelledRow[] {
  const plan = { ...options, stories: ACTIVITY_STORIES, wanted: options.stories, branch: BRANCH_STORIES };
  return planTellings(company, plan).flatMap((telling) => {
    const story = ACTIVITY_STORIES.find(({ name }) => name === telling.story)!;
    return story.tell(toScene(telling, company)).map((deed) => toActivityRow(deed, story.name));
  });
}

function toScene(telling: Telling, company: Company): Scene {
  const { person, dice, dayAt } = telling;
  const { home, device } = toActivityHabit(person, company);
  return {
    ...telling,
    own: { address: person.homeAddress, location: home, device },
    elsewhere: {
      address: addressIn(dice, dice.pick(company.people).homeBlock),
      location: dice.pick(CITIES.filter((city) => city !== home)),
      device: dice.pick(["desktop", "mobile"]),
    },
    atHour: (hour) => dayAt + (hour - person.utcOffset) * HOUR_MS,
  };
}
