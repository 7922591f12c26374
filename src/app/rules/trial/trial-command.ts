import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { RuleSubject } from "../../../api/index.ts";
import type { RuleTrialPort, RuleTrialReport, RuleTrialRequest } from "../../../cli/rule-trial.ts";
import { SYSTEM_CLOCK } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { withStore } from "../../findings/asked-store.ts";
import { readRuleBook } from "../rule-book.ts";
import { runTrial, TRIAL_DAYS_MAX, TRIAL_LIMITS, toTrialTarget } from "./run-trial.ts";

/** Whoever waits at a terminal waits longer than one at a page. */
const LIMITS = { ...TRIAL_LIMITS, secondsMax: 900 };

/** What a terminal asks a server for. */
export const TRIAL_ORDER = z.object({
  subject: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("rule"), id: z.string() }),
    z.object({ kind: z.literal("text"), text: z.string() }),
  ]),
  days: z.int().min(1).max(TRIAL_DAYS_MAX),
});
type AskedTrial = z.infer<typeof TRIAL_ORDER>;

/** The command: a file's text or a rule that is there, over what is stored. */
export const RULE_TRIAL_PORT: RuleTrialPort = {
  trial: async (request, onProgress) => {
    const order = await readTrialOrder(request);
    return withStore(request.place, "rules trial", (store) => tryInStore(store, order, onProgress));
  },
};

/** A file of that name is read; anything else is an id. */
export async function readTrialOrder({
  rule,
  days,
}: Pick<RuleTrialRequest, "rule" | "days">): Promise<AskedTrial> {
  const isFile = existsSync(rule) && statSync(rule).isFile();
  const subject: RuleSubject = isFile
    ? { kind: "text", text: await readFile(rule, "utf8") }
    : { kind: "rule", id: rule };
  return { subject, days };
}

/** Does the order in an open store. */
export async function tryInStore(
  store: Store,
  { subject, days }: AskedTrial,
  onProgress: Parameters<RuleTrialPort["trial"]>[1],
): Promise<RuleTrialReport> {
  const target = toTrialTarget(await readRuleBook(store), subject);
  const result: unknown = await runTrial(store, target, {
    days,
    clock: SYSTEM_CLOCK,
    stop: new AbortController().signal,
    onStep: (step, done, total) => onProgress({ step, share: total === 0 ? 1 : Math.min(1, done / total) }),
    limits: LIMITS,
  });
  return REPORT.parse(result);
}

const REPORT = z.custom<RuleTrialReport>((value) => typeof value === "object" && value !== null);
