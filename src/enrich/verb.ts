import type { ActionClass, Activity, Sensitivity } from "../domain/index.ts";

/** What a call is, apart from its name. */
export interface Judgement {
  readonly class: ActionClass;
  readonly activity: Activity;
  readonly sensitivity: Sensitivity;
}

const READ: readonly [ActionClass, Activity] = ["view", "read"];
const CREATE: readonly [ActionClass, Activity] = ["admin", "create"];
const UPDATE: readonly [ActionClass, Activity] = ["admin", "update"];
const DELETE: readonly [ActionClass, Activity] = ["delete", "delete"];

const words = (text: string, judgement: readonly [ActionClass, Activity]) =>
  text.split(" ").map((word) => [word, judgement] as const);

/** What AWS means by the first word of a call's name. */
const VERBS: ReadonlyMap<string, readonly [ActionClass, Activity]> = new Map([
  ...words(
    "get list describe head view search lookup scan query check count is has select simulate test",
    READ,
  ),
  ...words(
    "preview estimate discover retrieve read resolve validate verify calculate find poll filter",
    READ,
  ),
  ...words("detect recognize analyze classify compare compute fetch receive explain evaluate can show", READ),
  ...words("create run launch allocate copy clone provision generate issue request register add", CREATE),
  ...words("new make build publish send submit invoke open purchase insert initiate duplicate", CREATE),
  ...words("put update modify set attach associate enable disable change edit apply configure", UPDATE),
  ...words(
    "start stop reboot restart restore resume pause suspend activate deactivate promote failover",
    UPDATE,
  ),
  ...words(
    "assign unassign grant authorize accept reject replace rotate reset tag untag move transfer",
    UPDATE,
  ),
  ...words(
    "detach disassociate switch sync refresh renew extend complete confirm approve cancel abort",
    UPDATE,
  ),
  ...words(
    "share unshare join leave invite lock unlock subscribe unsubscribe upgrade downgrade rollback",
    UPDATE,
  ),
  ...words(
    "merge split resize scale schedule reserve respond resend notify record ingest import write",
    UPDATE,
  ),
  ...words(
    "delete terminate remove deregister purge destroy drop release revoke erase clear forget empty",
    DELETE,
  ),
  ...words("unregister decommission discard expire evict", DELETE),
  ...words("download export", ["download", "read"]),
  ...words("upload", ["upload", "create"]),
  ...words("login signin logon", ["login", "logon"]),
  ...words("logout signout logoff", ["logout", "logoff"]),
]);

/** Words before the verb: `BatchGetItem`, `AdminCreateUser`, `BulkPublish`. */
const PREFIXES = new Set(["batch", "bulk", "admin", "async", "multi"]);

/** Nouns that make a change weighty wherever they stand. */
const WEIGHTY =
  /polic(y|ies)|permission|credential|accesskey|password|secret|login|mfa|grant|token|role|trust/i;
const SECRET = /secret|password|credential|privatekey|accesskey|token/i;

/**
 * A call that no table knows, judged by its name: reads are harmless, changes are not, and what has no known verb
 * counts as a change of unknown kind.
 */
export function judgeByVerb(name: string): Judgement {
  let { word, rest } = firstWord(name);
  if (PREFIXES.has(word) && rest !== "") ({ word, rest } = firstWord(rest));
  const found = VERBS.get(word);
  if (found === undefined) return UNKNOWN;
  const [actionClass, activity] = found;
  return { class: actionClass, activity, sensitivity: sensitivityOf(activity, rest) };
}

const UNKNOWN: Judgement = { class: "admin", activity: "other", sensitivity: 0 };

function sensitivityOf(activity: Activity, noun: string): Sensitivity {
  if (activity === "read") return SECRET.test(noun) ? 1 : 0;
  return WEIGHTY.test(noun) ? 2 : 1;
}

/** `GetObjectAcl` as `get` and `ObjectAcl`; `create_user` and `create-user` as `create` and `user`. */
function firstWord(name: string): { word: string; rest: string } {
  let end = 1;
  while (end < name.length && isLower(name.charCodeAt(end))) end++;
  const rest = name.slice(end);
  return { word: name.slice(0, end).toLowerCase(), rest: /^[_. -]/.test(rest) ? rest.slice(1) : rest };
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;
