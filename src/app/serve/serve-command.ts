import { once } from "node:events";
import type { ServePort } from "../../cli/serve.ts";
import { openPlace } from "../open-place.ts";
import type { LoadedModels } from "../predict/load-predictor.ts";
import { readSettings } from "../settings/read-settings.ts";
import { readVersion } from "../version.ts";
import { toListening } from "./accounts/listening.ts";
import { toServeSettings } from "./serve-settings.ts";
import { startServer } from "./start-server.ts";

const NOTES: Readonly<Record<LoadedModels["how"], string | null>> = {
  kept: null,
  first: "There was no model yet: the first one was learned from a generated company. Next: gait train FILE",
  replaced:
    "The kept model could not be used by this version: a new one was learned from a generated company.",
};

/** The serve command: open the store, listen, stop when asked, close. */
export const SERVE_PORT: ServePort = {
  async serve({ place, host, port, ...tls }, { stop, onStart, onLog }) {
    const settings = readSettings();
    const listening = toListening(settings, tls);
    const store = await openPlace(place, { purpose: "serve" });
    try {
      const server = await startServer({
        store,
        settings: toServeSettings(settings),
        ...listening,
        version: readVersion(),
        host,
        port,
        log: { write: onLog },
      });
      const { address, onceKey, setUpLink, models } = server;
      onStart({ address, database: store.database, onceKey, setUpLink, note: NOTES[models] });
      if (!stop.aborted) await once(stop, "abort");
      await server.close();
    } finally {
      await store.close();
    }
  },
};
