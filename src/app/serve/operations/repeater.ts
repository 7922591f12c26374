/** Work that is done again and again, never twice at once. */
export interface Repeater {
  /** Does it now, or once more when it is being done. */
  request(): void;
  /** Nothing begins any more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export interface RepeaterParts {
  /** May answer after how many milliseconds it wants to be done again. */
  readonly work: () => Promise<number | undefined>;
  /** Told of what went wrong; the work is done again when it is asked for. */
  readonly onFailure: (error: unknown) => void;
  /** Asked for by itself so many milliseconds after it was done; what the work answers, else this. */
  readonly everyMs: number;
}

export function createRepeater({ work, onFailure, everyMs }: RepeaterParts): Repeater {
  let running: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  const turn = async (): Promise<void> => {
    let pauseMs = everyMs;
    while (isWanted && !isStopped) {
      isWanted = false;
      try {
        pauseMs = (await work()) ?? everyMs;
      } catch (error) {
        onFailure(error);
      }
    }
    running = null;
    if (!isStopped) timer = setTimeout(request, pauseMs).unref();
  };
  function request(): void {
    if (isStopped) return;
    isWanted = true;
    if (timer !== null) clearTimeout(timer);
    running ??= turn();
  }
  return {
    request,
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
