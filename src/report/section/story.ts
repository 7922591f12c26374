import { toTacticName } from "../../domain/index.ts";
import { toTacticAim } from "../attack/tactic-words.ts";
import type { Block, Step } from "../document/document.ts";
import { capitalize, toDuration, toPlural, toTime } from "../document/words.ts";
import { drawTacticTimeline } from "../picture/tactic-timeline.ts";
import { listTactics, type Numbered, toSentence, toTactic } from "./numbered.ts";

/** What was found, told along the tactics of an attack; within one in the order of time. */
export function tellStory(findings: readonly Numbered[]): readonly Block[] {
  return listTactics(findings).map((tactic) => ({
    kind: "group",
    id: `story-${tactic ?? "other"}`,
    title: toChapter(tactic),
    blocks: tellChapter(findings.filter(({ finding }) => toTactic(finding) === tactic)),
  }));
}

/** What is barely worth knowing stands in one line each, behind the rest. */
function tellChapter(findings: readonly Numbered[]): readonly Block[] {
  const steps = findings.filter(({ finding }) => finding.severity !== "info");
  const asides = findings.filter(({ finding }) => finding.severity === "info");
  return [
    ...(steps.length === 0 ? [] : [{ kind: "steps", steps: steps.map(toStep) } as const]),
    ...(asides.length === 0
      ? []
      : [
          {
            kind: "text",
            tone: "soft",
            text: `${steps.length === 0 ? "Of" : "Besides, of"} little weight on ${asides.length === 1 ? "its" : "their"} own:`,
          } as const,
          {
            kind: "list",
            items: asides.map(
              ({ finding, number }) =>
                `${number}, ${toTime(finding.at)}: ${finding.detector.title} (${finding.actor.name}, ${toPlural(finding.events.length, "event")})`,
            ),
          } as const,
        ]),
  ];
}

function toChapter(tactic: string | null): string {
  if (tactic === null) return "Out of the ordinary, without a known purpose";
  const aim = toTacticAim(tactic);
  return aim === null ? tactic : `${capitalize(`to ${aim}`)} (${toTacticName(tactic)})`;
}

function toStep({ finding, number, verdict }: Numbered): Step {
  const { at, until, severity, detector, events } = finding;
  const lasted = until - at >= 1000 ? ` within ${toDuration(until - at)}` : "";
  return {
    number,
    at,
    severity,
    title: detector.title,
    text: toSentence(finding),
    notes: [
      `Evidence: ${toPlural(events.length, "event")}${lasted}.${verdict === null ? "" : ` Judged by a person: ${verdict}.`}`,
    ],
  };
}

/** The same as a picture. Nothing to draw: none. */
export function drawStory(findings: readonly Numbered[]): readonly Block[] {
  if (findings.length === 0) return [];
  const marks = findings.map(({ finding, number }) => ({
    number,
    at: finding.at,
    severity: finding.severity,
    tactic: toTactic(finding),
  }));
  return [
    {
      kind: "figure",
      svg: drawTacticTimeline(marks, listTactics(findings)),
      caption:
        "Each mark is a finding, on the lane of its purpose, from the first to the last; times are UTC, month-day and hour, and quiet stretches are shortened. The numbers are those of the story below. Diamonds are critical, triangles high, circles medium and below.",
    },
  ];
}
