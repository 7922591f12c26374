/** Says how the data are: two times the same text means that nothing was committed in between. */
export type ReadVersion = () => Promise<string>;

/** Answers to one kind of question that are given again for as long as nothing is written. */
export interface Answers<Asked, Answer> {
  readonly ask: (asked: Asked) => Promise<Answer>;
}

export interface AnswersOptions<Asked, Answer> {
  readonly readVersion: ReadVersion;
  /** Different questions of which the answer is kept, those asked latest; 0: none is. */
  readonly answersMax: number;
  readonly answer: (asked: Asked) => Promise<Answer>;
  /** Whether an answer is small enough to be kept; all are where it is absent. */
  readonly isSmall?: (answer: Answer) => boolean;
}

/** JSON knows no infinity. */
const toKey = (asked: unknown): string =>
  JSON.stringify(asked, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  ) ?? "";

/**
 * Whoever asks the same before the first is answered waits with the first. What fails is not kept. Questions are alike
 * when their JSON is. An answer is shared by all who ask: nobody may change it.
 */
export function keepAnswers<Asked, Answer>(options: AnswersOptions<Asked, Answer>): Answers<Asked, Answer> {
  const { readVersion, answersMax, answer, isSmall = () => true } = options;
  const kept = new Map<string, Promise<Answer>>();
  let version = "";
  return {
    async ask(asked) {
      if (answersMax === 0) return answer(asked);
      const now = await readVersion();
      if (now !== version) kept.clear();
      version = now;
      const key = toKey(asked);
      const known = kept.get(key);
      kept.delete(key);
      const given = known ?? answer(asked);
      kept.set(key, given);
      if (known !== undefined) return given;
      for (const oldest of kept.keys()) {
        if (kept.size <= answersMax) break;
        kept.delete(oldest);
      }
      const forget = (): void => {
        if (kept.get(key) === given) kept.delete(key);
      };
      given.then((one) => isSmall(one) || forget(), forget);
      return given;
    },
  };
}
