import { afterEach, beforeEach, describe } from "vitest";
import { type Clock, type EpochMs, toEpochMs } from "../domain/index.ts";
import { describeActorInsight } from "./actors/actor-insight.suite.ts";
import { describeActors } from "./actors/actor-store.suite.ts";
import { describeAlerts } from "./alerts/alert-store.suite.ts";
import { describeKept } from "./answers/kept.suite.ts";
import { describeBackground } from "./background/background-store.suite.ts";
import { SUITE_LIMITS } from "./exactly-once.suite.ts";
import { describeFindings } from "./findings/finding-store.suite.ts";
import { describeKeptAnswers } from "./idempotency/kept-answer-store.suite.ts";
import { describeIncidents } from "./incidents/incident-store.suite.ts";
import { describeKeys } from "./keys/key-store.suite.ts";
import { describeLeases } from "./leases/lease-store.suite.ts";
import type { StoreLimits } from "./limits.ts";
import { describeModels } from "./models/model-store.suite.ts";
import { describePasses } from "./passes/pass-store.suite.ts";
import type { PortsUnderTest } from "./ports-under-test.suite.ts";
import { describeQueries } from "./queries/hunt/query.suite.ts";
import { describeStatistics } from "./queries/statistics/statistic-store.suite.ts";
import { describeRuleMatches } from "./rule-matches/rule-match-store.suite.ts";
import { describeRules } from "./rules/rule-store.suite.ts";
import { SAMPLE_START } from "./sample-event.ts";
import { describeSchedule } from "./schedule/schedule-store.suite.ts";
import { describeSettings } from "./settings/setting-store.suite.ts";
import type { Store } from "./store.ts";
import { describeTalks } from "./talks/talk-store.suite.ts";
import { describeTogether } from "./together/together-store.suite.ts";
import { describeTriage } from "./triage/triage-store.suite.ts";
import { describeUpkeep } from "./upkeep/upkeep-store.suite.ts";
import { describeUsers } from "./users/user-store.suite.ts";
import { describeVerdicts } from "./verdicts/verdict-store.suite.ts";
import { describeViews } from "./views/view-store.suite.ts";

export interface PortsRequest {
  readonly clock: Clock;
  readonly limits: StoreLimits;
}

/** An empty store of the engine under test. */
export interface OpenedPorts {
  readonly store: Store;
  /** The same database as another process sees it; the same store where one process holds it. */
  openAnother(): Promise<Store>;
  reopen(): Promise<Store>;
  destroy(): Promise<void>;
}

/** What the ports of a store must do, on every engine. */
export function describePorts(engine: string, open: (request: PortsRequest) => Promise<OpenedPorts>): void {
  describe(`the ports of a store on ${engine}`, () => {
    let opened: OpenedPorts;
    let store: Store;
    let now: EpochMs;
    beforeEach(async () => {
      now = toEpochMs(SAMPLE_START);
      opened = await open({ clock: { now: () => now }, limits: SUITE_LIMITS });
      store = opened.store;
    });
    afterEach(() => opened.destroy());
    const test: PortsUnderTest = {
      store: () => store,
      another: () => opened.openAnother(),
      reopen: async () => {
        store = await opened.reopen();
      },
      setNow: (at) => {
        now = toEpochMs(at);
      },
    };
    describe("findings", () => describeFindings(test));
    describe("incidents", () => describeIncidents(test));
    describe("verdicts", () => describeVerdicts(test));
    describe("triage", () => describeTriage(test));
    describe("views", () => describeViews(test));
    describe("matches of rules", () => describeRuleMatches(test));
    describe("passes", () => describePasses(test));
    describe("leases", () => describeLeases(test));
    describe("models", () => describeModels(test));
    describe("actors", () => describeActors(test));
    describe("insight into actors", () => describeActorInsight(test));
    describe("alerts", () => describeAlerts(test));
    describe("settings", () => describeSettings(test));
    describe("rules of people", () => describeRules(test));
    describe("schedule", () => describeSchedule(test));
    describe("upkeep", () => describeUpkeep(test));
    describe("keys", () => describeKeys(test));
    describe("queries", () => describeQueries(test));
    describe("statistics", () => describeStatistics(test));
    describe("answers that are given again", () => describeKept(test));
    describe("background jobs", () => describeBackground(test));
    describe("people", () => describeUsers(test));
    describe("answers that are kept", () => describeKeptAnswers(test));
    describe("talks with models", () => describeTalks(test));
    describe("processes together", () => describeTogether(test));
  });
}
