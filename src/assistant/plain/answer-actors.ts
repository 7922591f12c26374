import { DAY_MS, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Part } from "../answer/answer.ts";
import {
  bytesOf,
  countOf,
  formatBytes,
  formatNumber,
  listOf,
  strong,
  tell,
  timeOf,
  toColumns,
  value,
  words,
} from "../answer/draft.ts";
import {
  type ActorProfile,
  type Comparison,
  compareWithBaseline,
  lookAtActor,
  lookAtTimeline,
} from "../look/actors.ts";
import { citeActor } from "../look/facts.ts";
import { lookAtRisks, lookAtUnusual } from "../look/risks.ts";
import type { ActorRef, RankedActor, UsedKind } from "../port.ts";
import {
  type Answerer,
  type Asked,
  during,
  periodOf,
  tellFinding,
  tellIncident,
  tellSeverities,
  toIso,
  use,
} from "./asked.ts";
import { nameCountry } from "./read-country.ts";

const SHOWN = 5;
const WEEK_MS = 7 * DAY_MS;

/** Who has the highest risk, and why. */
export const answerRiskyActors: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const at = slots.period?.to ?? null;
  const { actors, total, byLevel, asOf } = use(
    asked,
    await lookAtRisks(queries, { limit: slots.limit ?? SHOWN, at }),
  );
  const risky = actors.filter(({ risk }) => risk > 0);
  const first = risky[0];
  if (first === undefined || asOf === null) {
    draft.paragraph(
      tell`None of ${countOf(total, "identity", "identities")} has a risk above 0: nothing was found about them.`,
    );
    draft.suggest("What was not looked at?", "Summarize the current security posture");
    return;
  }
  draft.paragraph([
    ...tell`The highest risk of ${countOf(total, "identity", "identities")} has ${value(first.name)}: ${strong(`${first.risk} of 100`)}`,
    draft.cite("actor", first.id, first.name),
    ...tell`, as of ${timeOf(asOf)} UTC. Levels over all: ${tellSeverities(byLevel)}.`,
  ]);
  draft.points(
    risky.map((actor) => tellRisk(asked, actor)),
    true,
  );
  draft.table({
    title: "Risk",
    columns: toColumns({
      identity: "text",
      risk: "number",
      level: "severity",
      findings: "number",
      events: "number",
      "last event (UTC)": "time",
    }),
    rows: risky.map((actor) => ({
      cells: [actor.name, actor.risk, actor.level, actor.findings, actor.events, toIso(actor.lastAt)],
      link: citeActor(actor).link,
    })),
  });
  draft.bars(
    "Risk from 0 to 100",
    "points",
    risky.map(({ name, risk }) => ({ label: name, value: risk })),
  );
  draft.show("actor", risky);
  draft.suggest(
    `Investigate ${first.name}`,
    "Suggest remediation steps for high-risk users",
    "Show me users with unusual behavior patterns",
  );
};

function tellRisk({ draft }: Asked, actor: RankedActor): readonly Part[] {
  const heaviest = actor.parts[0];
  return [
    value(actor.name),
    draft.cite("actor", actor.id, actor.name),
    ...tell`: risk ${actor.risk}, ${countOf(actor.findings, "finding")}`,
    ...(heaviest === undefined
      ? []
      : [
          ...tell`; most weighs: ${heaviest.summary}`,
          draft.cite("finding", heaviest.finding, heaviest.summary),
        ]),
  ];
}

/** Who moved differently from before. */
export const answerUnusualActors: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const period = periodOf(asked);
  const { actors, total, findings } = use(
    asked,
    await lookAtUnusual(queries, { period, limit: slots.limit ?? SHOWN }),
  );
  if (actors.length === 0) {
    draft.paragraph([
      ...tell`Nobody moved differently from before`,
      ...during(asked),
      ...tell`, as far as there was enough history to say so.`,
    ]);
    draft.suggest("What was not looked at?", "Which users pose the highest risk?");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(total, "identity", "identities")} moved differently from their own past or from their peers`,
    ...during(asked),
    ...tell`: ${countOf(findings, "finding")} of behaviour. The strangest:`,
  ]);
  draft.points(
    actors.map(({ actor, findings: count, what, worstFinding }) => [
      value(actor.name),
      draft.cite("actor", actor.id, actor.name),
      ...tell`: ${countOf(count, "finding")}, most often “${what[0]?.value ?? ""}” (${what[0]?.count ?? 0}). Worst: ${worstFinding.summary}`,
      draft.cite("finding", worstFinding.id, worstFinding.detector),
    ]),
    true,
  );
  draft.bars(
    "Findings of behaviour",
    "findings",
    actors.map(({ actor, findings: count }) => ({ label: actor.name, value: count })),
  );
  draft.show(
    "actor",
    actors.map(({ actor }) => actor),
  );
  const first = actors[0]!.actor.name;
  draft.suggest(
    `Compare ${first} with the usual`,
    `Investigate ${first}`,
    "Which users pose the highest risk?",
  );
};

/** Says that a name is missing; null: it was said. */
function actorOf({ slots, draft }: Asked): ActorRef | null {
  if (slots.actor !== null) return slots.actor;
  draft.paragraph(tell`Whom do you mean? Name an identity, as in “Investigate user_15's recent activities”.`);
  draft.suggest("Which users pose the highest risk?", "Show me users with unusual behavior patterns");
  return null;
}

