import { chapterOf } from "./chapters.ts";
import type { Story } from "./split-stories.ts";
import type { Statement } from "./statement.ts";
import { isBehaviour } from "./strength.ts";
import type { Strengths } from "./support.ts";

/** Only the strongest detectors of a story are weighed: further ones could add next to nothing. */
export const DETECTORS_WEIGHED_MAX = 40;

/** A detector's strongest finding in the story. */
export interface Voice {
  readonly one: Statement;
  /** Of the loudest voice by itself; of the others beside it. */
  readonly strength: number;
  readonly chapter: number | null;
}

/** The detectors of a story, the loudest first, then the others as they speak beside it. */
export function toVoices(story: Story, strengths: Strengths): readonly Voice[] {
  // A rule's informational finding is context; what is unusual in itself adds to what else is.
  const telling = story.filter(
    ({ finding }) => finding.severity !== "info" || isBehaviour(finding.detector.kind),
  );
  const [loudest] = collectVoices(telling, ({ finding }) => strengths.get(finding.id)!.alone);
  if (loudest === undefined) return [];
  const { id } = loudest.one.finding.detector;
  const others = telling.filter(({ finding }) => finding.detector.id !== id);
  const voices = collectVoices(others, ({ finding }) => strengths.get(finding.id)!.beside);
  return [loudest, ...voices].slice(0, DETECTORS_WEIGHED_MAX);
}

/** Each detector's strongest finding, strongest first. */
function collectVoices(story: Story, toStrength: (one: Statement) => number): readonly Voice[] {
  const best = new Map<string, Voice>();
  for (const one of story) {
    const strength = toStrength(one);
    const known = best.get(one.finding.detector.id);
    if (known !== undefined && strength <= known.strength) continue;
    best.set(one.finding.detector.id, { one, strength, chapter: chapterOf(one.finding) });
  }
  return [...best.values()].sort(
    (a, b) => b.strength - a.strength || (a.one.finding.id < b.one.finding.id ? -1 : 1),
  );
}
