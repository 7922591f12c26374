import type { RuleSubject } from "../../../api/index.ts";
import type { BehaviourDetector } from "../../../detect/index.ts";
import { type Clock, DAY_MS, type JsonObject, toDay, toEpochMs, toError } from "../../../domain/index.ts";
import { compileSigma, type ParsedSigma, parseSigma } from "../../../sigma/index.ts";
import type { InputRecord, Store } from "../../../store/index.ts";
import { locateInput } from "../../detect/match-inputs.ts";
import { checkText, isError } from "../check-text.ts";
import { RULES_PROBLEMS } from "../problems.ts";
import type { RuleBook } from "../rule-book.ts";
import { leaveOff } from "../switch-off.ts";
import { sumTrial, toTrialRange } from "./sum-trial.ts";
import type { NotTried, TrialLimits, TrialOrder, TrialRange, Tried } from "./trial-task.ts";
import { tryAside } from "./try-aside.ts";
import { tryBehaviour } from "./try-behaviour.ts";

/** Days that can be tried. */
export const TRIAL_DAYS_MAX = 365;
export const TRIAL_LIMITS: TrialLimits = { secondsMax: 120, matchesMax: 300_000 };
/** Bursts of rules that go on at the beginning began within this time. */
const BURST_REACH_MS = DAY_MS;

/** What a trial looks with. */
export interface TrialTarget {
  readonly title: string;
  /** Ids of the detectors whose findings count. */
  readonly detectors: readonly string[];
  readonly look:
    | { readonly kind: "sigma"; readonly sigma: readonly ParsedSigma[] }
    | { readonly kind: "behaviour"; readonly behaviour: BehaviourDetector };
}

/** Throws RUN_RULE_UNKNOWN, RULES_BROKEN and RULES_SEVERAL. */
export function toTrialTarget(book: RuleBook, subject: RuleSubject): TrialTarget {
  if (subject.kind === "rule") {
    const { detector, source, text, file } = book.get(subject.id);
    const { id, title } = detector.ref;
    if (source.kind === "behaviour")
      return { title, detectors: [id], look: { kind: "behaviour", behaviour: source.behaviour } };
    const sigma = leaveOff([parseSigma(text, file)], (other) => other !== id);
    return { title, detectors: [id], look: { kind: "sigma", sigma: book.gather(sigma) } };
  }
  const { texts, problems, parsed } = checkText(subject.text, book, { isAlone: true });
  const first = problems.find(isError);
  if (first !== undefined) {
    const { line, column, text } = first;
    throw toError(RULES_PROBLEMS, "RULES_BROKEN", { line, column, first: text });
  }
  if (texts.length > 1) throw toError(RULES_PROBLEMS, "RULES_SEVERAL", { found: texts.length });
  const [{ rules }] = texts as [(typeof texts)[number]];
  const [behaviour] = parsed.behaviour;
  // An id that was made up stands in no text yet.
  const detectors = rules.map(({ detector: { ref }, isIdGiven }) => (isIdGiven ? ref.title : ref.id));
  const { title } = rules[0]!.detector.ref;
  if (behaviour !== undefined) return { title, detectors, look: { kind: "behaviour", behaviour } };
  return { title, detectors, look: { kind: "sigma", sigma: book.gather(parsed.sigma) } };
}

export interface TrialOptions {
  readonly days: number;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly onStep: (step: string, done: number, total: number) => void;
  readonly limits?: TrialLimits;
}

/** What the detector would have found in the last days that are stored; nothing is kept. Throws the stop's reason. */
export async function runTrial(
  store: Store,
  target: TrialTarget,
  { days, clock, stop, onStep, limits = TRIAL_LIMITS }: TrialOptions,
): Promise<JsonObject> {
  const started = performance.now();
  const { lastAt } = await store.events.readStats();
  const now = clock.now();
  const range = toTrialRange({ now, lastAt: lastAt ?? now }, days);
  const asked = { range, limits, stop, onStep };
  const notTried = await findGaps(store, range);
  const tried =
    target.look.kind === "sigma"
      ? await trySigma(store, { sigma: target.look.sigma, detectors: target.detectors }, asked)
      : await tryBehaviour(store, target.look.behaviour, asked);
  return sumTrial(tried, {
    title: target.title,
    detectors: target.detectors,
    range,
    exceptions: await store.verdicts.listExceptions(),
    notTried,
    seconds: (performance.now() - started) / 1000,
  });
}

interface SigmaLook {
  readonly sigma: readonly ParsedSigma[];
  readonly detectors: readonly string[];
}

async function trySigma(
  store: Store,
  { sigma, detectors }: SigmaLook,
  { range, limits, stop, onStep }: TrialOrder,
): Promise<Tried> {
  // Windows stand on each other; each is counted twice, so that it is known what held before.
  const windows = compileSigma(sigma).correlations.reduce((sum, { timespanMs }) => sum + 2 * timespanMs, 0);
  const reach = Math.max(BURST_REACH_MS, windows);
  const readFrom = toEpochMs(range.from - reach);
  const inputs = await listInputs(store, { from: readFrom, to: range.to });
  const mappings = new Map();
  const located = [];
  for (const input of inputs)
    located.push({ ...(await locateInput(store, input, mappings)), sizeBytes: input.sizeBytes });
  const task = { rules: sigma, detectors, inputs: located, range, readFrom, limits };
  return tryAside(task, { stop, onStep: (done, total) => onStep("reading logs", done, total) });
}

/** Inputs with events of the range, the latest first. */
async function listInputs(store: Store, { from, to }: TrialRange): Promise<readonly InputRecord[]> {
  return (await store.events.listInputs())
    .filter(
      ({ events, firstAt, lastAt }) =>
        events > 0 && firstAt !== null && lastAt !== null && lastAt >= from && firstAt < to,
    )
    .sort((a, b) => b.lastAt! - a.lastAt!);
}

async function findGaps(store: Store, { from, to }: TrialRange): Promise<readonly NotTried[]> {
  const { firstAt } = await store.events.readStats();
  if (firstAt === null || firstAt >= to) return [{ why: "none", text: "There are no events of these days." }];
  const horizon = await store.upkeep.readHorizonDay();
  if (horizon !== null && horizon > toDay(from))
    return [{ why: "removed", text: `Events before ${toDate(horizon)} were removed by retention.` }];
  const first = toDay(firstAt);
  if (first <= toDay(from)) return [];
  return [
    { why: "none", text: `The stored events begin on ${toDate(first)}: there are none of the days before.` },
  ];
}

const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
