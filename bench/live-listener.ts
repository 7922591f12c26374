import { z } from "zod";

const finding = z.object({ events: z.array(z.string()) });

/** Hears what a server tells, and when. */
export class LiveListener {
  readonly #stop = new AbortController();
  /** When an event was first told of in a finding, by the event's id. */
  readonly #foundAt = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #passes = 0;

  private constructor(body: AsyncIterable<string>) {
    void this.#hear(body);
  }

  static async open(address: string, headers: Readonly<Record<string, string>>): Promise<LiveListener> {
    const response = await fetch(`${address}/api/v1/live`, {
      headers: { ...headers, accept: "text/event-stream" },
    });
    if (!response.ok || response.body === null) throw new Error(`Nobody may listen: ${response.status}.`);
    return new LiveListener(response.body.pipeThrough(new TextDecoderStream()));
  }

  /** Passes that ended so far. */
  get passes(): number {
    return this.#passes;
  }

  /** Milliseconds on this process's clock at which the event was told of in a finding. */
  async untilFound(event: string): Promise<number> {
    await this.#until(() => this.#foundAt.has(event), `no finding of ${event}`);
    return this.#foundAt.get(event)!;
  }

  /** When so many passes have ended. */
  untilPasses(count: number): Promise<void> {
    return this.#until(() => this.#passes >= count, `no pass ${count}`);
  }

  close(): void {
    this.#stop.abort();
  }

  async #until(holds: () => boolean, otherwise: string): Promise<void> {
    const started = performance.now();
    while (!holds()) {
      if (performance.now() - started > LATE_MS) throw new Error(`${otherwise} within ${LATE_MS / 1000} s.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LATE_MS);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async #hear(body: AsyncIterable<string>): Promise<void> {
    let heard = "";
    for await (const part of body) {
      if (this.#stop.signal.aborted) return;
      const messages = (heard + part).split("\n\n");
      heard = messages.pop() ?? "";
      for (const message of messages) this.#note(message);
    }
  }

  #note(message: string): void {
    const event = /^event: (.*)$/m.exec(message)?.[1];
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (data === undefined) return;
    if (event === "detection") this.#passes++;
    if (event === "finding")
      for (const id of finding.parse(JSON.parse(data)).events)
        if (!this.#foundAt.has(id)) this.#foundAt.set(id, performance.now());
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** Whatever takes longer is broken. */
const LATE_MS = 60_000;
