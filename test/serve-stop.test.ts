import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askAt, toTrailRecord } from "../src/app/serve/fixtures/served-place.ts";
import { openStore } from "../src/store/index.ts";

const MAIN = join(import.meta.dirname, "../src/app/main.ts");
const KEY = "a key of sixteen characters or more";
const PLACES = 2;
/** `GAIT_STOPS=5` and more for the whole measure. */
const STOPS_OF_EACH = Number(process.env["GAIT_STOPS"] ?? 1);
const EVENTS_OF_EACH = 1000;
/** Answered, not looked at yet, stopping. */
const ANSWERED = [200, 409, 503];

let folder: string;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-serve-stop-"));
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

interface Served {
  readonly child: ChildProcess;
  readonly address: string;
  readonly errors: () => string;
}

async function serve(data: string): Promise<Served> {
  const child = spawn(process.execPath, [MAIN, "serve", "--port", "0", "--quiet", "--data", data], {
    cwd: folder,
    env: { ...process.env, API_KEY: KEY, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let said = "";
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const address = /listens at (\S+)/.exec(said)?.[1];
    if (address !== undefined) return { child, address, errors: () => errors };
  }
  throw new Error(`it did not start: ${said}${errors}`);
}

/** Questions that make the database work, again and again, until nobody answers. */
async function askOnAndOn(address: string, statuses: number[]): Promise<void> {
  const paths = [
    "/api/v1/events?q=action:*Trail*%20and%20not%20user:bob&limit=500",
    "/api/v1/histogram?for=events&by=user",
    "/api/v1/findings?limit=200",
    "/api/v1/actors?limit=200",
  ];
  for (let at = 0; ; at++) {
    try {
      statuses.push((await askAt(address, paths[at % paths.length]!, { key: KEY })).status);
    } catch {
      // It listens no more.
      return;
    }
  }
}

const toBody = (place: number, stop: number): string =>
  Array.from({ length: EVENTS_OF_EACH }, (_, n) => {
    const record = toTrailRecord(`${place}-${stop}-${n}`, n % 2 === 0 ? "ListTrails" : "DeleteTrail");
    const eventTime = new Date(Date.UTC(2026, 0, 5 + stop) + n * 1000).toISOString();
    return `${JSON.stringify({ ...record, eventTime })}\n`;
  }).join("");

/** Stops a server while it takes in, looks, and answers; gives how it ended and what it had promised to keep. */
async function stopInTheMidst(data: string, place: number, stop: number) {
  const { child, address, errors } = await serve(data);
  const statuses: number[] = [];
  const asking = Array.from({ length: 4 }, () => askOnAndOn(address, statuses));
  const posted = askAt(address, "/api/v1/events", { key: KEY, body: toBody(place, stop) }).then(
    ({ status }) => status,
    () => 0,
  );
  await wait(50 + 100 * stop);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const [code, signal] = await ended;
  running.delete(child);
  await Promise.all(asking);
  const failed = statuses.filter((status) => !ANSWERED.includes(status));
  return { ended: { code, signal, errors: errors(), failed }, isTaken: (await posted) === 200 };
}

it(`a server that is stopped in the midst of queries ends cleanly, ${PLACES * STOPS_OF_EACH} times`, {
  timeout: 400_000,
}, async () => {
  const places = Array.from({ length: PLACES }, (_, place) => join(folder, String(place)));
  await Promise.all(
    places.map(async (data, place) => {
      let taken = 0;
      for (let stop = 0; stop < STOPS_OF_EACH; stop++) {
        const { ended, isTaken } = await stopInTheMidst(data, place, stop);
        expect(ended).toEqual({ code: 0, signal: null, errors: "", failed: [] });
        if (isTaken) taken += EVENTS_OF_EACH;
      }
      const store = await openStore({ folder: data, databaseUrl: null, purpose: "test" });
      expect(await store.events.countEvents({})).toBeGreaterThanOrEqual(taken);
      await store.close();
    }),
  );
});
