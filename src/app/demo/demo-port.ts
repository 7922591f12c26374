import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DemoPort, StoryOutcome } from "../../cli/demo.ts";
import type { Finding, Incident } from "../../domain/index.ts";
import {
  generateCloudTrail,
  type LabelledRecord,
  STORIES,
  textOf,
  writeS3Layout,
} from "../../generate/index.ts";
import { renderScanPage } from "../../report/index.ts";
import { runScan } from "../scan/run-scan.ts";

/** 2026-01-05, a Monday. */
const START_AT = Date.UTC(2026, 0, 5);

/** A generated month, scanned like any other folder; then, and only then, compared with what was laid over it. */
export const DEMO_PORT: DemoPort = {
  async demo({ seed, people, days }, onProgress) {
    const folder = await mkdtemp(join(tmpdir(), "gait-demo-"));
    const truth = new Map<string, string>();
    const company = generateCloudTrail({ seed, people, days, startAt: START_AT, stories: null });
    let day = 0;
    const written = await writeS3Layout(noteTruth(company, truth), {
      folder,
      seed,
      minutesPerFile: 15,
      recordsMax: null,
      onProgress: (records) => onProgress(`generating, ${records} records`, (0.5 * ++day) / days),
    });
    const { findings, incidents, record } = await runScan(
      {
        paths: [join(folder, "AWSLogs")],
        moreRules: [],
        onlyRules: null,
        from: null,
        to: null,
        as: null,
        mapping: null,
        geo: [],
        personRoles: [],
        withModels: true,
        threads: null,
      },
      ({ events }) => onProgress(`scanning, ${events} events`, 0.5 + (0.5 * events) / written.records),
    );
    const page = join(folder, "gait-demo.html");
    await writeFile(page, await renderScanPage({ findings, incidents, record }));
    const stories = toOutcomes(truth, findings, incidents);
    return { people, days, findings, incidents, record, stories, folder, page };
  },
};

function* noteTruth(
  days: Iterable<readonly LabelledRecord[]>,
  truth: Map<string, string>,
): Generator<readonly LabelledRecord[]> {
  for (const day of days) {
    for (const { record, story } of day) if (story !== null) truth.set(textOf(record, "eventID"), story);
    yield day;
  }
}

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
