import {
  type Advice,
  type AdviceReason,
  type AdvisedControl,
  PHASES,
  type Phase,
  recommend,
} from "../../advice/index.ts";
import { isDismissed } from "../../domain/index.ts";
import { type Block, severityMark, strong } from "../document/document.ts";
import { capitalize, clip, toCount, toList, toPercent, toPlural } from "../document/words.ts";
import type { ReportedFinding } from "../facts.ts";

const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  contain: "First: stop it",
  investigate: "Then: find out",
  remove: "Then: remove what was planted",
  recover: "Finally: recover and learn",
};

/** Advice on findings that nobody judged false or allowed. */
export const adviseOn = (findings: readonly ReportedFinding[]): Advice =>
  recommend(
    findings
      .filter(({ verdict }) => !isDismissed(verdict) && verdict !== "benign")
      .map(({ finding }) => finding),
  );

export function showSteps({ steps }: Advice): readonly Block[] {
  return PHASES.flatMap((phase): readonly Block[] => {
    const items = steps.filter((step) => step.phase === phase).map(({ text }) => text);
    return items.length === 0
      ? []
      : [
          {
            kind: "group",
            id: `do-${phase}`,
            title: PHASE_TITLES[phase],
            blocks: [{ kind: "list", isOrdered: true, items }],
          },
        ];
  });
}

export function showControls({ controls }: Advice): readonly Block[] {
  if (controls.length === 0) return [];
  return [
    {
      kind: "text",
      text: "What would have made this harder, the most urgent first. In brackets: the function of the NIST Cybersecurity Framework 2.0, a public list of what a company should be able to do.",
    },
    ...controls.map((control, index) => showControl(control, index + 1)),
  ];
}

function showControl(control: AdvisedControl, number: number): Block {
  const { id, title, why, steps, csf, priority, effort, covers, because } = control;
  return {
    kind: "group",
    id: `control-${id}`,
    title: `${number}. ${title}`,
    blocks: [
      {
        kind: "text",
        text: [
          why,
          " ",
          strong(capitalize(priority)),
          `; takes ${effort}; helps against ${toPercent(covers)} of what was found, by weight (${capitalize(csf.function)}, ${csf.category}).`,
        ],
      },
      { kind: "list", items: steps },
      { kind: "text", tone: "soft", text: ["Because of ", ...toReason(because)] },
    ],
  };
}

const toReason = ({ findingCount, actors, severity, attack }: AdviceReason) =>
  [
    `${toPlural(findingCount, "finding")} (the worst `,
    severityMark(severity),
    `) of ${toList(actors.slice(0, 3).map((name) => clip(name, 60)))}${actors.length > 3 ? " and others" : ""}: ${attack.slice(0, 6).join(", ")}${attack.length > 6 ? ` and ${toCount(attack.length - 6)} more` : ""}.`,
  ] as const;
