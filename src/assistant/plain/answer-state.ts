import { DAY_MS, TACTICS, toEpochMs, toTacticName } from "../../domain/index.ts";
import { bytesOf, countOf, strong, tell, timeOf, toColumns, value, words } from "../answer/draft.ts";
import { countBy } from "../look/facts.ts";
import { lookAtTrend } from "../look/times.ts";
import { FINDINGS_LOOKED_MAX, type SeverityCounts, type Totals } from "../port.ts";
import {
  type Answerer,
  type Asked,
  during,
  periodOf,
  tellIncident,
  tellSeverities,
  toBounded,
  toFilter,
} from "./asked.ts";

const INCIDENTS_SHOWN = 3;
const PEOPLE_SHOWN = 3;
const WEEK_MS = 7 * DAY_MS;

/** How things stand: in one look. */
export const answerPosture: Answerer = async (asked) => {
  const { queries, draft } = asked;
  const period = periodOf(asked);
  const totals = await queries.countAll(period);
  const { rows, counts } = await queries.searchIncidents(
    { period },
    { limit: INCIDENTS_SHOWN, order: "worst-first" },
  );
  const ranking = await queries.rankActors({ limit: PEOPLE_SHOWN, at: period.to });
  draft.looked({
    ...period,
    counts: { events: totals.events, findings: totals.findings.total, incidents: counts.total },
  });
  draft.paragraph([
    ...tell`${strong(toVerdict(counts.bySeverity))}: ${countOf(counts.total, "incident")} (${tellSeverities(counts.bySeverity)}) and ${countOf(totals.findings.total, "finding")} (${tellSeverities(totals.findings.bySeverity)})`,
    ...during(asked),
    ...tell`, on ${countOf(totals.events, "event")} of ${countOf(totals.actors, "identity", "identities")}.`,
  ]);
  await tellWeek(asked);
  if (rows.length > 0) {
    draft.heading("What matters most");
    draft.points(
      rows.map((incident) => tellIncident(asked, incident)),
      true,
    );
  }
  const risky = ranking.actors.filter(({ risk }) => risk > 0);
  if (risky.length > 0) {
    draft.heading("Who");
    draft.points(
      risky.map((actor) => [
        value(actor.name),
        draft.cite("actor", actor.id, actor.name),
        ...tell`: risk ${actor.risk} of 100, ${countOf(actor.findings, "finding")}`,
      ]),
    );
  }
  draft.heading("How sure this is");
  draft.paragraph(await tellCoverage(asked));
  drawPosture(asked, { totals, incidents: counts, byLevel: ranking.byLevel });
  draft.show("incident", rows);
  draft.suggest(
    "What are the main security concerns right now?",
    "Recommend investigation priorities",
    "Analyze trends over the last week",
    "What was not looked at?",
  );
};

interface PostureNumbers {
  readonly totals: Totals;
  readonly incidents: SeverityCounts;
  readonly byLevel: SeverityCounts["bySeverity"];
}

function drawPosture({ draft, span }: Asked, { totals, incidents: counts, byLevel }: PostureNumbers): void {
  draft.table({
    title: "In numbers",
    columns: toColumns({ what: "text", "how many": "number" }),
    rows: Object.entries({
      events: totals.events,
      "denied or failed": totals.failures,
      identities: totals.actors,
      findings: totals.findings.total,
      incidents: counts.total,
      "critical incidents": counts.bySeverity.critical,
      rejects: span.rejects,
    }).map(([what, count]) => ({ cells: [what, count], link: null })),
  });
  draft.bars(
    "Identities by level of risk",
    "identities",
    (["critical", "high", "medium", "low", "info"] as const).map((level) => ({
      label: level,
      value: byLevel[level],
    })),
  );
}

/** A word for the whole: the gravest thing that is open decides. */
function toVerdict(counts: Readonly<Record<string, number>>): string {
  if ((counts["critical"] ?? 0) > 0) return "Critical, act today";
  if ((counts["high"] ?? 0) > 0) return "Serious, look at it soon";
  return (counts["medium"] ?? 0) > 0 ? "Some things to look at" : "Calm";
}

async function tellWeek(asked: Asked): Promise<void> {
  if (asked.slots.period !== null) return;
  const end = toEpochMs(asked.asOf + 1);
  const { data } = await lookAtTrend(asked.queries, {
    period: { from: toEpochMs(end - WEEK_MS), to: end },
    firstAt: asked.span.firstAt,
  });
  if (data.before === null) return;
  const change = data.findings - data.before.findings;
  asked.draft.paragraph(
    tell`The last 7 days brought ${countOf(data.findings, "finding")}, ${change === 0 ? "as many as" : `${Math.abs(change)} ${change > 0 ? "more" : "fewer"} than`} the 7 days before (${data.before.findings}).`,
  );
}

async function tellCoverage({ queries, span }: Asked) {
  if (span.lookedAt === null) return tell`Nothing was ever looked at: run detection first.`;
  const { detectors, looked, notLooked } = await queries.readCoverage();
  const waiting =
    span.eventsWaiting === 0
      ? []
      : tell` ${countOf(span.eventsWaiting, "event")} came since and ${span.eventsWaiting === 1 ? "was" : "were"} not looked at.`;
  return [
    ...tell`${looked} of ${countOf(detectors, "detector")} could look; ${notLooked.length} could not, mostly for want of their kind of log. Detection ran last at ${timeOf(span.lookedAt)} UTC.`,
    ...waiting,
  ];
}

