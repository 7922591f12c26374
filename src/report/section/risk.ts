import { type Block, severityMark } from "../document/document.ts";
import { clip, toCount, toMoment, toPlural, toTime } from "../document/words.ts";
import type { ReportedActor, ReportFacts } from "../facts.ts";

const PARTS_SHOWN_MAX = 12;
/** Identities whose risk is taken apart. */
const ACTORS_SHOWN_MAX = 4;

export const RISK_WORDS =
  "Risk is a number from 0 to 100 for each identity, made of its findings: severe ones weigh more, old ones less (half after a week), further ones of the same identity count less and less. Every point belongs to a finding.";

/** The risk of identities, each with the findings whose points sum to it. */
export function showRisk({ actors, riskAt }: ReportFacts): readonly Block[] {
  const judged = actors.filter(({ risk }) => risk !== null);
  if (judged.length === 0)
    return [{ kind: "text", text: "Risk was not reckoned: nothing was looked at yet." }];
  const shown = [...judged]
    .sort((a, b) => (b.risk?.shown ?? 0) - (a.risk?.shown ?? 0))
    .slice(0, ACTORS_SHOWN_MAX);
  return [
    { kind: "text", text: `${RISK_WORDS} Told as of ${toMoment(riskAt)}.` },
    ...shown.map(showActorRisk),
    ...(shown.length < judged.length
      ? [
          {
            kind: "text",
            tone: "soft",
            text: `${toPlural(judged.length - shown.length, "more identity", "more identities")} with less risk ${judged.length - shown.length === 1 ? "is" : "are"} not shown.`,
          } as const,
        ]
      : []),
  ];
}

/** What a finding is called: its sentence stands where the finding is told. */
export const toHeading = (summary: string): string => summary.split(": ")[0]!;

function showActorRisk({ name, risk }: ReportedActor, index: number): Block {
  const { shown = 0, level = "info", parts = [] } = risk ?? {};
  const listed = parts.filter(({ points }) => points > 0).slice(0, PARTS_SHOWN_MAX);
  const named = listed.reduce((sum, { points }) => sum + points, 0);
  return {
    kind: "group",
    id: `risk-${index + 1}`,
    title: [`${clip(name, 80)}: ${shown} of 100  `, severityMark(level)],
    blocks: [
      listed.length === 0
        ? { kind: "text", text: "No finding counts." }
        : {
            kind: "parts",
            rows: [
              ...listed.map(({ summary, at, points }) => ({
                words: `${toTime(at).slice(0, 16)}  ${clip(toHeading(summary), 140)}`,
                value: points,
                shown: toCount(points),
              })),
              ...(listed.length === parts.length
                ? []
                : [
                    {
                      words: toPlural(parts.length - listed.length, "more finding"),
                      value: shown - named,
                      shown: toCount(shown - named),
                      isRest: true,
                    },
                  ]),
            ],
            sum: `Together ${shown} points.`,
          },
    ],
  };
}
