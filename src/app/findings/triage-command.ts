import { userInfo } from "node:os";
import type { StandingAnswer, TriagePort, TriageReport, TriageRequest } from "../../cli/triage.ts";
import { ASSIGNEE_CHARS_MAX, TRIAGE_TARGETS_MAX, toError, toTag } from "../../domain/index.ts";
import type { NamedTarget, Store, TriageChange, TriageStanding } from "../../store/index.ts";
import { withStore } from "./asked-store.ts";
import { findTarget } from "./find-target.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

export const TRIAGE_PORT: TriagePort = {
  triage: (request) => withStore(request.place, "triage", (store) => triage(store, request)),
};

/** Changes how findings and incidents stand, all of them or none. Throws FINDINGS_TARGET_UNKNOWN and others. */
export async function triage(
  store: Store,
  request: Omit<TriageRequest, "place">,
): Promise<readonly TriageReport[]> {
  const { targets: ids, version } = request;
  if (ids.length > TRIAGE_TARGETS_MAX)
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_TARGETS_MANY", { most: TRIAGE_TARGETS_MAX });
  if (version !== null && ids.length > 1)
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_VERSION_OF_MANY", { count: ids.length });
  const named = await findTargets(store, ids);
  const changed = await store.triage.change({
    targets: named.map(({ target }) => target),
    change: await toChange(store, request),
    by: request.by ?? userInfo().username,
    version,
  });
  return changed.map(({ before, after }, index) => {
    const { target, summary } = named[index]!;
    return { target: { ...target, summary }, before: toStandingJson(before), after: toStandingJson(after) };
  });
}

/** Whole ids at once; beginnings one by one. Each target once. */
async function findTargets(store: Store, ids: readonly string[]): Promise<readonly NamedTarget[]> {
  const whole = new Map((await store.triage.findTargets(ids)).map((one) => [one.target.id, one]));
  const found = new Map<string, NamedTarget>();
  for (const id of ids) {
    const one = whole.get(id) ?? (await findTarget(store, id));
    found.set(`${one.target.type} ${one.target.id}`, { target: one.target, summary: one.summary });
  }
  return [...found.values()];
}

async function toChange(store: Store, request: Omit<TriageRequest, "place">): Promise<TriageChange> {
  const { state, close, assignee, addTags, removeTags, note } = request;
  return {
    ...(state === undefined ? {} : { isAcknowledged: state === "acknowledged", verdict: "open" as const }),
    ...(close === undefined ? {} : { verdict: close }),
    ...(assignee === undefined ? {} : { assignee: await readAssignee(store, assignee) }),
    addTags: addTags.map(readTag),
    removeTags: removeTags.map(readTag),
    note: note === null || note.trim() === "" ? null : note,
  };
}

function readTag(text: string): string {
  const tag = toTag(text);
  if (tag === null) throw toError(FINDINGS_PROBLEMS, "FINDINGS_TAG", { tag: JSON.stringify(text) });
  return tag;
}

/** Where there are users it is one of them who may sign in; else any name. */
async function readAssignee(store: Store, text: string | null): Promise<string | null> {
  const name = text?.trim() ?? "";
  if (text === null || name === "") return null;
  if (name.length > ASSIGNEE_CHARS_MAX)
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_ASSIGNEE", {
      name: name.slice(0, 60),
      names: "any short name",
    });
  const users = (await store.users.list()).filter(({ disabledAt }) => disabledAt === null);
  if (users.length === 0) return name;
  const user = await store.users.findByName(name);
  if (user !== null && user.disabledAt === null) return user.name;
  const names = users
    .slice(0, NAMED_MAX)
    .map((one) => one.name)
    .join(", ");
  throw toError(FINDINGS_PROBLEMS, "FINDINGS_ASSIGNEE", { name, names });
}

/** Users that are named to whoever wrote none of them. */
const NAMED_MAX = 10;

export const toStandingJson = ({
  state,
  verdict,
  assignee,
  tags,
  version,
  latest,
}: TriageStanding): StandingAnswer => ({
  state,
  verdict: verdict === null || verdict === "open" ? null : verdict,
  assignee,
  tags,
  version,
  changed_at: latest === null ? null : new Date(latest.at).toISOString(),
  changed_by: latest?.by ?? null,
});
