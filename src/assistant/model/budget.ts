import { type Clock, DAY_MS, describeProblem, MINUTE_MS, type ProblemReport } from "../../domain/index.ts";
import { ASSISTANT_PROBLEMS } from "../problems.ts";
import type { ModelLimits } from "./model-settings.ts";

/** How much a model was asked, by everybody of this process together. */
export interface ModelBudget {
  /** Null: it may be asked, which is counted. */
  take(limits: ModelLimits): ProblemReport | null;
  spend(tokens: number): void;
  readonly tokensOfDay: number;
}

/** Counts in sliding windows: of questions a minute, of tokens a day. */
export function createModelBudget(clock: Clock): ModelBudget {
  let asked: number[] = [];
  let spent: { readonly at: number; readonly tokens: number }[] = [];
  const sumOfDay = (): number => {
    spent = spent.filter(({ at }) => at > clock.now() - DAY_MS);
    return spent.reduce((sum, { tokens }) => sum + tokens, 0);
  };
  return {
    take({ questionsPerMinuteMax, tokensPerDayMax }) {
      asked = asked.filter((at) => at > clock.now() - MINUTE_MS);
      if (asked.length >= questionsPerMinuteMax) return refuse(questionsPerMinuteMax, "questions a minute");
      if (sumOfDay() >= tokensPerDayMax) return refuse(tokensPerDayMax, "tokens a day");
      asked.push(clock.now());
      return null;
    },
    spend(tokens) {
      spent.push({ at: clock.now(), tokens });
    },
    get tokensOfDay() {
      return sumOfDay();
    },
  };
}

const refuse = (most: number, what: string): ProblemReport =>
  describeProblem(ASSISTANT_PROBLEMS, "ASSISTANT_MODEL_BUDGET", { most, what });
