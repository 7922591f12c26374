import type { RuleSubject, RulesPort } from "../../../api/index.ts";
import { type Clock, type JsonObject, toError } from "../../../domain/index.ts";
import { STORE_PROBLEMS, type Store } from "../../../store/index.ts";
import type { RuleBook } from "../../rules/rule-book.ts";
import { runTrial, toTrialTarget } from "../../rules/trial/run-trial.ts";
import type { Jobs } from "../jobs.ts";

export interface TrialParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly readBook: () => Promise<RuleBook>;
}

const KIND = "trial";
/** Characters of a rule's title in the list of jobs. */
const TITLE_MAX = 120;

/** Trials of rules as jobs. */
export const createTrials = ({
  store,
  clock,
  jobs,
  readBook,
}: TrialParts): Pick<RulesPort, "startTrial" | "findTrial"> => ({
  async startTrial({ subject, days, by }) {
    // What cannot be tried is said at once, not by the job.
    const target = toTrialTarget(await readBook(), subject);
    return jobs.start({
      kind: KIND,
      title: `Trying “${target.title.slice(0, TITLE_MAX)}” over ${days} days`,
      by,
      parameters: toParameters(subject, days),
      run: (job) =>
        runTrial(store, target, {
          days,
          clock,
          stop: job.stop,
          onStep: (step, done, total) => job.report({ step, done, total }),
        }),
    });
  },
  async findTrial(id) {
    const job = await jobs.find(id);
    if (job.kind !== KIND) throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id });
    return { job, result: job.result };
  },
});

const toParameters = (subject: RuleSubject, days: number): JsonObject => ({
  rule: subject.kind === "rule" ? subject.id : null,
  characters: subject.kind === "text" ? subject.text.length : null,
  days,
});
