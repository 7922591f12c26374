import type { AdvisedStep } from "../../advice/index.ts";
import { DAY_MS, type EpochMs, toEpochMs, toTechniqueName } from "../../domain/index.ts";
import type { Part } from "../answer/answer.ts";
import { countOf, type Draft, tell, words } from "../answer/draft.ts";
import type { Facts } from "../look/facts.ts";
import type { BoundedPeriod } from "../look/times.ts";
import type { AssistantQueries, FindingFilter, FoundFinding, FoundIncident, Period, Span } from "../port.ts";
import type { Slots } from "./understand.ts";

/** A question that was understood, and all that is needed to answer it. */
export interface Asked {
  readonly queries: AssistantQueries;
  readonly span: Span;
  /** What relative times are relative to: now, or the newest event. */
  readonly asOf: EpochMs;
  readonly slots: Slots;
  readonly draft: Draft;
}

export type Answerer = (asked: Asked) => Promise<void>;

export const ALWAYS: Period = { from: null, to: null };
export const periodOf = ({ slots }: Asked): Period => slots.period ?? ALWAYS;

/** ` in the last 24 hours`; nothing where no period was asked for. */
export function during({ slots }: Asked): readonly Part[] {
  const { periodText } = slots;
  if (periodText === null) return [];
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(periodText);
  const joined =
    /^(?:since|before|after|until|till|up to|last (?:week|month|year|night)|this |tonight|all time)/.test(
      periodText,
    ) || periodText.endsWith("ago");
  return [words(` ${joined ? "" : isDay ? "on " : "in "}${periodText}`)];
}

/** With both ends: what is open begins with the first event and ends with the newest. */
export function toBounded({ span, asOf }: Asked, period: Period): BoundedPeriod {
  const to = period.to ?? toEpochMs((span.lastAt ?? asOf) + 1);
  return { from: period.from ?? span.firstAt ?? toEpochMs(to - DAY_MS), to };
}

/** Takes what was looked at over into the answer. */
export function use<Data extends object>({ draft }: Asked, facts: Facts<Data>): Data {
  draft.looked(facts.looked);
  return facts.data;
}

/** What a question narrows findings to. */
export function toFilter(asked: Asked): FindingFilter {
  const {
    actor,
    region,
    country,
    minSeverity,
    tactic,
    technique,
    service,
    action,
    actionClass,
    address,
    hours,
  } = asked.slots;
  return {
    period: periodOf(asked),
    ...(actor === null ? {} : { actor: actor.id }),
    ...(region === null ? {} : { region }),
    ...(country === null ? {} : { country }),
    ...(minSeverity === null ? {} : { minSeverity }),
    ...(tactic === null ? {} : { tactic }),
    ...(technique === null ? {} : { technique }),
    ...(service === null ? {} : { service }),
    ...(action === null ? {} : { action }),
    ...(actionClass === null ? {} : { actionClass }),
    ...(address === null ? {} : { address }),
    ...(hours === null ? {} : { hours }),
  };
}

/** A finding in a line: what, who, when, its mark. */
export const tellFinding = ({ draft }: Asked, finding: FoundFinding): readonly Part[] => [
  { kind: "strong", text: finding.severity },
  ...tell` ${toTime(finding.at)}: ${finding.summary}`,
  draft.cite("finding", finding.id, finding.detector),
];

export const tellIncident = ({ draft }: Asked, incident: FoundIncident): readonly Part[] => [
  { kind: "strong", text: incident.severity },
  ...tell` ${toTime(incident.at)}: ${incident.summary}`,
  draft.cite("incident", incident.id, incident.summary),
];

/** `Then: what to do. For T1078 Valid Accounts (3 findings).` */
export function tellStep({ phase, text, because }: AdvisedStep): readonly Part[] {
  const [technique] = because.techniques;
  return [
    ...tell`${phase === "contain" ? "First" : "Then"}: ${text}`,
    ...(technique === undefined
      ? []
      : tell` For ${technique.technique} ${toTechniqueName(technique.technique)} (${countOf(technique.findings, "finding")}).`),
  ];
}

export const toTime = (at: EpochMs): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
export const toIso = (at: EpochMs): string => new Date(at).toISOString().replace(".000Z", "Z");

/** `2 critical, 5 high`; nothing found is `none`. */
export function tellSeverities(counts: Readonly<Record<string, number>>): string {
  const some = ["critical", "high", "medium", "low", "info"].filter(
    (severity) => (counts[severity] ?? 0) > 0,
  );
  return some.length === 0
    ? "none"
    : some.map((severity) => `${counts[severity]!.toLocaleString("en")} ${severity}`).join(", ");
}