const USED_SHOWN: readonly UsedKind[] = ["action", "region", "country", "tool"];
const VALUES_SHOWN = 3;

/** One identity: who it is, its risk, what it does, what was found, what is new. */
export const answerActor: Answerer = async (asked) => {
  const { queries, draft } = asked;
  const named = actorOf(asked);
  if (named === null) return;
  const facts = await lookAtActor(queries, { actor: named.id, period: periodOf(asked) });
  if (facts === null) return draft.paragraph(tell`There is no identity ${value(named.name)} any more.`);
  const { activity, findings, incidents } = use(asked, facts);
  const { actor } = activity;
  tellWho(asked, facts.data);
  draft.points(
    USED_SHOWN.flatMap((kind) => {
      const used = activity.used[kind].slice(0, VALUES_SHOWN);
      if (used.length === 0) return [];
      const shown = used.map(
        ({ value: text, events }) =>
          tell`${value(kind === "country" ? nameCountry(text) : text)} (${events})`,
      );
      return [[words(`Uses most, ${kind}: `), ...listOf(shown)]];
    }),
  );
  await tellNew(asked, actor);
  draft.heading("What was found");
  if (findings.counts.total === 0) draft.paragraph(tell`Nothing was found about this identity.`);
  else {
    draft.paragraph(
      tell`${countOf(findings.counts.total, "finding")}: ${tellSeverities(findings.counts.bySeverity)}; ${countOf(incidents.length, "incident")}.`,
    );
    draft.points([
      ...incidents.slice(0, 2).map((incident) => tellIncident(asked, incident)),
      ...findings.rows.slice(0, SHOWN).map((finding) => tellFinding(asked, finding)),
    ]);
  }
  draft.bars(
    "Events by hour of the day (UTC)",
    "events",
    activity.hours.map((events, hour) => ({ label: String(hour).padStart(2, "0"), value: events })),
  );
  draft.show("finding", findings.rows.slice(0, SHOWN));
  draft.suggest(
    `What did ${actor.name} do on the last day?`,
    `Compare ${actor.name} with the usual`,
    `Suggest remediation steps for ${actor.name}`,
  );
};

/** Type, risk and pace in a sentence. */
function tellWho(asked: Asked, { activity, risk, rank, ranked }: ActorProfile): void {
  const { draft } = asked;
  const { actor } = activity;
  draft.paragraph([
    value(actor.name),
    draft.cite("actor", actor.id, actor.name),
    ...tell` is a ${actor.type}${actor.automated ? ", automated" : ""}`,
    ...(risk === null
      ? tell`.`
      : tell` with a risk of ${strong(`${risk.risk} of 100`)}, number ${rank ?? 0} of ${ranked}.`),
    ...(activity.events === 0
      ? [...tell` It did nothing`, ...during(asked), words(".")]
      : [
          ...tell` ${countOf(activity.events, "event")} on ${countOf(activity.days.length, "day")}`,
          ...during(asked),
          ...tell`, ${activity.failures} of them denied or failed; ${bytesOf(activity.bytesOut)} out, ${bytesOf(activity.bytesIn)} in.`,
        ]),
  ]);
}

/** What of its last week was not there before. */
async function tellNew(asked: Asked, actor: ActorRef): Promise<void> {
  const from = startOfLastWeek(asked);
  const compared = await compareWithBaseline(asked.queries, { actor: actor.id, period: { from, to: null } });
  if (compared === null) return;
  const fresh = tellUnseen(compared.data);
  if (compared.data.now.events > 0 && fresh.length > 0) {
    asked.draft.heading("New in its last 7 days");
    asked.draft.points(fresh);
  }
}

const startOfLastWeek = ({ span, asOf }: Asked): EpochMs => toEpochMs((span.lastAt ?? asOf) - WEEK_MS);

const UNSEEN_SHOWN: readonly UsedKind[] = ["country", "region", "address", "tool", "service", "action"];

const tellUnseen = ({ unseen }: Comparison): readonly (readonly Part[])[] =>
  UNSEEN_SHOWN.flatMap((kind) => {
    const values = unseen[kind];
    if (values.length === 0) return [];
    const shown = values
      .slice(0, VALUES_SHOWN)
      .map(({ value: text }) => value(kind === "country" ? nameCountry(text) : text));
    const rest = values.length - shown.length;
    return [
      [
        ...tell`${countOf(values.length, `new ${kind}`, NEW_PLURALS[kind])}: `,
        ...listOf(shown),
        ...(rest > 0 ? tell` and ${rest} more` : []),
      ],
    ];
  });

