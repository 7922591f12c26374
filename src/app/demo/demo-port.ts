import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DemoPort, DemoRequest, DemoWatch } from "../../cli/demo.ts";
import { type Clock, DAY_MS, SYSTEM_CLOCK } from "../../domain/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { startServer } from "../serve/start-server.ts";
import { readVersion } from "../version.ts";
import { findFreePort } from "./free-port.ts";
import { makeDemo, refuseForeign } from "./make-demo.ts";

const HOST = "127.0.0.1";

/** A generated month that ends now, looked at like anybody's logs; then served to whoever is on this machine. */
export const DEMO_PORT: DemoPort = {
  async demo(request, watch) {
    const { data, port } = request;
    if (data !== null) await refuseForeign(data);
    const folder = data ?? (await mkdtemp(join(tmpdir(), "gait-demo-")));
    try {
      const store = await openStore({ folder, databaseUrl: null, purpose: "serve" });
      try {
        const result = await makeDemo(
          store,
          { ...request, folder, endAt: findEnd(SYSTEM_CLOCK) },
          (step, done) => {
            watch.stop.throwIfAborted();
            watch.onProgress(step, done);
          },
        );
        watch.onMade(result);
        if (port !== null) await serve(store, { ...request, port }, watch);
      } finally {
        await store.close();
      }
    } finally {
      if (data === null) await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The generated month is over at the last midnight in UTC. */
const findEnd = (clock: Clock): number => Math.floor(clock.now() / DAY_MS) * DAY_MS;

async function serve(
  store: Store,
  { port: wanted }: DemoRequest & { readonly port: number },
  { stop, onServed }: DemoWatch,
): Promise<void> {
  stop.throwIfAborted();
  const port = await findFreePort(HOST, wanted);
  const settings = { apiKey: null, threshold: null };
  const server = await startServer({
    store,
    settings,
    version: readVersion(),
    host: HOST,
    port,
    isOpen: true,
  });
  onServed({ address: server.address, isElsewhere: port !== wanted });
  if (!stop.aborted) await once(stop, "abort");
  await server.close();
}
