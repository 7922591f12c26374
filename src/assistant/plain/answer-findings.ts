import { firstSteps, recommend } from "../../advice/index.ts";
import { isJsonObject, type JsonValue, toTacticName, toTechniqueName } from "../../domain/index.ts";
import type { Part } from "../answer/answer.ts";
import { countOf, tell, timeOf, toColumns, value, words } from "../answer/draft.ts";
import { toTechniques } from "../look/advice.ts";
import { citeFinding, countBy } from "../look/facts.ts";
import { FINDINGS_LOOKED_MAX, type FindingDetail, type FindingFilter, type IncidentDetail } from "../port.ts";
import {
  type Answerer,
  type Asked,
  during,
  periodOf,
  tellFinding,
  tellIncident,
  tellSeverities,
  tellStep,
  toFilter,
  toIso,
} from "./asked.ts";
import { nameCountry } from "./read-country.ts";

const SHOWN = 10;

/** What was found, the worst first. */
export const answerFindings: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const filter = toFilter(asked);
  const page = await queries.searchFindings(filter, { limit: FINDINGS_LOOKED_MAX, order: "worst-first" });
  const shown = page.rows.slice(0, slots.limit ?? SHOWN);
  draft.looked({ ...filter.period, counts: { findings: page.counts.total } });
  const kind = tellNarrowing(filter, asked);
  if (page.counts.total === 0) {
    draft.paragraph([...tell`Nothing was found`, ...kind, ...during(asked), words(".")]);
    draft.suggest(
      "What was not looked at?",
      "Show the findings of all time",
      "Which users pose the highest risk?",
    );
    return;
  }
  draft.paragraph([
    ...tell`${countOf(page.counts.total, "finding")}`,
    ...kind,
    ...during(asked),
    ...tell`: ${tellSeverities(page.counts.bySeverity)}.`,
    ...tellWho(page.rows.map(({ actor }) => actor.name)),
  ]);
  draft.points(shown.map((finding) => tellFinding(asked, finding)));
  if (page.counts.total > shown.length)
    draft.note(`${shown.length} of ${page.counts.total.toLocaleString("en")} are shown, the worst first.`);
  draft.table({
    title: "Findings",
    columns: toColumns({
      severity: "severity",
      "time (UTC)": "time",
      what: "text",
      identity: "text",
      score: "number",
    }),
    rows: shown.map(({ id, severity, at, detector, actor, score }) => ({
      cells: [severity, toIso(at), detector, actor.name, Number(score.toFixed(2))],
      link: citeFinding({ id, detector }).link,
    })),
  });
  draft.bars(
    "Findings by detector",
    "findings",
    countBy(page.rows, ({ detector }) => detector)
      .slice(0, SHOWN)
      .map(({ value: label, count }) => ({ label, value: count })),
  );
  draft.show("finding", shown);
  draft.suggest("Why?", "Which users are behind them?", "Recommend investigation priorities");
};

function tellWho(names: readonly string[]): readonly Part[] {
  const people = countBy(names, (name) => name);
  const first = people[0];
  if (first === undefined) return [];
  if (people.length === 1) return tell` All of them are about ${value(first.value)}.`;
  return tell` They are about ${countOf(people.length, "identity", "identities")}; most, ${first.count}, about ${value(first.value)}.`;
}

/** What the findings were narrowed to, in words. */
function tellNarrowing(filter: FindingFilter, { slots }: Asked): readonly Part[] {
  const parts: Part[] = [];
  const add = (...more: readonly Part[]): void => void parts.push(...more);
  if (filter.minSeverity !== undefined) add(words(` of severity ${filter.minSeverity} or above`));
  if (filter.tactic !== undefined) add(words(` of the tactic ${toTacticName(filter.tactic)}`));
  if (filter.technique !== undefined) add(words(` of the technique ${filter.technique}`));
  if (slots.actor !== null) add(words(" about "), value(slots.actor.name));
  if (filter.region !== undefined) add(words(" with events in "), value(filter.region));
  if (filter.country !== undefined) add(words(` with events from ${nameCountry(filter.country)}`));
  if (filter.actionClass !== undefined) add(words(` with ${filter.actionClass}s among their events`));
  if (filter.action !== undefined) add(words(" with the action "), value(filter.action));
  if (filter.service !== undefined) add(words(" with the service "), value(filter.service));
  if (filter.address !== undefined) add(words(" from "), value(filter.address));
  if (filter.hours !== undefined)
    add(
      words(
        ` that began at ${filter.hours.map((hour) => `${String(hour).padStart(2, "0")}:00`).join(", ")} UTC`,
      ),
    );
  return parts;
}

