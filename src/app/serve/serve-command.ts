import { once } from "node:events";
import { join } from "node:path";
import type { ServePort, ServeRequest } from "../../cli/serve.ts";
import { openPlace } from "../open-place.ts";
import type { LoadedModels } from "../predict/load-predictor.ts";
import type { Settings } from "../settings/catalogue.ts";
import { readSources } from "../settings/read-settings.ts";
import { resolveSettings } from "../settings/resolve.ts";
import { readVersion } from "../version.ts";
import { toListening } from "./accounts/listening.ts";
import { openLogFile } from "./log-file.ts";
import { toServeSettings } from "./serve-settings.ts";
import { startServer } from "./start-server.ts";

const NOTES: Readonly<Record<LoadedModels["how"], string | null>> = {
  kept: null,
  first: "There was no model yet: the first one was learned from a generated company. Next: gait train FILE",
  replaced:
    "The kept model could not be used by this version: a new one was learned from a generated company.",
};

/** Whoever comes from elsewhere may think that it is what incidents alert by. */
function tellThreshold(settings: Settings): string | null {
  const threshold = settings["alerts.threshold"];
  if (threshold === null) return null;
  const { "alerts.per_day": perDay, "alerts.min_severity": least, "alerts.min_score": score } = settings;
  const scored = score === null ? "" : ` and a score of ${score}`;
  return `ALERT_THRESHOLD ${threshold} judges single actions (POST /api/predict, batches). Incidents alert from severity ${least}${scored}, ${perDay} a day.`;
}

const HOST_DEFAULT = "127.0.0.1";
const PORT_DEFAULT = 5000;

/** What the command line says, in the words of the settings. */
const toFlags = ({ place, host, port }: Pick<ServeRequest, "place" | "host" | "port">) => ({
  "data.folder": place.data,
  "database.url": place.database,
  "server.host": host,
  "server.port": port === null ? null : String(port),
});

function chooseLogsFolder(settings: Settings, folder: string): string | null {
  const named = settings["logs.folder"];
  if (named === "off") return null;
  return named ?? join(folder, "logs");
}

/** The serve command: open the store, listen, stop when asked, close. */
export const SERVE_PORT: ServePort = {
  async serve({ place, host, port, ...tls }, { stop, onStart, onLog }) {
    const sources = { ...readSources(), flags: toFlags({ place, host, port }) };
    const settings = resolveSettings(sources).values;
    const listening = toListening(settings, tls);
    const store = await openPlace(place, { purpose: "serve" });
    const logsFolder = chooseLogsFolder(settings, store.folder);
    const logFile = logsFolder === null ? null : openLogFile(join(logsFolder, "gait.log"));
    const write = (line: string): void => {
      onLog(line);
      logFile?.write(line);
    };
    try {
      const server = await startServer({
        store,
        settings: toServeSettings(settings),
        ...listening,
        version: readVersion(),
        host: settings["server.host"] ?? HOST_DEFAULT,
        port: settings["server.port"] ?? PORT_DEFAULT,
        sources,
        logsFolder,
        log: { write },
      });
      const { address, onceKey, setUpLink, models } = server;
      const notes = [NOTES[models], tellThreshold(settings)].filter((note) => note !== null);
      onStart({ address, database: store.database, onceKey, setUpLink, notes });
      if (!stop.aborted) await once(stop, "abort");
      await server.close();
    } finally {
      await store.close();
      await logFile?.close();
    }
  },
};
