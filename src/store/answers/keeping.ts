import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { StoreLimits } from "../limits.ts";
import type { KeptBounds } from "../ports/statistic-port.ts";
import { keepAnswers } from "./answers.ts";

export interface KeepingParts {
  readonly engine: Engine;
  readonly guard: Guard;
  readonly limits: StoreLimits;
}

/** Makes questions to a database ones whose answers are kept until something is written. */
export const createKeeping =
  ({ engine, guard, limits }: KeepingParts) =>
  <Asked, Answer>(
    answer: (asked: Asked) => Promise<Answer>,
    { answersMax = limits.answersMax, isSmall = () => true }: Partial<KeptBounds<Answer>> = {},
  ): ((asked: Asked) => Promise<Answer>) =>
    keepAnswers({
      readVersion: () => guard.ask(engine.readVersion()),
      answersMax: Math.min(answersMax, limits.answersMax),
      answer: (asked: Asked) => guard.ask(answer(asked)),
      isSmall,
    }).ask;