export const answerIncidents: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const limit = slots.limit ?? SHOWN;
  const { rows, counts } = await queries.searchIncidents(
    {
      period: periodOf(asked),
      ...(slots.minSeverity === null ? {} : { minSeverity: slots.minSeverity }),
      ...(slots.actor === null ? {} : { actor: slots.actor.id }),
      ...(slots.tactic === null ? {} : { tactic: slots.tactic }),
    },
    { limit, order: "worst-first" },
  );
  draft.looked({ ...periodOf(asked), counts: { incidents: counts.total } });
  const about = slots.actor === null ? [] : tell` that ${value(slots.actor.name)} takes part in`;
  if (counts.total === 0) {
    draft.paragraph([...tell`No incident`, ...about, ...during(asked), words(".")]);
    draft.suggest("Show the findings of all time", "Summarize the current security posture");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(counts.total, "incident")}`,
    ...about,
    ...during(asked),
    ...tell`: ${tellSeverities(counts.bySeverity)}.`,
  ]);
  draft.points(
    rows.map((incident) => tellIncident(asked, incident)),
    true,
  );
  draft.show("incident", rows);
  draft.suggest("Why?", "Show the second one", "Recommend investigation priorities");
};

/** Why something was found: a finding or an incident. */
export const answerExplain: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  if (slots.incident !== null) {
    const incident = await queries.readIncident(slots.incident);
    if (incident !== null) return explainIncident(asked, incident);
  }
  const finding = slots.finding === null ? null : await queries.readFinding(slots.finding);
  if (finding !== null) return explainFinding(asked, finding);
  draft.paragraph(tell`That finding or incident is not there any more.`);
  draft.suggest("What are the main security concerns right now?");
};

const FACTORS_MAX = 5;

function explainFinding(asked: Asked, finding: FindingDetail): void {
  const { draft } = asked;
  const { explanation } = finding;
  draft.looked({ from: finding.at, to: finding.until, counts: { findings: 1, events: finding.eventCount } });
  draft.paragraph(tellFinding(asked, finding));
  const why = textOf(explanation["why"]);
  if (why !== null) draft.paragraph(tell`Why it matters: ${why}`);
  const comparison = textOf(explanation["comparison"]);
  if (comparison !== null) draft.paragraph(tell`Compared with the usual: ${comparison}`);
  draft.points(tellFactors(explanation["factors"], explanation["matched"]));
  const quiet = textOf(explanation["counterfactual"]);
  if (quiet !== null) draft.paragraph(tell`What would have made it quiet: ${quiet}`);
  tellResponse(asked, finding);
  const innocent = listOfTexts(explanation["false_positives"]);
  if (innocent.length > 0) draft.paragraph(tell`It can be harmless: ${innocent.join("; ")}.`);
  draft.table({
    title: "Evidence",
    columns: toColumns({
      "time (UTC)": "time",
      action: "text",
      outcome: "text",
      address: "text",
      resource: "text",
    }),
    rows: finding.events.map(({ at, what, outcome, address, resource }) => ({
      cells: [toIso(at), what, outcome, address, resource],
      link: null,
    })),
  });
  draft.cite("actor", finding.actor.id, finding.actor.name);
  draft.show("finding", [finding]);
  if (finding.incident !== null) {
    draft.paragraph([
      ...tell`It is part of an incident.`,
      draft.cite("incident", finding.incident, "incident"),
    ]);
    draft.show("incident", [{ id: finding.incident }]);
  }
  draft.suggest(
    `Investigate ${finding.actor.name}`,
    `Compare ${finding.actor.name} with the usual`,
    "Recommend investigation priorities",
  );
}

/** What the detector itself advises; else what the catalogue does for what was found. */
function tellResponse({ draft }: Asked, finding: FindingDetail): void {
  const own = listOfTexts(finding.explanation["response"]).map((step) => tell`${step}`);
  const steps = own.length > 0 ? own : firstSteps(recommend([finding]).steps, STEPS_TOLD).map(tellStep);
  if (steps.length === 0) return;
  draft.heading("What to do");
  draft.points(steps, true);
}

function tellFactors(
  factors: JsonValue | undefined,
  matched: JsonValue | undefined,
): readonly (readonly Part[])[] {
  if (Array.isArray(factors))
    return factors
      .filter(isJsonObject)
      .slice(0, FACTORS_MAX)
      .map((factor) => {
        const usual = textOf(factor["usual"]);
        return [
          ...tell`${textOf(factor["dimension"]) ?? "value"}: ${value(textOf(factor["value"]) ?? "")}`,
          ...tell` (${textOf(factor["grade"]) ?? "unusual"} for this identity`,
          ...(usual === null ? [] : tell`, usually ${usual}`),
          words(")"),
        ];
      });
  if (!Array.isArray(matched)) return [];
  return matched
    .filter(isJsonObject)
    .slice(0, FACTORS_MAX)
    .map((one) => tell`${textOf(one["field"]) ?? "field"} is ${value(textOf(one["value"]) ?? "")}`);
}

function textOf(json: JsonValue | undefined): string | null {
  if (typeof json === "string") return json === "" ? null : json;
  return typeof json === "number" || typeof json === "boolean" ? String(json) : null;
}

const listOfTexts = (json: JsonValue | undefined): readonly string[] =>
  Array.isArray(json) ? json.flatMap((one) => textOf(one) ?? []) : [];

const FINDINGS_TOLD = 8;
const STEPS_TOLD = 4;

function explainIncident(asked: Asked, incident: IncidentDetail): void {
  const { draft } = asked;
  const { identities, findings, tactics } = incident;
  draft.looked({
    from: incident.at,
    to: incident.until,
    counts: { incidents: 1, findings: findings.length, events: incident.eventCount },
  });
  draft.paragraph(tellIncident(asked, incident));
  draft.paragraph([
    ...tell`It runs from ${timeOf(incident.at)} to ${timeOf(incident.until)} UTC, with ${countOf(findings.length, "finding")} on ${countOf(incident.eventCount, "event")}`,
    ...tell` along ${countOf(tactics.length, "tactic")}: ${tactics.map(toTacticName).join(", ")}.`,
  ]);
  draft.paragraph([
    words(identities.length === 1 ? "The identity: " : "The identities, linked to each other: "),
    ...identities
      .slice(0, FINDINGS_TOLD)
      .flatMap(({ id, name }, index) => [
        ...(index === 0 ? [] : [words(", ")]),
        value(name ?? id),
        draft.cite("actor", id, name ?? id),
      ]),
    words("."),
  ]);
  const inOrder = findings.toSorted((a, b) => a.at - b.at);
  draft.points(
    inOrder.slice(0, FINDINGS_TOLD).map((finding) => tellFinding(asked, finding)),
    true,
  );
  if (inOrder.length > FINDINGS_TOLD)
    draft.note(`The first ${FINDINGS_TOLD} of ${findings.length} findings are told, in order of time.`);
  const contain = recommend(findings).steps.filter(({ phase }) => phase === "contain");
  if (contain.length > 0) {
    draft.heading("What to do first");
    draft.points(firstSteps(contain, STEPS_TOLD).map(tellStep), true);
  }
  draft.show("finding", inOrder.slice(0, FINDINGS_TOLD));
  const who = identities[0]?.name;
  draft.suggest(
    ...(who === undefined || who === null
      ? []
      : [`Investigate ${who}`, `Suggest remediation steps for ${who}`]),
    "Recommend investigation priorities",
  );
}

/** Which techniques of ATT&CK were seen. */
export const answerTechniques: Answerer = async (asked) => {
  const { queries, draft, slots } = asked;
  const filter = toFilter(asked);
  const page = await queries.searchFindings(filter, { limit: FINDINGS_LOOKED_MAX, order: "worst-first" });
  draft.looked({ ...filter.period, counts: { findings: page.counts.total } });
  const techniques = toTechniques(page.rows);
  const tactics = countBy(
    page.rows.flatMap(({ attack }) => [...new Set(attack.map(({ tactic }) => tactic))]),
    (tactic) => tactic,
  );
  if (techniques.length === 0) {
    draft.paragraph([
      ...tell`No technique of ATT&CK was seen`,
      ...tellNarrowing(filter, asked),
      ...during(asked),
      words("."),
    ]);
    draft.suggest("What was not looked at?", "Summarize the current security posture");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(techniques.length, "technique")} of ${countOf(tactics.length, "tactic")}`,
    ...during(asked),
    ...tell`, in ${countOf(page.counts.total, "finding")}. The gravest:`,
  ]);
  const shown = techniques.slice(0, slots.limit ?? SHOWN);
  draft.points(
    shown.map(
      ({ technique, findings }) =>
        tell`${technique} ${toTechniqueName(technique)}: ${countOf(findings, "finding")}`,
    ),
  );
  draft.bars(
    "Findings by tactic",
    "findings",
    tactics.map(({ value: id, count }) => ({ label: toTacticName(id), value: count })),
  );
  draft.suggest("What security controls should we implement?", "What was not looked at?");
};