/** What should worry: the gravest stories, the tactics behind them, the people. */
export const answerConcerns: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const period = periodOf(asked);
  const { rows, counts } = await queries.searchIncidents(
    { period, ...(slots.minSeverity === null ? {} : { minSeverity: slots.minSeverity }) },
    { limit: slots.limit ?? 5, order: "worst-first" },
  );
  const page = await queries.searchFindings(
    { period, minSeverity: "medium" },
    { limit: FINDINGS_LOOKED_MAX, order: "worst-first" },
  );
  draft.looked({
    ...period,
    counts: { incidents: counts.total, "findings of medium severity or above": page.counts.total },
  });
  if (counts.total === 0 && slots.period !== null && slots.minSeverity === null) {
    draft.paragraph([...tell`No incident began`, ...during(asked), words(".")]);
    return answerConcerns({ ...asked, slots: { ...slots, period: null, periodText: null } });
  }
  if (counts.total === 0) {
    draft.paragraph([...tell`No incident is open`, ...during(asked), words(".")]);
    draft.suggest("What was not looked at?", "Summarize the current security posture");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(counts.total, "incident")} ${counts.total === 1 ? "is" : "are"} open`,
    ...during(asked),
    ...tell`: ${tellSeverities(counts.bySeverity)}. The gravest ${rows.length}:`,
  ]);
  draft.points(
    rows.map((incident) => tellIncident(asked, incident)),
    true,
  );
  const tactics = countBy(
    page.rows.flatMap(({ attack }) => [...new Set(attack.map(({ tactic }) => tactic))]),
    (tactic) => tactic,
  );
  if (tactics.length > 0)
    draft.paragraph(
      tell`Behind ${countOf(page.counts.total, "finding")} of medium severity or above stand mostly ${tactics
        .slice(0, 3)
        .map(({ value: id, count }) => `${toTacticName(id)} (${count})`)
        .join(", ")}.`,
    );
  draft.bars(
    "Findings of medium severity or above, by tactic",
    "findings",
    tactics.map(({ value: id, count }) => ({ label: toTacticName(id), value: count })),
  );
  draft.show("incident", rows);
  draft.suggest("Why?", "Recommend investigation priorities", "What security controls should we implement?");
};

const NOT_LOOKED_SHOWN = 8;

/** What was looked at, and what was not. */
export const answerCoverage: Answerer = async (asked) => {
  const { queries, draft, span } = asked;
  draft.looked({ from: span.firstAt, to: span.lastAt, counts: { events: span.events } });
  draft.paragraph(await tellCoverage(asked));
  if (span.lookedAt === null) return;
  const { notLooked, rulesByTactic, notes } = await queries.readCoverage();
  const needs = countBy(notLooked, (one) => `${one.why.replaceAll("-", " ")}: ${one.needs}`);
  if (needs.length > 0) {
    draft.heading("Why detectors could not look");
    draft.points(
      needs
        .slice(0, NOT_LOOKED_SHOWN)
        .map(({ value: why, count }) => tell`${countOf(count, "detector")}: ${why}`),
    );
  }
  if (span.rejects > 0)
    draft.paragraph(tell`${countOf(span.rejects, "record")} could not be read as events and were set aside.`);
  const logs = Object.entries(span.eventsByLogType).map(
    ([type, events]) => `${type} (${events.toLocaleString("en")})`,
  );
  if (logs.length > 0) draft.paragraph(tell`Logs that there are: ${logs.join(", ")}.`);
  for (const note of notes.slice(0, 3)) draft.note(note);
  draft.bars(
    "Rules by tactic",
    "rules",
    TACTICS.map(({ id, name }) => ({ label: name, value: rulesByTactic[id] ?? 0 })),
  );
  draft.suggest("Summarize the current security posture", "Which techniques were seen?");
};

/** How many of what. */
export const answerStatistics: Answerer = async (asked) => {
  const { queries, draft, slots, span } = asked;
  const filter = toFilter(asked);
  const isNarrow = Object.keys(filter).length > 1;
  if (isNarrow) {
    const { counts } = await queries.searchFindings(filter, {
      limit: FINDINGS_LOOKED_MAX,
      order: "worst-first",
    });
    draft.looked({ ...filter.period, counts: { findings: counts.total } });
    draft.paragraph([
      ...tell`${countOf(counts.total, "finding")}`,
      ...during(asked),
      ...tell` of what you name: ${tellSeverities(counts.bySeverity)}.`,
    ]);
    if (slots.actor !== null) {
      const activity = await queries.readActivity(slots.actor.id, filter.period);
      if (activity !== null)
        draft.paragraph([
          value(slots.actor.name),
          ...tell`: ${countOf(activity.events, "event")}, ${activity.failures} denied or failed.`,
        ]);
    }
  } else {
    const totals = await queries.countAll(filter.period);
    const bounded = toBounded(asked, filter.period);
    draft.looked({
      ...filter.period,
      counts: { events: totals.events, findings: totals.findings.total, incidents: totals.incidents.total },
    });
    draft.paragraph([...tell`From ${timeOf(bounded.from)} to ${timeOf(bounded.to)} UTC:`]);
    draft.points([
      tell`${countOf(totals.events, "event")}, ${totals.failures} of them denied or failed`,
      tell`${countOf(totals.actors, "identity", "identities")}`,
      tell`${bytesOf(totals.bytesOut)} out and ${bytesOf(totals.bytesIn)} in`,
      tell`${countOf(totals.findings.total, "finding")}: ${tellSeverities(totals.findings.bySeverity)}`,
      tell`${countOf(totals.incidents.total, "incident")}: ${tellSeverities(totals.incidents.bySeverity)}`,
      tell`${countOf(span.inputs, "input")} read, ${span.rejects} records rejected`,
    ]);
  }
  draft.suggest("Summarize the current security posture", "Analyze trends over the last week");
};
