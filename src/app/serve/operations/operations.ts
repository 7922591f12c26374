import { join } from "node:path";
import type {
  AlertsPort,
  DriftPort,
  News,
  SchedulePort,
  SettingsPort,
  TrainingPort,
} from "../../../api/index.ts";
import type { Clock } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { toAlertSettings } from "../../alert/alert-settings.ts";
import { type Alerting, toAlerting } from "../../alert/open-channels.ts";
import { readKeptReport, toReportsFolder } from "../../report/kept-reports.ts";
import type { SettingSources } from "../../settings/resolve.ts";
import type { WorkQueue } from "../work-queue.ts";
import { createAlertAnswers } from "./alert-answers.ts";
import { createAlertWork } from "./alert-work.ts";
import { followSettings } from "./follow-settings.ts";
import { createLiveSettings, type LiveSettings } from "./live-settings.ts";
import { measureDrift, trainStored } from "./measure-drift.ts";
import { createSchedule } from "./schedule.ts";
import { listWorks } from "./scheduled-works.ts";
import { createSettingAnswers } from "./setting-answers.ts";
import { watchFolders } from "./watched-folders.ts";

export interface OperationParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  /** Settings from outside of the store. */
  readonly sources: SettingSources;
  /** Alerts are also written to a file there; null: they are not. */
  readonly logsFolder: string | null;
  readonly tell: (news: News) => void;
  readonly drift: DriftPort;
  readonly training: TrainingPort;
  /** Asks for a pass. */
  readonly detect: () => void;
  /** Called after settings changed, by whomever. */
  readonly onSettings: () => void;
  readonly onFailure: (error: unknown, what: string) => void;
  readonly onProblem: (text: string) => void;
}

/** What a server does by itself: it alerts, keeps its times, watches folders, and follows its settings. */
export interface Operations {
  readonly live: LiveSettings;
  readonly alerts: AlertsPort;
  readonly settings: SettingsPort;
  readonly schedule: SchedulePort;
  /** A pass has ended. */
  afterPass(): void;
  start(): Promise<void>;
  /** What is under way is finished; nothing begins any more. */
  stop(): Promise<void>;
}

export function openOperations(parts: OperationParts): Operations {
  const { store, clock, sources, onFailure } = parts;
  const live = createLiveSettings(store.settings, sources);
  const readReport = (name: string) => readKeptReport(toReportsFolder(store.folder), name);
  const open = async (): Promise<Alerting> => {
    const settings = toAlertSettings(await live.read());
    const file = settings.file ?? toFile(parts.logsFolder);
    return toAlerting({ ...settings, file, readReport }, clock);
  };
  const work = createAlertWork({
    store,
    open,
    tell: parts.tell,
    onFailure: (error) => onFailure(error, "alerts"),
  });
  const works = listWorks({
    store,
    clock,
    live,
    open,
    detect: parts.detect,
    deliver: () => work.deliver(),
    inLine: (task) => parts.queue.run(task),
    train: () => trainStored(parts),
    measureDrift: (days) => measureDrift(parts, days),
  });
  const schedule = createSchedule({ store, clock, live, works, onFailure });
  const folders = watchFolders({
    ...parts,
    live,
    onNew: parts.detect,
    onFailure: (error) => onFailure(error, "watched folders"),
  });
  const follow = (): void => {
    schedule.reload().catch((error: unknown) => onFailure(error, "schedule"));
    folders.request();
    work.decide();
    parts.onSettings();
  };
  const others = followSettings({ store, live, follow, onFailure: (error) => onFailure(error, "settings") });
  return {
    live,
    alerts: createAlertAnswers({ store, clock, live, open, work }),
    settings: createSettingAnswers({ store, live, onChange: follow }),
    schedule,
    afterPass: () => work.decide(),
    async start() {
      await schedule.reload();
      folders.request();
      work.decide();
      work.deliver();
      others?.request();
    },
    async stop() {
      await Promise.all([others?.stop(), schedule.stop(), folders.stop(), work.stop()]);
    },
  };
}

const toFile = (folder: string | null) => (folder === null ? null : { path: join(folder, "alerts.jsonl") });
