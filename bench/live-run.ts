import { setTimeout as wait } from "node:timers/promises";
import { type Arrival, toProbe } from "./live-arrivals.ts";
import { LiveListener } from "./live-listener.ts";

export interface LiveServer {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One simulated hour, in milliseconds of this machine. */
export interface LiveHour {
  /** From posting a batch to its answer. */
  readonly answers: readonly number[];
  /** From posting a batch to the end of the pass that looked at it. */
  readonly passes: readonly number[];
  /** From posting a probe to its finding being told. */
  readonly finds: readonly number[];
  /** Of the server at the hour's end. */
  readonly rssMb: number;
}

export interface LivedDay {
  readonly hours: readonly LiveHour[];
  /** Everything that was posted. */
  readonly records: number;
}

const HOURS = 24;

/** Posts a day as it arrives, each batch when the one before was looked at: as fast as the server keeps up. */
export async function liveDay(
  server: LiveServer,
  day: readonly Arrival[],
  {
    readRssMb,
    onHour,
  }: { readonly readRssMb: () => number; readonly onHour: (hour: number, of: LiveHour) => void },
): Promise<LivedDay> {
  const listener = await LiveListener.open(server.address, server.headers);
  const hours: LiveHour[] = [];
  let records = 0;
  try {
    for (let hour = 0; hour < HOURS; hour++) {
      const arrivals = day.slice((hour * day.length) / HOURS, ((hour + 1) * day.length) / HOURS);
      const times = { answers: [] as number[], passes: [] as number[], finds: [] as number[] };
      for (const arrival of arrivals) {
        records += arrival.records;
        if (arrival.records > 0) await liveArrival(server, { listener, arrival, times });
      }
      hours.push({ ...times, rssMb: readRssMb() });
      onHour(hour, hours.at(-1)!);
    }
    await untilIdle(server);
  } finally {
    listener.close();
  }
  return { hours, records };
}

interface LivedArrival {
  readonly listener: LiveListener;
  readonly arrival: Arrival;
  readonly times: { readonly answers: number[]; readonly passes: number[]; readonly finds: number[] };
}

async function liveArrival(server: LiveServer, { listener, arrival, times }: LivedArrival): Promise<void> {
  const passes = listener.passes;
  const startedAt = performance.now();
  const events = await postRecords(server, arrival.body);
  times.answers.push(performance.now() - startedAt);
  // Nothing new, nothing to look at.
  if (events === 0) return;
  await listener.untilPasses(passes + 1);
  times.passes.push(performance.now() - startedAt);
  if (arrival.probe !== null) times.finds.push((await listener.untilFound(arrival.probe)) - startedAt);
}

/** Answers how many events were new. */
export async function postRecords({ address, headers }: LiveServer, body: string): Promise<number> {
  const response = await fetch(`${address}/api/v1/events`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-ndjson" },
    body,
  });
  const answer: unknown = await response.json();
  const isFine = response.ok && typeof answer === "object" && answer !== null && "events" in answer;
  if (!isFine || typeof answer.events !== "number")
    throw new Error(`Events were answered with ${response.status}: ${JSON.stringify(answer)}`);
  return answer.events;
}

/** When everything that was posted is looked at. */
export async function untilIdle({ address, headers }: LiveServer): Promise<void> {
  for (;;) {
    const answer: unknown = await (await fetch(`${address}/api/v1/detection`, { headers })).json();
    const text = JSON.stringify(answer);
    if (text.includes('"state":"idle"') && text.includes('"inputs_waiting":0')) return;
    await wait(100);
  }
}

export interface SteadyLoad {
  readonly perSecond: number;
  readonly seconds: number;
  /** Records to post, in order; taken from the front. */
  readonly records: string[];
  /** Time of the first probe's event. */
  readonly probesAt: number;
  /** Told of each body. */
  readonly onPost: (body: string) => void;
}

const POSTS_PER_SECOND_MAX = 5;

/**
 * Posts events at a fixed rate, whether or not the server keeps up; one of each second is a probe. Answers for each
 * probe the milliseconds from posting it to its finding being told.
 */
export async function liveSteadily(server: LiveServer, load: SteadyLoad): Promise<readonly number[]> {
  const listener = await LiveListener.open(server.address, server.headers);
  const posts = Math.min(load.perSecond, POSTS_PER_SECOND_MAX);
  const everyMs = 1000 / posts;
  const finds: Promise<number>[] = [];
  const answers: Promise<unknown>[] = [];
  const startedAt = performance.now();
  try {
    for (let post = 0; post < load.seconds * posts; post++) {
      await wait(Math.max(0, startedAt + post * everyMs - performance.now()));
      const lines = load.records.splice(0, load.perSecond / posts);
      if (post % posts === 0) {
        const probe = toProbe(`${load.perSecond}-${post}`, load.probesAt + post * everyMs);
        lines[0] = JSON.stringify(probe.record);
        const postedAt = performance.now();
        finds.push(listener.untilFound(probe.id).then((at) => at - postedAt));
      }
      const body = lines.map((line) => `${line}\n`).join("");
      load.onPost(body);
      answers.push(postRecords(server, body));
    }
    await Promise.all(answers);
    return await Promise.all(finds);
  } finally {
    listener.close();
  }
}
