import type { TriagePort } from "../../api/index.ts";
import type { Clock, TriageStep, Verdict } from "../../domain/index.ts";
import type { StateCount, Store } from "../../store/index.ts";
import { findTarget } from "../findings/find-target.ts";
import { toStandingJson, triage } from "../findings/triage-command.ts";
import { toSubjectFilter } from "./analytics-answers.ts";

/** What people do with findings and incidents, for the API. */
export const createTriageAnswers = (store: Store, clock: Clock): TriagePort => ({
  change: (request) => triage(store, request),
  async read(id) {
    const { target, summary } = await findTarget(store, id);
    const steps = await store.triage.listSteps(target);
    const verdicts = await store.verdicts.list(target);
    return {
      target: { ...target, summary },
      ...toStandingJson(await store.triage.read(target)),
      steps: [...steps.map(toStepJson), ...verdicts.toReversed().map(toJudgedJson)].toSorted(byTime),
    };
  },
  async count(request) {
    const filter = await toSubjectFilter({ store, clock }, { ...request, all: true });
    if (filter.subject === "events") throw new TypeError("events are not triaged");
    return { for: request.subject, ...toCounts(await store.triage.count(filter)) };
  },
  async listAssignees() {
    const users = (await store.users.list()).filter(({ disabledAt }) => disabledAt === null);
    if (users.length > 0) return { names: users.map(({ name }) => name).toSorted(), is_free: false };
    return { names: await store.triage.listAssignees(), is_free: true };
  },
});

interface StepJson {
  readonly time: string;
}

const byTime = (a: StepJson, b: StepJson): number => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

const toStepJson = ({ deed, text, at, by }: TriageStep) => ({
  time: new Date(at).toISOString(),
  by,
  deed,
  verdict: null,
  text,
});

const toJudgedJson = ({ verdict, at, by, note }: Verdict) => ({
  time: new Date(at).toISOString(),
  by,
  deed: "judge" as const,
  verdict,
  text: note,
});

function toCounts(counts: readonly StateCount[]) {
  const sum = (isOf: (one: StateCount) => boolean): number =>
    counts.filter(isOf).reduce((total, { count }) => total + count, 0);
  const open = counts.filter(({ state, isCovered }) => state !== "closed" && !isCovered);
  const people = Map.groupBy(open, ({ assignee }) => assignee);
  return {
    new: sum(({ state, isCovered }) => state === "new" && !isCovered),
    acknowledged: sum(({ state, isCovered }) => state === "acknowledged" && !isCovered),
    closed: sum(({ state }) => state === "closed"),
    covered: sum(({ state, isCovered }) => state !== "closed" && isCovered),
    by_assignee: [...people]
      .map(([assignee, own]) => ({ assignee, open: own.reduce((total, { count }) => total + count, 0) }))
      .toSorted((a, b) => b.open - a.open),
  };
}
