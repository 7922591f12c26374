/** How many times as fast as its peer each job should be, thread against thread, by the name that the peer has for it. */
const TARGETS: Readonly<Record<string, number>> = {
  "isolation fit": 10,
  "isolation score": 2.5,
  "forest fit": 25,
  "forest score": 2,
  "lightgbm fit": 1,
  "isolation shap": 4,
  "forest shap": 4,
  lime: 5,
  "svm fit 7200x6 nu 0.05": 1,
  "svm fit 7200x6 nu 0.5": 1,
  "svm fit 10000x20 nu 0.05": 1,
};

/** What the first run of a process should reach where that is asked for: within twice the time of LIBSVM's best. */
const FIRST_TARGET = 0.5;

export const targetOf = (job: string): number | null => TARGETS[job] ?? null;
export const firstTargetOf = (job: string): number | null =>
  job.startsWith("svm fit") ? FIRST_TARGET : null;

/** The target with a word on whether it was met. */
export const verdictOn = (ratio: number, target: number): string =>
  `${target}x ${ratio >= target ? "met" : `MISSED by ${Math.round(100 * (1 - ratio / target))} %`}`;
