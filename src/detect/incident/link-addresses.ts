import { severityRank, toDay } from "../../domain/index.ts";
import { type ChapterName, chapterNameOf } from "./chapters.ts";
import type { Habits } from "./habits.ts";
import { learnHabits } from "./habits.ts";
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
  const uses = collectUses(stories, habits);
  const commonness = learnHabits(toOccurrences(stories), 0);
  const parent = stories.map((_, index) => index);
  const find = (index: number): number => {
    let top = index;
    while (parent[top] !== top) top = parent[top]!;
    return top;
  };
  for (const [address, list] of uses) {
    for (const use of list) {
      if (!isAboutAccess(use.one) || isCommon(use, address, commonness)) continue;
      const { at, until } = use.one.finding;
      const near = list.filter(
        ({ one: { finding } }) =>
          finding.at <= until + INCIDENT_GAP_MS && finding.until >= at - INCIDENT_GAP_MS,
      );
      if (new Set(near.map(({ story }) => story)).size > LINKED_STORIES_MAX) continue;
      for (const { story } of near) unite(parent, find(use.story), find(story));
    }
  }
  return gather(stories, find);
}

interface Use {
  readonly one: Statement;
  readonly story: number;
}

/** Findings that make stories, by the address of their first event. */
function collectUses(stories: readonly Story[], habits: Habits): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  stories.forEach((statements, story) => {
    for (const one of statements) {
      const address = toPublicAddress(one);
      if (address === null || severityRank(one.finding.severity) < KEEPS_GOING_RANK) continue;
      if (isHabitual(one, habits, toDay(one.finding.at))) continue;
      const list = uses.get(address);
      if (list === undefined) uses.set(address, [{ one, story }]);
      else list.push({ one, story });
    }
  });
  return uses;
}

function* toOccurrences(stories: readonly Story[]) {
  for (const story of stories) {
    for (const one of story) {
      const of = toPublicAddress(one);
      if (of !== null) yield { of, root: one.root.id, at: one.finding.at };
    }
  }
}

const isCommon = ({ one }: Use, address: string, commonness: Habits): boolean =>
  commonness.others(address, one.root.id, toDay(one.finding.at)) > COMMON_ADDRESS_OTHERS;

const isAboutAccess = ({ finding }: Statement): boolean =>
  finding.entity.type === "ip" ||
  finding.detector.kind === "first_seen" ||
  finding.detector.kind === "travel" ||
  ACCESS_CHAPTERS.has(chapterNameOf(finding));

/** Services and machines of the cloud call from names and private addresses, which say nothing about who it was. */
const NOT_AN_ADDRESS = /[^0-9a-f.:]/i;
const NOT_PUBLIC = /^(10|127|0|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.|^(::1?$|f[cd]|fe80)/i;

function toPublicAddress({ first }: Statement): string | null {
  const { address } = first.detail;
  return address === null || NOT_AN_ADDRESS.test(address) || NOT_PUBLIC.test(address) ? null : address;
}

/** The earlier story stays on top, so that the result does not depend on the order of uniting. */
function unite(parent: number[], a: number, b: number): void {
  if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
}

function gather(stories: readonly Story[], find: (index: number) => number): readonly Story[] {
  const united = new Map<number, Statement[]>();
  stories.forEach((story, index) => {
    const top = find(index);
    const known = united.get(top);
    if (known === undefined) united.set(top, [...story]);
    else known.push(...story);
  });
  return [...united.values()].map((story) => story.sort(byTime));
}
