import { type AdvisedControl, CONTROLS, CSF_FUNCTIONS, type CsfFunction } from "../../advice/index.ts";
import { toTechniqueName } from "../../domain/index.ts";
import type { Part, Table } from "../answer/answer.ts";
import { countOf, listOf, strong, tell, toColumns, value, words } from "../answer/draft.ts";
import { lookForControls, lookForPriorities, lookForRemedies } from "../look/advice.ts";
import { citeIncident } from "../look/facts.ts";
import {
  type Answerer,
  type Asked,
  during,
  periodOf,
  tellIncident,
  tellSeverities,
  tellStep,
  toIso,
  use,
} from "./asked.ts";

const CONTROLS_SHOWN = 6;
const PRIORITIES_SHOWN = 5;
const PEOPLE_SHOWN = 3;
const TECHNIQUES_SHOWN = 3;

/** What to put in place, against what was found. */
export const answerControls: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const {
    controls: shown,
    techniques,
    findings,
  } = use(
    asked,
    await lookForControls(queries, {
      period: periodOf(asked),
      actor: slots.actor?.id ?? null,
      limit: slots.limit ?? CONTROLS_SHOWN,
    }),
  );
  if (shown.length === 0) {
    tellBasics(asked);
    return;
  }
  draft.paragraph([
    ...tell`Against what was found`,
    ...during(asked),
    ...tell` (${countOf(findings, "finding")}, ${countOf(techniques.length, "technique")}) these controls help most:`,
  ]);
  draft.points(
    shown.map((control) => [
      strong(control.title),
      ...tell` (${control.priority}; ${control.effort} of work; NIST CSF ${nameFunction(control.csf.function)}, ${control.csf.category}). ${control.action} ${control.why} Against `,
      ...listOf(tellReasons(control)),
      words("."),
    ]),
    true,
  );
  draft.table(toControlTable(shown));
  const functions = CSF_FUNCTIONS.filter((name) => shown.some(({ csf }) => csf.function === name)).map(
    nameFunction,
  );
  draft.note(
    `Functions of the NIST Cybersecurity Framework 2.0 among them: ${functions.join(", ")}. A finding may count for several techniques.`,
  );
  draft.suggest(
    "Recommend investigation priorities",
    "Suggest remediation steps for high-risk users",
    "What was not looked at?",
  );
};

const nameFunction = (name: CsfFunction): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;

/** What was found that asks for it: techniques, or findings where none names a technique. */
function tellReasons({ because }: AdvisedControl): readonly (readonly Part[])[] {
  const { techniques, findingCount } = because;
  if (techniques.length === 0) return [tell`${countOf(findingCount, "finding")} without a technique`];
  return techniques
    .slice(0, TECHNIQUES_SHOWN)
    .map(
      ({ technique, findings }) =>
        tell`${technique} ${toTechniqueName(technique)} (${countOf(findings, "finding")})`,
    );
}

const toControlTable = (shown: readonly AdvisedControl[]): Table => ({
  title: "Controls by what they would have made harder",
  columns: toColumns({
    control: "text",
    priority: "text",
    function: "text",
    category: "text",
    effort: "text",
    findings: "number",
  }),
  rows: shown.map(({ title, priority, csf, effort, because }) => ({
    cells: [title, priority, nameFunction(csf.function), csf.category, effort, because.findingCount],
    link: null,
  })),
});

/** What every cloud should have, whatever was found. */
function tellBasics(asked: Asked): void {
  const { draft } = asked;
  draft.paragraph([
    ...tell`Nothing was found`,
    ...during(asked),
    ...tell` that a control would have to answer. What every cloud should have:`,
  ]);
  draft.points(
    CONTROLS.slice(0, CONTROLS_SHOWN).map(
      ({ title, action, csf }) => tell`${title} (NIST CSF: ${nameFunction(csf.function)}). ${action}`,
    ),
  );
  draft.suggest("What was not looked at?", "Summarize the current security posture");
}

