import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { HEADERS } from "./servers.ts";

export interface Load {
  readonly seconds: number;
  /** Requests a second, over all addresses together. */
  readonly rate: number;
  readonly isExplained: boolean;
}

export interface Fired {
  /** Milliseconds. */
  readonly p99: number;
  readonly median: number;
  readonly most: number;
  readonly answers: number;
  readonly failures: number;
}

/** Connections that are open at once at most. */
const CONNECTIONS_MAX = 64;
/** Different bodies. */
const BODIES = 1000;
const WARM_UP_SECONDS = 3;
const START_AT = Date.UTC(2026, 0, 5);
const ACTIONS = ["login", "view", "download", "upload", "admin", "logout", "delete"] as const;

/** Actions of many users at all hours. */
export const toInstance = (at: number): object => ({
  user_id: `user-${at % 211}`,
  timestamp: new Date(START_AT + at * 977_000).toISOString(),
  action_type: ACTIONS[at % ACTIONS.length],
  ip_address: `198.51.100.${at % 250}`,
  data_volume_mb: (at * 37) % 900,
  device_type: "desktop",
  failed_attempts: at % 13 === 0 ? 4 : 0,
});

/**
 * The same load on all addresses together; of several, the slowest counts. Requests leave at even distances whether or
 * not the servers keep up, and each is measured from the time at which it was due: a late answer counts as late.
 */
export async function fire(addresses: readonly string[], load: Load): Promise<Fired> {
  const share = { ...load, rate: load.rate / addresses.length };
  const results = await Promise.all(addresses.map((address) => shoot(address, share)));
  return {
    p99: Math.max(...results.map(({ tookMs }) => quantileOf(tookMs, 0.99))),
    median: Math.max(...results.map(({ tookMs }) => quantileOf(tookMs, 0.5))),
    most: Math.max(...results.map(({ tookMs }) => quantileOf(tookMs, 1))),
    answers: results.reduce((sum, { tookMs }) => sum + tookMs.length, 0),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
  };
}

export async function warmUp(addresses: readonly string[], isExplained: boolean): Promise<void> {
  await fire(addresses, { seconds: WARM_UP_SECONDS, rate: isExplained ? 40 : 500, isExplained });
}

interface Shot {
  /** Of answers with 200, ascending. */
  readonly tookMs: Float64Array;
  readonly failures: number;
}

async function shoot(address: string, { seconds, rate, isExplained }: Load): Promise<Shot> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
  const bodies = Array.from({ length: BODIES }, (_, at) =>
    JSON.stringify({ ...toInstance(at), explain: isExplained }),
  );
  const tookMs: number[] = [];
  let failures = 0;
  const started = performance.now();
  const send = async (number: number, due: number): Promise<void> => {
    const isFine = await post(`${address}/api/predict`, bodies[number % BODIES]!, agent);
    if (isFine) tookMs.push(performance.now() - due);
    else failures++;
  };
  const shots: Promise<void>[] = [];
  for (let number = 0; number < rate * seconds; number++) {
    const due = started + (number * 1000) / rate;
    while (performance.now() < due) await wait(1);
    shots.push(send(number, due));
  }
  await Promise.all(shots);
  agent.destroy();
  return { tookMs: Float64Array.from(tookMs).sort(), failures };
}

/** Whether it was answered with 200. */
function post(url: string, body: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { method: "POST", agent, headers: HEADERS }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode === 200));
    });
    asked.once("error", () => resolve(false));
    asked.end(body);
  });
}

const quantileOf = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.POSITIVE_INFINITY;
