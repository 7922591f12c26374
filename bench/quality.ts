import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EVALUATE_PORT } from "../src/app/evaluate/evaluate-command.ts";
import { type SeedReport, toQualityMarkdown } from "../src/app/evaluate/quality-markdown.ts";
import { formatQuality } from "../src/cli/evaluate-print.ts";
import { generateCloudTrail, writeS3Layout } from "../src/generate/index.ts";

const START_AT = Date.UTC(2026, 0, 5);

/**
 * `npm run bench -- quality [--seeds 1,2,3] [--people 200] [--days 60] [--folder DIR] [--json FILE] [--markdown FILE]`:
 * makes companies with attacks and decoys laid over them, once, scans each as anybody's logs would be, and says what
 * was found, how far up, how soon, what else was loud, and what each family of detectors adds.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string", default: "1,2,3" },
      people: { type: "string", default: "200" },
      days: { type: "string", default: "60" },
      folder: { type: "string" },
      json: { type: "string" },
      markdown: { type: "string" },
    },
  });
  const people = Number(values.people);
  const days = Number(values.days);
  const reports: SeedReport[] = [];
  for (const seed of values.seeds.split(",").map(Number)) {
    const folder = join(values.folder ?? tmpdir(), `gait-bench-quality-${people}x${days}-${seed}`);
    await make(folder, { seed, people, days });
    const started = performance.now();
    const report = await EVALUATE_PORT.evaluate(
      {
        paths: [join(folder, "AWSLogs")],
        labels: join(folder, "labels.csv"),
        decoys: join(folder, "decoys.csv"),
        seed,
        draws: 200,
        isThorough: true,
        place: { data: null, database: null },
      },
      () => {},
    );
    reports.push({ seed, report });
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`\n== seed ${seed}: ${people} people, ${days} days, evaluated in ${seconds} s\n`);
    console.log(formatQuality(report));
  }
  const markdown = toQualityMarkdown(reports);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(reports, null, 2)}\n`);
  const head = toHead(values.seeds, people, days);
  if (values.markdown !== undefined) await writeFile(values.markdown, `${head}\n\n${markdown}`);
  console.log(markdown);
}

const toHead = (seeds: string, people: number, days: number): string =>
  [
    "# Quality of detection",
    "",
    `Measured on generated companies of ${people} people over ${days} days, with attacks and decoys laid over them, and`,
    "nothing about them told beforehand: profiles and models learn from the same logs as they go. Repeat it with",
    "",
    "```sh",
    `npm run bench -- quality --seeds ${seeds} --people ${people} --days ${days}`,
    "```",
    "",
    "An incident tells an attack that makes up a tenth of its events, or of which it holds half, or about which one of",
    "its findings above `info` speaks with half of its evidence. An event's rank is the best score of what cites it.",
    "Intervals draw actors with replacement, 200 times.",
  ].join("\n");

/** Generated once and kept for the next run. */
async function make(
  folder: string,
  options: { readonly seed: number; readonly people: number; readonly days: number },
): Promise<void> {
  if (existsSync(join(folder, "complete"))) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeS3Layout(generateCloudTrail({ ...options, startAt: START_AT, stories: null }), {
    folder,
    seed: options.seed,
    minutesPerFile: 60,
    recordsMax: null,
    onProgress: () => {},
  });
  await writeFile(join(folder, "complete"), "");
}