/** What to look at first. */
export const answerPriorities: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const limit = slots.limit ?? PRIORITIES_SHOWN;
  const facts = await lookForPriorities(queries, { period: periodOf(asked), limit });
  if (facts.data.priorities.length === 0 && slots.period !== null) {
    draft.paragraph([...tell`No incident began`, ...during(asked), words(".")]);
    return answerPriorities({ ...asked, slots: { ...slots, period: null, periodText: null } });
  }
  const { priorities, open, bySeverity } = use(asked, facts);
  if (priorities.length === 0) {
    draft.paragraph([...tell`No incident waits for anybody`, ...during(asked), words(".")]);
    draft.suggest("What was not looked at?", "Which users pose the highest risk?");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(open, "incident")} without a verdict`,
    ...during(asked),
    ...tell` (of all: ${tellSeverities(bySeverity)}). Look at them in this order:`,
  ]);
  draft.points(
    priorities.map(({ incident, reasons }) => [
      ...tellIncident(asked, incident),
      ...tell` First because: ${reasons.join(", ")}. ${toFirstStep(incident.tactics)}`,
    ]),
    true,
  );
  draft.table({
    title: "In this order",
    columns: toColumns({
      incident: "text",
      severity: "severity",
      score: "number",
      "began (UTC)": "time",
      findings: "number",
    }),
    rows: priorities.map(({ incident }) => ({
      cells: [
        incident.id.slice(0, 12),
        incident.severity,
        Number(incident.score.toFixed(2)),
        toIso(incident.at),
        incident.findingCount,
      ],
      link: citeIncident(incident).link,
    })),
  });
  draft.show(
    "incident",
    priorities.map(({ incident }) => incident),
  );
  draft.suggest("Why?", "Show the second one", "Suggest remediation steps for high-risk users");
};

/** What cannot wait decides what is done first. */
function toFirstStep(tactics: readonly string[]): string {
  if (tactics.includes("TA0112")) return "Begin by switching logging and detection on again.";
  if (tactics.includes("TA0040")) return "Begin by stopping the destruction and keeping what is left.";
  if (tactics.includes("TA0003") || tactics.includes("TA0004"))
    return "Begin by suspending what was made: identities, keys, permissions.";
  if (tactics.includes("TA0010")) return "Begin by ending the sessions and finding out what was taken.";
  return "Begin by asking the person over another channel whether it was they.";
}

/** What to do about the riskiest, or about one. */
export const answerRemedies: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const { remediations } = use(
    asked,
    await lookForRemedies(queries, {
      period: periodOf(asked),
      limit: slots.limit ?? PEOPLE_SHOWN,
      actor: slots.actor?.id ?? null,
    }),
  );
  const due = remediations.filter(({ steps }) => steps.length > 0);
  if (due.length === 0) {
    draft.paragraph([
      ...(slots.actor === null
        ? tell`No identity has a risk that needs an answer`
        : [
            value(slots.actor.name),
            ...tell` needs no answer: nothing was found about it that the catalogue has a remedy for`,
          ]),
      ...during(asked),
      words("."),
    ]);
    draft.suggest("Which users pose the highest risk?", "What was not looked at?");
    return;
  }
  draft.paragraph(
    slots.actor === null
      ? tell`For the ${countOf(due.length, "identity", "identities")} with the highest risk, from what was found about them:`
      : tell`From what was found about this identity:`,
  );
  for (const { actor, steps, findings } of due) {
    draft.paragraph([
      value(actor.name),
      draft.cite("actor", actor.id, actor.name),
      ...tell`: risk ${strong(`${actor.risk} of 100`)}, ${countOf(findings, "finding")}.`,
      ...tellHeaviest(draft, actor.parts),
    ]);
    draft.points(steps.map(tellStep), true);
  }
  draft.note(
    "Confirm with the person over another channel before cutting anybody off; Gait only reads and changes nothing.",
  );
  draft.show(
    "actor",
    due.map(({ actor }) => actor),
  );
  draft.suggest(
    `Investigate ${due[0]!.actor.name}`,
    "What security controls should we implement?",
    "Recommend investigation priorities",
  );
};

function tellHeaviest(
  draft: { cite(kind: "finding", id: string, label: string): Part },
  parts: readonly { readonly finding: string; readonly summary: string }[],
): readonly Part[] {
  const heaviest = parts[0];
  return heaviest === undefined
    ? []
    : [...tell` Most weighs: ${heaviest.summary}`, draft.cite("finding", heaviest.finding, heaviest.summary)];
}
