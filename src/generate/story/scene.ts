import type { Company } from "../company/company.ts";
import { homeAddressOn } from "../company/life.ts";
import { addressIn, type Block, HOSTING } from "../company/network.ts";
import type { Person } from "../company/person.ts";
import { type Caller, roleCaller, SSO_PATH, userCaller } from "../record/identity.ts";
import { callIn } from "../routine/person-day.ts";
import type { Scene, Stage } from "./story.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Somebody else acts with the person's credentials: from another network, with tools that others here use as well. */
export function strangerScene(stage: Stage, story: string, rest: Partial<Scene> = {}): Scene {
  return {
    truth: { kind: "story", name: story },
    caller: stolenCaller(stage),
    address: strangerAddress(stage),
    userAgent: strangerAgent(stage),
    region: stage.assets.homeRegion,
    bucket: null,
    startAt: stage.startAt,
    ...rest,
  };
}

/** The person acts, as on any other day: the day's session, where they are, with what they use. */
export function ownScene(stage: Stage, truth: Scene["truth"], rest: Partial<Scene> = {}): Scene {
  const { company, person, day, dayAt, dice } = stage;
  const { workDay, caller, tools, region } = callIn(person, { company, day, dayAt });
  const latest = Math.max(60_000, workDay.workMs - HOUR_MS);
  return {
    truth,
    caller,
    address: workDay.address,
    userAgent: dice.pickWeighted(tools.userAgents),
    region,
    bucket: null,
    startAt: workDay.startAt + Math.floor(dice.next() * latest),
    ...rest,
  };
}

/** The person at home, at an hour of their own clock. */
export function nightScene(stage: Stage, truth: Scene["truth"], hour: number): Scene {
  const { company, person, day, dayAt, dice } = stage;
  const startAt = dayAt + (hour - person.utcOffset) * HOUR_MS + dice.between(0, 40) * 60_000;
  return ownScene(stage, truth, { address: homeAddressOn(company.seed, person, day), startAt });
}

/** The same stage on a later day. */
export const onDay = (stage: Stage, later: number): Stage => ({
  ...stage,
  day: stage.day + later,
  dayAt: stage.dayAt + later * DAY_MS,
  startAt: stage.startAt + later * DAY_MS,
});

/** The key of the person's user, or a session of the role that single sign-on gives them. */
export function stolenCaller(stage: Stage, key: string = `ASIA${stage.dice.code(16)}`): Caller {
  const { person, company, assets, day, dayAt } = stage;
  if (person.signIn === "iam-user") return callIn(person, { company, day, dayAt }).caller;
  const { role, roleId } = company.teamRoles[person.team];
  const path = SSO_PATH(assets.homeRegion);
  const at = stage.startAt;
  return roleCaller(
    { role, path, session: person.email, accessKeyId: key, roleId, at, isInstance: false },
    assets,
  );
}

/** Credentials of a user that somebody made. */
export const madeUser = (stage: Stage, user: string, key: string): Caller =>
  userCaller(
    { ...stage.person, name: user, principalId: `AIDA${stage.dice.code(17)}` } satisfies Person,
    stage.assets,
    key,
  );

/** A role of a machine, in the hands of a person. */
export function machineRoleCaller(
  stage: Stage,
  { role, session, key }: { readonly role: string; readonly session: string; readonly key: string },
): Caller {
  const machine = stage.company.machines.find((one) => one.role === role);
  return roleCaller(
    {
      role,
      path: "/",
      session,
      accessKeyId: key,
      roleId: machine?.roleId ?? `AROA${stage.dice.code(17)}`,
      at: stage.startAt,
      isInstance: false,
    },
    stage.assets,
  );
}

/**
 * Where strangers call from: rented servers, homes in other countries, homes in the victim's own. Only networks that
 * people and partners of the company use as well: no range belongs to attackers alone.
 */
export function strangerAddress({ company, dice, person }: Stage): string {
  const { near, far } = toKnownBlocks(company, person);
  const blocks = dice.pickWeighted<readonly Block[]>([
    [near, near.length === 0 ? 0 : 3.5],
    [far, far.length === 0 ? 0 : 3.5],
    [HOSTING, 3],
  ]);
  return addressIn(dice, dice.pick(blocks));
}

/** Networks of homes from which somebody surely works now and then: in the person's country, and in others. */
function toKnownBlocks(company: Company, { country, homeBlock }: Person): { near: Block[]; far: Block[] } {
  const settled = company.people.filter((one) => one.officeShare <= 0.4 && isSettled(one));
  const blocksOf = (isNear: boolean): Block[] => [
    ...new Set(
      settled
        .filter((one) => (one.country.code === country.code) === isNear && one.homeBlock !== homeBlock)
        .map((one) => one.homeBlock),
    ),
  ];
  return { near: blocksOf(true), far: blocksOf(false) };
}

/** A tool that somebody here uses, not always one of the victim's. */
function strangerAgent({ company, dice, person }: Stage): string {
  const settled = company.people.filter(isSettled);
  const owner = settled.length === 0 || dice.chance(0.4) ? person : dice.pick(settled);
  return dice.pickWeighted(owner.userAgents);
}

/** There from the first day to the last. */
export const isSettled = ({ joinsOnDay, leavesOnDay }: Person): boolean =>
  (joinsOnDay ?? leavesOnDay) === null;
