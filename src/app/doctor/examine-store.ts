import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { StorePlace } from "../../cli/data-option.ts";
import type { Examined } from "../../cli/doctor.ts";
import { DAY_MS, type EpochMs, GaitError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { failed, look, ok, skipped, warn } from "./examined.ts";

const GIB = 1024 ** 3;
/** Free bytes of a disk. */
const FREE_WARN = 5 * GIB;
const FREE_FAIL = GIB / 2;

/** Whether a data folder can be written to, and has room. */
export async function examineFolder(folder: string): Promise<readonly Examined[]> {
  return [
    await look("folder", async () => {
      const nearest = await findNearest(folder);
      await access(nearest, constants.R_OK | constants.W_OK);
      const text = nearest === folder ? "can be written to" : "is not there yet and can be made";
      return ok("folder", `${folder} ${text}.`);
    }),
    await look("disk", () => examineDisk(folder)),
  ];
}

/** The folder, or the first above it that is there. */
async function findNearest(folder: string): Promise<string> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    });
    if (found !== null || path === dirname(path)) return path;
  }
}

async function examineDisk(folder: string): Promise<Examined> {
  const { bavail, bsize } = await statfs(await findNearest(folder));
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB are free.`;
  const remedy = "Make room, or set retention.days so that old events are removed.";
  if (free < FREE_FAIL) return failed("disk", text, remedy);
  return free < FREE_WARN ? warn("disk", text, remedy) : ok("disk", text);
}

/** What a store says of itself; where a server holds it, that it does. */
export async function examineStore(place: StorePlace, now: EpochMs): Promise<readonly Examined[]> {
  try {
    return await withStore(place, "doctor", (store) => examineOpen(store, now));
  } catch (error) {
    if (!(error instanceof GaitError)) throw error;
    const { code, text, remedy } = error.report;
    if (code === "STORE_MISSING" || code === "STORE_DATABASE_EMPTY")
      return [skipped("store", `${text} Nothing was taken in yet.`)];
    if (code === "STORE_SERVED") return [ok("store", `${text} Ask it for its health.`)];
    return [code === "STORE_LOCKED" ? warn("store", text, remedy) : failed("store", text, remedy)];
  }
}

async function examineOpen(store: Store, now: EpochMs): Promise<readonly Examined[]> {
  const { events, inputs, lastAt, rejects } = await store.events.readStats();
  const count = (number: number, word: string) => `${number.toLocaleString("en")} ${word}`;
  return [
    ok(
      "store",
      `${store.database} opens: ${count(events, "events")} of ${count(inputs, "inputs")}, ${count(rejects, "rejects")}.`,
    ),
    await look("detection", () => examineDetection(store)),
    await look("alerts", () => examineAlerts(store)),
    examineClock(lastAt, now),
  ];
}

async function examineDetection(store: Store): Promise<Examined> {
  const { lastRun, inputsWaiting, eventsWaiting, unfinished } = await store.passes.readProgress();
  const when = lastRun?.finishedAt == null ? "never" : new Date(lastRun.finishedAt).toISOString();
  if (unfinished !== null)
    return warn("detection", "The last pass broke off.", "gait detect goes on where it was.");
  if (inputsWaiting > 0)
    return warn(
      "detection",
      `${inputsWaiting} inputs with ${eventsWaiting} events wait to be looked at; the last pass ended ${when}.`,
      "gait detect looks at them; gait serve and gait watch do by themselves.",
    );
  return ok("detection", lastRun === null ? "Nothing waits." : `Nothing waits; the last pass ended ${when}.`);
}

async function examineAlerts(store: Store): Promise<Examined> {
  const { deliveries } = await store.alerts.count();
  return deliveries.dead === 0
    ? ok("alerts", `${deliveries.delivered} deliveries arrived, ${deliveries.waiting} wait.`)
    : warn(
        "alerts",
        `${deliveries.dead} deliveries were given up.`,
        "gait alerts list --dead shows why; gait alerts send --dead tries them again.",
      );
}

/** Events of tomorrow say that a clock is wrong, here or there. */
function examineClock(lastAt: EpochMs | null, now: EpochMs): Examined {
  const said = new Date(now).toISOString();
  if (lastAt === null) return ok("clock", `It is ${said}.`);
  return lastAt > now + DAY_MS
    ? warn(
        "clock",
        `It is ${said}, and the last event claims to be of ${new Date(lastAt).toISOString()}.`,
        "Set this machine's clock by NTP; if it is right, the clock of whoever wrote the log is wrong.",
      )
    : ok("clock", `It is ${said}; the last event is of ${new Date(lastAt).toISOString()}.`);
}
