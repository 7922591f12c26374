/*
 * How threads share out tasks without asking anybody: two numbers in memory that all of them see. Whoever is free claims
 * the next task, so that a thread which is held up holds up no other, and a thread never waits for a message between
 * tasks.
 */
const CLAIMED = 0;
const RELEASED = 1;
const CALLED_OFF = -1;

export const createClaims = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

/** The next task of so many, once it is released; -1: there is none left, or the work was called off. */
export function claimTask(claims: Int32Array, tasks: number): number {
  const at = Atomics.add(claims, CLAIMED, 1);
  if (at >= tasks) return -1;
  for (;;) {
    const released = Atomics.load(claims, RELEASED);
    if (released === CALLED_OFF) return -1;
    if (released > at) return at;
    Atomics.wait(claims, RELEASED, released);
  }
}

/** The first so many tasks may be done; those after them wait for another call. */
export function releaseTasks(claims: Int32Array, tasks: number): void {
  Atomics.store(claims, RELEASED, tasks);
  Atomics.notify(claims, RELEASED);
}

/** No further task is given out, and who waits for one waits no more. */
export function callOff(claims: Int32Array): void {
  releaseTasks(claims, CALLED_OFF);
}
