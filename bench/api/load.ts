import autocannon from "autocannon";
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

const CONNECTIONS = 16;
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
 * The same load on all addresses together; of several, the slowest counts. The rate is kept whether or not the servers
 * keep up, so a late answer counts as late.
 */
export async function fire(addresses: readonly string[], load: Load): Promise<Fired> {
  const share = { ...load, rate: load.rate / addresses.length };
  const results = await Promise.all(addresses.map((address) => shoot(address, share)));
  return {
    p99: Math.max(...results.map(({ latency }) => latency.p99)),
    median: Math.max(...results.map(({ latency }) => latency.p50)),
    most: Math.max(...results.map(({ latency }) => latency.max)),
    answers: results.reduce((sum, one) => sum + one["2xx"], 0),
    failures: results.reduce((sum, one) => sum + one.non2xx + one.errors + one.timeouts, 0),
  };
}

export async function warmUp(addresses: readonly string[], isExplained: boolean): Promise<void> {
  await fire(addresses, { seconds: WARM_UP_SECONDS, rate: isExplained ? 40 : 500, isExplained });
}

const shoot = (address: string, { seconds, rate, isExplained }: Load): Promise<autocannon.Result> =>
  autocannon({
    url: `${address}/api/predict`,
    method: "POST",
    duration: seconds,
    connections: Math.min(CONNECTIONS, Math.max(1, Math.floor(rate))),
    overallRate: rate,
    headers: HEADERS,
    requests: Array.from({ length: 1000 }, (_, at) => ({
      body: JSON.stringify({ ...toInstance(at), explain: isExplained }),
    })),
  });
