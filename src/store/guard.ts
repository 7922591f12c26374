import type { Engine } from "./engine.ts";

/** Turns what the engine throws into problems that a user can act on. */
export interface Guard {
  readonly ask: <T>(work: Promise<T>) => Promise<T>;
  readonly stream: <T>(rows: AsyncGenerator<T>) => AsyncGenerator<T>;
}

export const createGuard = (engine: Pick<Engine, "toProblem">): Guard => ({
  async ask(work) {
    try {
      return await work;
    } catch (error) {
      throw engine.toProblem(error);
    }
  },
  async *stream(rows) {
    try {
      yield* rows;
    } catch (error) {
      throw engine.toProblem(error);
    }
  },
});
