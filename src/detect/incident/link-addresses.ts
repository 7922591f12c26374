import { severityRank, toDay } from "../../domain/index.ts";
import { type ChapterName, chapterNameOf } from "./chapters.ts";
import type { Habits } from "./habits.ts";
import { learnHabits } from "./habits.ts";
import { toPublicAddress } from "./public-address.ts";
import { byTime, INCIDENT_GAP_MS, KEEPS_GOING_RANK, type Story } from "./split-stories.ts";
import type { Statement } from "./statement.ts";
import { isHabitual } from "./strength.ts";

/** An address from which more other identities were found doing things in the month before is everybody's. */
export const COMMON_ADDRESS_OTHERS = 2;
/** An address that speaks in more stories than this within a day is an office, not an attacker. */
export const LINKED_STORIES_MAX = 5;

/** Parts of an attack by which somebody comes to use an identity that is not theirs. */
const ACCESS_CHAPTERS: ReadonlySet<ChapterName | null> = new Set<ChapterName>(["way-in", "credentials"]);

/**
 * Stories of different identities told from one unusual address within a day are one: an address that tries many
 * passwords, and the person whose password it guessed.
 */
export function linkByAddress(stories: readonly Story[], habits: Habits): readonly Story[] {
  const commonness = learnHabits(toOccurrences(stories), 0);
  const parent = stories.map((_, index) => index);
  for (const uses of collectUses(stories, { habits, commonness }).values()) {
    const crowded = findCrowded(uses);
    uses.forEach((use, index) => {
      if (crowded.has(use)) return;
      for (const later of laterUses(uses, index)) {
        if (crowded.has(later) || !(use.isAccess || later.isAccess)) continue;
        unite(parent, findTop(parent, use.story), findTop(parent, later.story));
      }
    });
  }
  return gather(stories, parent);
}

/** What one story did from one address on one day. */
interface Use {
  readonly story: number;
  readonly at: number;
  until: number;
  /** It is about coming in, from an address that is not everybody's. */
  isAccess: boolean;
}

interface Known {
  readonly habits: Habits;
  readonly commonness: Habits;
}

/** Uses of each address by findings that make stories, in order of time. */
function collectUses(
  stories: readonly Story[],
  { habits, commonness }: Known,
): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Map<string, Use>>();
  stories.forEach((statements, story) => {
    for (const one of statements) {
      const address = toPublicAddress(one);
      if (address === null || severityRank(one.finding.severity) < KEEPS_GOING_RANK) continue;
      const { at, until } = one.finding;
      const day = toDay(at);
      if (isHabitual(one, habits, day)) continue;
      const isAccess =
        isAboutAccess(one) && commonness.others(address, one.root.id, day) <= COMMON_ADDRESS_OTHERS;
      const own = uses.get(address) ?? new Map<string, Use>();
      uses.set(address, own);
      const use = own.get(`${story} ${day}`) ?? { story, at, until, isAccess };
      own.set(`${story} ${day}`, use);
      use.until = Math.max(use.until, until);
      use.isAccess ||= isAccess;
    }
  });
  return new Map(
    [...uses].map(([address, own]) => [
      address,
      [...own.values()].sort((a, b) => a.at - b.at || a.story - b.story),
    ]),
  );
}

/** Uses that begin after this one and within a day of its end. */
function* laterUses(uses: readonly Use[], index: number): Generator<Use> {
  const limit = uses[index]!.until + INCIDENT_GAP_MS;
  for (let next = index + 1; next < uses.length && uses[next]!.at <= limit; next++) yield uses[next]!;
}

/** Uses on days on which so many stories use the address that it says nothing. */
function findCrowded(uses: readonly Use[]): ReadonlySet<Use> {
  const crowded = new Set<Use>();
  uses.forEach((use, index) => {
    const near = [use];
    const stories = new Set([use.story]);
    for (const later of laterUses(uses, index)) {
      near.push(later);
      stories.add(later.story);
      if (stories.size <= LINKED_STORIES_MAX) continue;
      for (const one of near) crowded.add(one);
      break;
    }
  });
  return crowded;
}

function* toOccurrences(stories: readonly Story[]) {
  for (const story of stories) {
    for (const one of story) {
      const of = toPublicAddress(one);
      if (of !== null) yield { of, root: one.root.id, at: one.finding.at };
    }
  }
}

const isAboutAccess = ({ finding }: Statement): boolean =>
  finding.entity.type === "ip" ||
  finding.detector.kind === "first_seen" ||
  finding.detector.kind === "travel" ||
  ACCESS_CHAPTERS.has(chapterNameOf(finding));

function findTop(parent: readonly number[], index: number): number {
  let top = index;
  while (parent[top] !== top) top = parent[top]!;
  return top;
}

/** The earlier story stays on top, so that the result does not depend on the order of uniting. */
function unite(parent: number[], a: number, b: number): void {
  parent[Math.max(a, b)] = Math.min(a, b);
}

function gather(stories: readonly Story[], parent: readonly number[]): readonly Story[] {
  const united = new Map<number, Statement[]>();
  stories.forEach((story, index) => {
    const top = findTop(parent, index);
    const known = united.get(top);
    if (known === undefined) united.set(top, [...story]);
    else known.push(...story);
  });
  return [...united.values()].map((story) => story.sort(byTime));
}
