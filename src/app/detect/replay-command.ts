import type { ReplayPort, ReplayRequest } from "../../cli/replay.ts";
import { compareRuns, type Detection, tellComparison, toComparisonJson } from "../../detect/index.ts";
import type { Store } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { loadStoreRules } from "../rules/store-rules.ts";
import { type LookChoice, lookAtStore, toRuleSetName } from "./look-at-store.ts";
import { chooseThreads, toProgress } from "./run-detect.ts";

/** The replay command: look twice, as it is and as it would be, and compare; what is kept stays as it is. */
export const REPLAY_PORT: ReplayPort = {
  async replay(request, onProgress) {
    const store = await openPlace(request.settings.place, { purpose: "replay", mustExist: true });
    try {
      const { settings, without } = request;
      const threads = settings.threads ?? chooseThreads();
      const own = { moreRules: [], onlyRules: null };
      const before: LookChoice = {
        ...own,
        rules: await loadStoreRules(store, own),
        withModels: true,
        threads,
      };
      const after: LookChoice = {
        ...settings,
        rules: await loadStoreRules(store, { ...settings, replaces: true }),
        without,
        threads,
      };
      const first = await lookAtStore(store, before, (progress) => {
        const { step, share, note } = toProgress(progress);
        onProgress({ step, share: share / 2, note });
      });
      const second = await lookAtStore(store, after, (progress) => {
        const { step, share, note } = toProgress(progress);
        onProgress({ step, share: 0.5 + share / 2, note });
      });
      await forgetTrial(store, before, after);
      const comparison = compareRuns(cut(first.detection, request), cut(second.detection, request));
      const { events } = second.record;
      return { events, text: tellComparison(comparison), json: toComparisonJson(comparison) };
    } finally {
      await store.close();
    }
  },
};

/** Matches of rules that are only tried are not kept. */
async function forgetTrial(store: Store, before: LookChoice, after: LookChoice): Promise<void> {
  const trial = toRuleSetName(after.rules);
  if (trial !== toRuleSetName(before.rules)) await store.ruleMatches.forget(trial);
}

/** What begins within the time that is compared. */
function cut({ findings, incidents }: Detection, { from, to }: ReplayRequest): Detection {
  const isWithin = ({ at }: { readonly at: number }): boolean =>
    (from === null || at >= from) && (to === null || at < to);
  return { findings: findings.filter(isWithin), incidents: incidents.filter(isWithin) };
}
