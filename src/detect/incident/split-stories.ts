import { DAY_MS, severityRank, toDay } from "../../domain/index.ts";
import type { Habits } from "./habits.ts";
import type { Statement } from "./statement.ts";
import { isHabitual } from "./strength.ts";

/** Findings of one root identity that follow each other within this time belong to one story. */
export const INCIDENT_GAP_MS = DAY_MS;
/** A story that goes on for longer is told on in a further one: somebody must be able to close it. */
export const INCIDENT_SPAN_MAX_MS = 14 * DAY_MS;
/** A finding from this severity on makes a story and keeps it going. */
export const KEEPS_GOING_RANK = severityRank("medium");

/** Findings in time order that belong together. */
export type Story = readonly Statement[];

/** What a story has been about so far: everyday things, what this identity is always found doing, or news. */
type Mood = "quiet" | "habit" | "news";

interface OpenStory {
  readonly story: Statement[];
  readonly from: number;
  until: number;
  mood: Mood;
}

export const byTime = (a: Statement, b: Statement): number =>
  a.finding.at - b.finding.at || (a.finding.id < b.finding.id ? -1 : a.finding.id > b.finding.id ? 1 : 0);

/**
 * Stories of one root identity. What keeps a story going is a finding of medium severity or more: everyday findings of
 * a busy person would chain one day to the next for ever. What an identity is found doing day after day does not keep
 * news going either, and news begins a story of its own beside it.
 */
export function splitStories(group: readonly Statement[], habits: Habits): readonly Story[] {
  const stories: OpenStory[] = [];
  for (const one of [...group].sort(byTime)) {
    const { at, until } = one.finding;
    const mood = toMood(one, habits);
    let open = stories.at(-1);
    if (open === undefined || isOver(open, at) || (open.mood === "habit" && mood === "news")) {
      open = { story: [], from: at, until: at, mood };
      stories.push(open);
    }
    open.story.push(one);
    if (open.mood === "quiet") open.mood = mood;
    if (mood !== "quiet" && mood === open.mood) open.until = Math.max(open.until, until);
  }
  return stories.map(({ story }) => story);
}

const isOver = (open: OpenStory, at: number): boolean =>
  at - open.until > INCIDENT_GAP_MS || at - open.from > INCIDENT_SPAN_MAX_MS;

function toMood(one: Statement, habits: Habits): Mood {
  if (severityRank(one.finding.severity) < KEEPS_GOING_RANK) return "quiet";
  return isHabitual(one, habits, toDay(one.finding.at)) ? "habit" : "news";
}
