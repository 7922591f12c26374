import type { ExceptionsPort } from "../../api/index.ts";
import type { Store, StoredException } from "../../store/index.ts";

/** Exceptions for the API. */
export const createExceptionAnswers = (store: Store): ExceptionsPort => ({
  async list() {
    const answers: object[] = [];
    for (const one of await store.verdicts.listExceptions())
      answers.push(await toExceptionAnswer(store, one));
    return answers;
  },
  end: async ({ id, by }) =>
    toExceptionAnswer(store, await store.verdicts.changeException(id, { by, isEnded: true })),
});

export async function toExceptionAnswer(
  store: Store,
  { at, until, isEnded, ...exception }: StoredException,
): Promise<object> {
  const { total } = isEnded ? { total: 0 } : await store.findings.count({ exception: exception.id });
  return {
    ...exception,
    until: until === null ? null : new Date(until).toISOString(),
    time: new Date(at).toISOString(),
    is_ended: isEnded,
    covers: total,
  };
}
