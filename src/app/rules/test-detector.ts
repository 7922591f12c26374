import { z } from "zod";
import { type BehaviourDetector, parseBehaviourDetector } from "../../detect/index.ts";
import { EventLog, EventRowWriter } from "../../detect/log/index.ts";
import { type JsonObject, SYSTEM_CLOCK } from "../../domain/index.ts";
import { type Enricher, type GeoReader, placeOfAddress } from "../../enrich/index.ts";
import { readItems } from "../../source/index.ts";
import { openLaneHere } from "../behaviour/lanes.ts";
import { makeLens } from "../behaviour/open-lane.ts";
import { resolveFindings } from "../behaviour/resolve-findings.ts";
import { runBehaviour } from "../behaviour/run-behaviour.ts";
import type { RuleText } from "../scan/scan-task.ts";
import { BEHAVIOUR_EXAMPLES_FILE, type BehaviourExample, toBehaviourRecords } from "./behaviour-examples.ts";
import { FORMAT_OF_SERVICE, type Result, readExamples, toExampleInput } from "./read-examples.ts";

/**
 * Runs the examples beside a behaviour detector through the real way of the data: records are read, mapped, enriched,
 * sorted, and learned day by day.
 */
export async function testDetector(rule: RuleText & Omit<Bench, "detector">): Promise<readonly Result[]> {
  const { detector, problems } = parseBehaviourDetector(rule.text, rule.file);
  const [problem] = problems;
  const broken = (why: string): Result[] => [{ name: "examples", expected: "fires", passed: false, why }];
  if (problem !== undefined) return broken(`${problem.line}:${problem.column}: ${problem.text}`);
  if (detector === null) return broken("the detector could not be read");
  const document = await readExamples(rule.file);
  if (typeof document === "string") return broken(document);
  const parsed = BEHAVIOUR_EXAMPLES_FILE.safeParse(document.value);
  if (!parsed.success) return broken(z.prettifyError(parsed.error).replaceAll("\n", "; "));
  const bench: Bench = { detector, enricher: rule.enricher, geo: rule.geo };
  const results: Result[] = [];
  for (const example of parsed.data.fires) results.push(await runExample(example, "fires", bench));
  for (const example of parsed.data.quiet) results.push(await runExample(example, "quiet", bench));
  return results;
}

interface Bench {
  readonly detector: BehaviourDetector;
  readonly enricher: Enricher;
  readonly geo: GeoReader;
}

async function runExample(
  example: BehaviourExample,
  expected: Result["expected"],
  bench: Bench,
): Promise<Result> {
  const why = await judgeExample(example, expected, bench);
  return { name: example.name, expected, passed: why === null, why };
}

/** null: the detector did what the example expects. */
async function judgeExample(
  example: BehaviourExample,
  expected: Result["expected"],
  bench: Bench,
): Promise<string | null> {
  const records = toBehaviourRecords(example);
  if (typeof records === "string") return records;
  const { summaries, rejected } = await learn(records, { ...bench, log: example.log });
  if (rejected !== null) return `a record of the example was rejected: ${rejected}`;
  if (expected === "fires") return summaries.length > 0 ? null : "should fire, and stayed quiet";
  return summaries.length > 0 ? `should stay quiet, and fired: ${summaries[0]}` : null;
}

async function learn(
  records: readonly JsonObject[],
  { detector, enricher, geo, log: service }: Bench & { readonly log: BehaviourExample["log"] },
): Promise<{ readonly summaries: readonly string[]; readonly rejected: string | null }> {
  const format = FORMAT_OF_SERVICE[service] ?? "cloudtrail";
  const writer = new EventRowWriter();
  let rejected: string | null = null;
  for await (const items of readItems(toExampleInput(records, format), {
    enricher,
    clock: SYSTEM_CLOCK,
    as: format,
  })) {
    for (const item of items) {
      if (item.kind === "reject") rejected ??= item.reject.reason;
      if (item.kind === "event") writer.addEvent(item.event);
    }
  }
  const log = new EventLog();
  log.absorb(writer.take(), 0);
  const lanes = openLaneHere(makeLens);
  try {
    const outcome = await runBehaviour(
      {
        log,
        detectors: [detector],
        placeOf: (address) => placeOfAddress(address, geo),
        withModels: detector.kind === "model",
        seed: 1,
        onProgress: () => undefined,
      },
      lanes,
    );
    const found = resolveFindings(outcome.findings, { detectors: [detector], logs: [log] });
    return { summaries: found.map(({ finding }) => finding.summary), rejected };
  } finally {
    await lanes.close();
    log.close();
  }
}