const NEW_PLURALS: Readonly<Record<UsedKind, string>> = {
  action: "new actions",
  service: "new services",
  region: "new regions",
  country: "new countries",
  address: "new addresses",
  tool: "new tools",
  resource: "new resources",
  error: "new errors",
};

const TIMELINE_SHOWN = 15;

/** What somebody did, in order of time. */
export const answerTimeline: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const named = actorOf(asked);
  if (named === null) return;
  const order = slots.period === null ? "newest-first" : "oldest-first";
  const all = use(
    asked,
    await lookAtTimeline(queries, {
      actor: named.id,
      period: periodOf(asked),
      limit: slots.hours === null ? (slots.limit ?? TIMELINE_SHOWN) : 1000,
      order,
    }),
  ).rows;
  const rows = (
    slots.hours === null ? all : all.filter(({ at }) => slots.hours!.includes(new Date(at).getUTCHours()))
  ).slice(0, slots.limit ?? TIMELINE_SHOWN);
  if (rows.length === 0) {
    draft.paragraph([value(named.name), ...tell` did nothing`, ...during(asked), words(".")]);
    draft.suggest(`Investigate ${named.name}`);
    return;
  }
  draft.paragraph([
    ...tell`What `,
    value(named.name),
    draft.cite("actor", named.id, named.name),
    ...tell` did`,
    ...during(asked),
    ...tell`, ${order === "newest-first" ? "the newest first" : "in order"} (${countOf(rows.length, "row")}):`,
  ]);
  draft.points(
    rows.map((row) => [
      ...tell`${timeOf(row.at)} `,
      ...(row.kind === "finding"
        ? [strong(row.severity ?? "finding"), ...tell` ${row.what}`, draft.cite("finding", row.id, row.what)]
        : [
            value(row.what),
            ...(row.outcome === "success" || row.outcome === null ? [] : tell` (${row.outcome})`),
            ...(row.address === null ? [] : tell` from ${value(row.address)}`),
            ...(row.resource === null ? [] : tell` on ${value(row.resource)}`),
          ]),
    ]),
  );
  draft.show(
    "finding",
    rows.filter(({ kind }) => kind === "finding"),
  );
  draft.suggest(`Compare ${named.name} with the usual`, `Investigate ${named.name}`);
};

/** Somebody against their own past. */
export const answerBaseline: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const named = actorOf(asked);
  if (named === null) return;
  const from = slots.period?.from ?? startOfLastWeek(asked);
  const facts = await compareWithBaseline(queries, {
    actor: named.id,
    period: { from, to: slots.period?.to ?? null },
  });
  if (facts === null) {
    draft.paragraph([
      ...tell`There is nothing to compare with: `,
      value(named.name),
      ...tell` did nothing before ${timeOf(from)} UTC.`,
    ]);
    draft.suggest(`Investigate ${named.name}`);
    return;
  }
  const comparison = use(asked, facts);
  const { now, before, paces, unseenHours } = comparison;
  draft.paragraph([
    value(now.actor.name),
    draft.cite("actor", now.actor.id, now.actor.name),
    ...(slots.period === null ? tell` in the last 7 days` : during(asked)),
    ...tell` (${countOf(now.events, "event")} on ${countOf(now.days.length, "day")}) against all before (${countOf(before.events, "event")} on ${countOf(before.days.length, "day")}):`,
  ]);
  draft.points([
    ...paces.filter((pace) => pace.now > 0 || pace.before > 0).map((pace) => tellPace(pace)),
    ...tellUnseen(comparison),
    ...(unseenHours.length === 0
      ? []
      : [
          tell`at hours without events before: ${unseenHours.map((hour) => `${String(hour).padStart(2, "0")}:00`).join(", ")} UTC`,
        ]),
  ]);
  draft.table({
    title: "A day with events, on average",
    columns: toColumns({ what: "text", now: "number", before: "number" }),
    rows: paces.map(({ what, now: later, before: earlier }) => ({
      cells: [what, Math.round(later * 10) / 10, Math.round(earlier * 10) / 10],
      link: null,
    })),
  });
  draft.suggest(`Investigate ${now.actor.name}`, "Show me users with unusual behavior patterns");
};

function tellPace({ what, now, before, times }: Comparison["paces"][number]): readonly Part[] {
  const show = (amount: number): string =>
    what.startsWith("bytes") ? formatBytes(amount) : formatNumber(Math.round(amount * 10) / 10);
  const change =
    times === null ? "; none before" : `; ${formatNumber(Math.round(times * 100) / 100)} times the usual`;
  return tell`${what} a day: ${show(now)}, before ${show(before)}${change}`;
}
