import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Seconds of each job that the peers did; what is not here was left out. */
export interface PeerTimes {
  readonly seconds: ReadonlyMap<string, number>;
  /** A word on what is missing, for people. */
  readonly missing: readonly string[];
}

/** What the bench measures, each alone if need be. */
export const LEARN_PARTS = ["isolation", "forest", "svm", "explanations", "threads"] as const;
export type LearnPart = (typeof LEARN_PARTS)[number];

export interface PeerPlan {
  readonly parts: readonly LearnPart[];
  readonly rows: number;
  readonly width: number;
  readonly trees: number;
  readonly explain: number;
  readonly svm: readonly (readonly [rows: number, width: number, nu: number])[];
}

const SCRIPT = new URL("./learn-peers.py", import.meta.url).pathname;
const PEER_MINUTES_MAX = 30;

/** Runs the peers on one thread with `GAIT_PEERS_PYTHON`, or `python3`. Peers that are not installed are no error. */
export async function runPeers(plan: PeerPlan): Promise<PeerTimes> {
  const python = process.env["GAIT_PEERS_PYTHON"] ?? "python3";
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", PYTHONWARNINGS: "ignore" };
  try {
    const timeout = PEER_MINUTES_MAX * 60_000;
    const { stdout } = await promisify(execFile)(python, [SCRIPT, JSON.stringify(plan)], { env, timeout });
    return readTimes(stdout);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n").slice(-2).join(" ") : String(error);
    return { seconds: new Map(), missing: [`${python} could not run the peers: ${reason}`] };
  }
}

function readTimes(stdout: string): PeerTimes {
  const seconds = new Map<string, number>();
  const missing = new Set<string>();
  for (const line of stdout.split("\n").filter((text) => text.startsWith("{"))) {
    const said: { job: string; seconds?: number; absent?: string } = JSON.parse(line);
    if (said.seconds !== undefined) seconds.set(said.job, said.seconds);
    if (said.absent !== undefined) missing.add(`${said.absent} is not installed: left out`);
  }
  return { seconds, missing: [...missing] };
}
