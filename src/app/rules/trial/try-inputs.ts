import { existsSync } from "node:fs";
import {
  collectRuleFindings,
  createEventMatcher,
  createMatchCollector,
  type Detected,
  type EventMatcher,
  type MatchCollector,
} from "../../../detect/index.ts";
import { SYSTEM_CLOCK } from "../../../domain/index.ts";
import type { Enricher } from "../../../enrich/index.ts";
import { compileSigma, type RuleSet } from "../../../sigma/index.ts";
import { type Input, openPath, type ReadOptions, readItems } from "../../../source/index.ts";
import { attachFacts } from "../../scan/attach-facts.ts";
import { readKnownBesides } from "../../scan/known-besides.ts";
import { openEnricher } from "../../scan/open-enricher.ts";
import type { NotTried, TrialFinding, TrialTask, Tried } from "./trial-task.ts";

/** Events that are brought together at once. */
const BATCH_EVENTS = 20_000;
/** Events of one finding that are told. */
const FINDING_EVENTS_MAX = 3;

/** Reads inputs, the latest first, until there are no more or the trial has cost enough, and tells what rules find in them. */
export async function tryInputs(
  task: TrialTask,
  onStep: (done: number, total: number) => void,
): Promise<Tried> {
  const trial = new InputTrial(task, onStep);
  try {
    return await trial.run();
  } finally {
    trial.close();
  }
}

class InputTrial {
  readonly #task: TrialTask;
  readonly #onStep: (done: number, total: number) => void;
  readonly #ruleSet: RuleSet;
  readonly #matcher: EventMatcher;
  readonly #collector: MatchCollector = createMatchCollector();
  readonly #enricher: Enricher = openEnricher(readKnownBesides());
  readonly #total: number;
  readonly #deadline: number;
  #waiting = 0;
  #events = 0;
  #bytes = 0;
  #inputs = 0;
  #unreadable = 0;

  constructor(task: TrialTask, onStep: (done: number, total: number) => void) {
    this.#task = task;
    this.#onStep = onStep;
    this.#ruleSet = compileSigma(task.rules);
    this.#matcher = createEventMatcher(this.#ruleSet);
    this.#total = task.inputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#deadline = performance.now() + task.limits.secondsMax * 1000;
  }

  close(): void {
    this.#collector.close();
  }

  async run(): Promise<Tried> {
    const { inputs, detectors, range } = this.#task;
    for (const input of inputs) {
      if (this.#stopReason() !== null) break;
      await this.#readOne(input);
    }
    this.#absorb();
    const wanted = new Set(detectors);
    const findings = collectRuleFindings(this.#ruleSet, this.#collector).filter(
      ({ finding }) => wanted.has(finding.detector.id) && finding.at >= range.from && finding.at < range.to,
    );
    return {
      findings: findings.map(toTrialFinding),
      events: this.#events,
      matches: this.#collector.log.count,
      inputs: this.#inputs,
      bytes: this.#bytes,
      notTried: this.#toNotTried(),
    };
  }

  async #readOne(input: TrialTask["inputs"][number]): Promise<void> {
    const options: ReadOptions = {
      enricher: this.#enricher,
      clock: SYSTEM_CLOCK,
      ...(input.format === null ? {} : { as: input.format }),
      ...(input.mapping === null ? {} : { mapping: input.mapping }),
    };
    const file = openPath(input.path);
    const named = { name: input.name, sizeBytes: null, open: () => file.open() };
    // Retention removes inputs, and readers pass over what is not there.
    if (!existsSync(input.path)) this.#unreadable++;
    else if (await this.#readItems(named, options)) this.#inputs++;
    this.#bytes += input.sizeBytes;
    this.#onStep(this.#bytes, this.#total);
  }

  /** False: the trial ended before the input did. */
  async #readItems(input: Input, options: ReadOptions): Promise<boolean> {
    for await (const items of readItems(input, options)) {
      for (const item of items) if (item.kind === "event") this.#look(item);
      if (this.#stopReason() !== null) return false;
    }
    return true;
  }

  #look({
    event,
    record,
  }: {
    readonly event: Parameters<EventMatcher["add"]>[0];
    readonly record: Parameters<EventMatcher["add"]>[1];
  }): void {
    const { readFrom, range } = this.#task;
    if (event.at < readFrom || event.at >= range.to) return;
    attachFacts(event, record);
    this.#matcher.add(event, record);
    if (++this.#waiting >= BATCH_EVENTS) this.#absorb();
  }

  #absorb(): void {
    this.#events += this.#collector.absorb(this.#matcher.take()).events;
    this.#waiting = 0;
  }

  #stopReason(): "time" | "matches" | null {
    if (this.#collector.log.count >= this.#task.limits.matchesMax) return "matches";
    return performance.now() >= this.#deadline ? "time" : null;
  }

  #toNotTried(): readonly NotTried[] {
    const { inputs, limits } = this.#task;
    const left = inputs.length - this.#inputs - this.#unreadable;
    const notTried: NotTried[] = [];
    const files = `${left.toLocaleString("en")} of ${inputs.length.toLocaleString("en")} files, the oldest`;
    if (left > 0 && this.#stopReason() === "matches")
      notTried.push({
        why: "matches",
        text: `More than ${limits.matchesMax.toLocaleString("en")} events matched: the rest (${files}) was not read.`,
      });
    else if (left > 0)
      notTried.push({
        why: "time",
        text: `After ${limits.secondsMax} seconds ${files}, were not read.`,
      });
    if (this.#unreadable > 0)
      notTried.push({
        why: "unreadable",
        text: `${this.#unreadable.toLocaleString("en")} files are no longer in the archive.`,
      });
    return notTried;
  }
}

export const toTrialFinding = ({ finding }: Detected): TrialFinding => ({
  at: finding.at,
  until: finding.until,
  detector: finding.detector.id,
  severity: finding.severity,
  actor: { id: finding.actor.id, name: finding.actor.name },
  entity: finding.entity,
  summary: finding.summary,
  events: finding.events.slice(0, FINDING_EVENTS_MAX),
});
