import type { NotLookedReason } from "../../domain/index.ts";
import type { Block } from "../document/document.ts";
import { clip, toCount, toMoment, toPlural } from "../document/words.ts";
import type { ReportFacts } from "../facts.ts";

const REASONS: Readonly<Record<NotLookedReason, string>> = {
  "history-too-short": "not enough history yet",
  "field-missing": "the logs lack a field",
  "source-gap": "no such logs were taken in",
  disabled: "switched off",
};
const TITLES_SHOWN_MAX = 8;

/** What the report cannot know: what nobody looked at, and what was left out of it. */
export function describeLook(facts: ReportFacts): readonly Block[] {
  const { look, hiddenFindings, leftOut } = facts;
  const items = [
    ...(look.inputsWaiting === 0
      ? []
      : [
          `${toPlural(look.inputsWaiting, "log file")} with ${toPlural(look.eventsWaiting, "event")} came in after the last pass of detection: nobody looked at them yet.`,
        ]),
    ...(look.isUnfinished ? ["A pass of detection began and has not finished: more may be found."] : []),
    ...(look.rejects === 0
      ? []
      : [`${toPlural(look.rejects, "record")} of the logs could not be read and were set aside.`]),
    ...(hiddenFindings === 0
      ? []
      : [
          `${toPlural(hiddenFindings, "finding")} that a person judged false or that an exception covers ${hiddenFindings === 1 ? "is" : "are"} left out.`,
        ]),
    ...look.notes.map((note) => clip(note, 400)),
    ...leftOut,
    "What happens outside the logs that were taken in is not seen: other accounts, other clouds, machines themselves.",
  ];
  return [{ kind: "text", text: toSpan(facts) }, { kind: "list", items }, ...listNotLooked(facts)];
}

function toSpan({ look }: ReportFacts): string {
  const span =
    look.firstAt === null || look.lastAt === null
      ? ""
      : `, from ${toMoment(look.firstAt)} to ${toMoment(look.lastAt)}`;
  const when =
    look.at === null
      ? "No pass of detection has finished"
      : `The last pass of detection finished on ${toMoment(look.at)}`;
  const detectors =
    look.detectors === 0
      ? ""
      : ` ${toCount(look.looked)} of ${toPlural(look.detectors, "detector")} could look.`;
  return `${toPlural(look.events, "event")} ${look.events === 1 ? "is" : "are"} stored${span}. ${when}.${detectors} To have looked and found nothing is not the same as not to have looked, so what was not looked at stands here.`;
}

/** Detectors that did not look, together where they lack the same. */
function listNotLooked({ look }: ReportFacts): readonly Block[] {
  const groups = new Map<
    string,
    { readonly why: NotLookedReason; readonly needs: string; readonly titles: string[] }
  >();
  for (const { why, needs, title } of look.notLooked) {
    const key = `${why} ${needs}`;
    const group = groups.get(key) ?? { why, needs, titles: [] };
    groups.set(key, group);
    group.titles.push(title);
  }
  if (groups.size === 0) return [];
  return [
    {
      kind: "table",
      caption: "Detectors that did not look",
      columns: [
        { title: "How many", isNumeric: true },
        { title: "Why" },
        { title: "Needs", isNarrow: true },
        { title: "Which" },
      ],
      rows: [...groups.values()].map(({ why, needs, titles }) => [
        toCount(titles.length),
        REASONS[why] ?? why,
        clip(needs, 120),
        `${titles.slice(0, TITLES_SHOWN_MAX).join("; ")}${titles.length > TITLES_SHOWN_MAX ? `; and ${toCount(titles.length - TITLES_SHOWN_MAX)} more` : ""}`,
      ]),
      leftOut: null,
    },
  ];
}
