import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { DemoRequest, DemoResult, StoryOutcome } from "../../cli/demo.ts";
import { DAY_MS, type Finding, type Incident, toError } from "../../domain/index.ts";
import { generateCloudTrail, STORIES, writeS3Layout } from "../../generate/index.ts";
import type { Store } from "../../store/index.ts";
import { runDetect } from "../detect/run-detect.ts";
import { runIngest } from "../ingest/run-ingest.ts";
import { APP_PROBLEMS } from "../problems.ts";

/** Where the generated logs lie in the demo's folder. */
const LOGS = "logs";
const LABELS = join(LOGS, "labels.csv");
const MINUTES_PER_FILE = 15;
/** As `gait detect` without options. */
const DETECTION = { moreRules: [], onlyRules: null, withModels: true, threads: null } as const;

/** How much of the whole each step is, as measured on two cores. */
const SHARES = { generate: 0.2, ingest: 0.25, detect: 0.55 } as const;

type OnProgress = (step: string, done: number) => void;

/** Throws RUN_DEMO_FOLDER where something else than a demo lies in the folder: its server asks for no key. */
export async function refuseForeign(folder: string): Promise<void> {
  if (existsSync(join(folder, LABELS)) || !existsSync(folder)) return;
  if ((await readdir(folder)).length > 0) throw toError(APP_PROBLEMS, "RUN_DEMO_FOLDER", { folder });
}

/**
 * A generated company in an open store under `folder`: its logs are written as CloudTrail delivers them, taken in, and
 * looked at like any logs. Where a demo lies there already it is looked at again, which changes nothing.
 */
export async function makeDemo(
  store: Store,
  { folder, endAt, ...request }: DemoRequest & { readonly folder: string; readonly endAt: number },
  onProgress: OnProgress,
): Promise<DemoResult> {
  const { seed, people, days } = request;
  const logs = join(folder, LOGS);
  if ((await store.passes.readProgress()).lastRun === null) {
    await rm(logs, { recursive: true, force: true });
    let day = 0;
    await writeS3Layout(
      generateCloudTrail({ seed, people, days, startAt: endAt - days * DAY_MS, stories: null }),
      {
        folder: logs,
        seed,
        minutesPerFile: MINUTES_PER_FILE,
        recordsMax: null,
        onProgress: (records) =>
          onProgress(`generating, ${records} records`, (SHARES.generate * ++day) / days),
      },
    );
    await runIngest(
      { paths: [join(logs, "AWSLogs")], as: null, mapping: null },
      {
        store,
        onProgress: ({ bytes, bytesTotal, events }) =>
          onProgress(
            `taking in, ${events} events`,
            SHARES.generate + (SHARES.ingest * bytes) / (bytesTotal ?? bytes),
          ),
      },
    );
  }
  await runDetect(store, DETECTION, ({ step, share }) => onProgress(step, toDetectShare(step, share)));
  return { ...(await readOutcome(store, await readTruth(join(folder, LABELS)))), people, days, folder: logs };
}

/** Rules come before behaviour, and are the smaller part. */
function toDetectShare(step: string, share: number): number {
  const before = SHARES.generate + SHARES.ingest;
  if (step === "matching rules") return before + SHARES.detect * 0.25 * share;
  return before + SHARES.detect * (step === "learning behaviour" ? 0.25 + 0.65 * share : 0.95);
}

const labelRow = z.object({ event_id: z.string(), story: z.string() });

/** The story of each event that belongs to one. */
async function readTruth(file: string): Promise<ReadonlyMap<string, string>> {
  const rows = z.array(labelRow).parse(parse(await readFile(file), { columns: true }));
  return new Map(rows.map(({ event_id, story }) => [event_id, story]));
}

type Outcome = Pick<DemoResult, "findings" | "incidents" | "record" | "stories">;

/** What is kept, compared with what was laid over the logs: only now does anybody look at the labels. */
async function readOutcome(store: Store, truth: ReadonlyMap<string, string>): Promise<Outcome> {
  const findings: Finding[] = [];
  for await (const page of store.findings.stream({})) for (const { finding } of page) findings.push(finding);
  const incidents: Incident[] = [];
  let after: Parameters<Store["incidents"]["read"]>[0]["after"];
  do {
    const page = await store.incidents.read({
      limit: INCIDENTS_PAGE,
      order: "worst-first",
      ...(after === undefined ? {} : { after }),
    });
    incidents.push(...page.incidents.map(({ incident }) => incident));
    after = page.next ?? undefined;
  } while (after !== undefined);
  const record = (await store.passes.readProgress()).lastRun?.record ?? null;
  if (record === null) throw new TypeError("A pass that finished has a record.");
  return { findings, incidents, record, stories: toOutcomes(truth, findings, incidents) };
}

const INCIDENTS_PAGE = 500;

function toOutcomes(
  truth: ReadonlyMap<string, string>,
  findings: readonly Finding[],
  incidents: readonly Incident[],
): readonly StoryOutcome[] {
  const rankOf = new Map(incidents.map((incident, index) => [incident.id, index + 1]));
  return STORIES.map(({ name, plot }) => {
    const telling = findings.filter(
      (finding) => finding.severity !== "info" && finding.events.some((event) => truth.get(event) === name),
    );
    const ranks = telling.flatMap((finding) =>
      finding.incident === null ? [] : (rankOf.get(finding.incident) ?? []),
    );
    const rank = ranks.length === 0 ? null : Math.min(...ranks);
    const records = [...truth.values()].filter((story) => story === name).length;
    return {
      name,
      plot,
      records,
      findings: telling.length,
      rank,
      incident: rank === null ? null : incidents[rank - 1]!,
    };
  });
}
