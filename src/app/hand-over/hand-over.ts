import { resolve } from "node:path";
import type { DbUpkeepPort } from "../../cli/db-upkeep.ts";
import type { DetectPort } from "../../cli/detect.ts";
import type { EventsPort } from "../../cli/events.ts";
import type { FindingList, FindingsPort } from "../../cli/findings.ts";
import type { IncidentsPort } from "../../cli/incidents.ts";
import type { IngestPort } from "../../cli/ingest.ts";
import type { RuleChangePort } from "../../cli/rule-change.ts";
import type { RuleTrialPort } from "../../cli/rule-trial.ts";
import type { HandedCommand } from "./ask-server.ts";

/** Loaded when a folder is held by another process alone. */
async function ask<Answer>(command: HandedCommand, error: unknown): Promise<Answer> {
  const { askServer } = await import("./ask-server.ts");
  return askServer<Answer>(command, error);
}

/** The command, done by the server that holds the data folder where one does. */
export const handIngest = (port: IngestPort): IngestPort => ({
  ingest: (request, onProgress) =>
    port.ingest(request, onProgress).catch((error: unknown) => {
      if (request.paths.includes("-")) throw error;
      const geo = (request.geo ?? []).map((path) => resolve(path));
      const mapping = request.mapping === null ? null : resolve(request.mapping);
      const paths = request.paths.map((path) => resolve(path));
      return ask(
        { place: request.place, name: "ingest", request: { ...request, paths, mapping, geo } },
        error,
      );
    }),
});

export const handRuleTrial = (port: RuleTrialPort): RuleTrialPort => ({
  trial: (request, onProgress) =>
    port.trial(request, onProgress).catch(async (error: unknown) => {
      const { readTrialOrder } = await import("../rules/trial/trial-command.ts");
      return ask(
        { place: request.place, name: "rules-trial", request: await readTrialOrder(request) },
        error,
      );
    }),
});

export const handRuleChanges = (port: RuleChangePort): RuleChangePort => ({
  importRules: (request) =>
    port.importRules(request).catch(async (error: unknown) => {
      const { readImportOrder } = await import("../rules/change-command.ts");
      const order = await readImportOrder(request);
      return ask({ place: request.place, name: "rules-import", request: order }, error);
    }),
  switchRules: (request) =>
    port.switchRules(request).catch(async (error: unknown) => {
      const { toSwitchOrder } = await import("../rules/change-command.ts");
      return ask({ place: request.place, name: "rules-switch", request: toSwitchOrder(request) }, error);
    }),
});

export const handDetect = (port: DetectPort): DetectPort => ({
  detect: (settings, onProgress) =>
    port.detect(settings, onProgress).catch((error: unknown) => {
      const moreRules = settings.moreRules.map((path) => resolve(path));
      const onlyRules = settings.onlyRules === null ? null : resolve(settings.onlyRules);
      const request = { ...settings, moreRules, onlyRules };
      return ask({ place: settings.place, name: "detect", request }, error);
    }),
});

type HandedFindings = Omit<FindingList, "pages"> & {
  readonly rows: FindingList["pages"] extends AsyncIterable<infer Page> ? Page : never;
};

export const handFindings = (port: FindingsPort): FindingsPort => ({
  list: (request, use) =>
    port.list(request, use).catch(async (error: unknown) => {
      const answer = await ask<HandedFindings>({ place: request.place, name: "findings", request }, error);
      const { rows, ...list } = answer;
      await use({ ...list, pages: inOne(rows) });
    }),
});

async function* inOne<Page>(rows: Page): AsyncGenerator<Page> {
  yield rows;
}

export const handIncidents = (port: IncidentsPort): IncidentsPort => ({
  list: (request) =>
    port
      .list(request)
      .catch((error: unknown) => ask({ place: request.place, name: "incidents", request }, error)),
  find: (place, id) =>
    port.find(place, id).catch((error: unknown) => ask({ place, name: "incident", request: { id } }, error)),
});

export const handEvents = (port: EventsPort): EventsPort => ({
  count: (request) =>
    port
      .count(request)
      .catch((error: unknown) => ask({ place: request.place, name: "events-count", request }, error)),
  read: (request) => port.read(request),
  find: (place, id) =>
    port.find(place, id).catch((error: unknown) => ask({ place, name: "event", request: { id } }, error)),
  readRaw: (place, id) =>
    port
      .readRaw(place, id)
      .catch((error: unknown) => ask({ place, name: "event-raw", request: { id } }, error)),
});

export const handDbUpkeep = (port: DbUpkeepPort): DbUpkeepPort => ({
  prune: (place, days) =>
    port
      .prune(place, days)
      .catch((error: unknown) => ask({ place, name: "db-prune", request: { days } }, error)),
  backup: (place, folder) =>
    port
      .backup(place, folder)
      .catch((error: unknown) =>
        ask({ place, name: "db-backup", request: { folder: resolve(folder) } }, error),
      ),
  restore: (place, folder) => port.restore(place, folder),
});
