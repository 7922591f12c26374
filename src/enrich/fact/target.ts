import type { Event, JsonObject } from "../../domain/index.ts";
import { objectOf, textOf } from "../field.ts";

/** Whom an IAM call is about, or which role is taken on, as rules see it under `gait.target`. */
export type Target = {
  readonly user: string | null;
  readonly role: string | null;
  /** The caller itself, or nobody is named, which means the caller. null: the record does not say, or a role is taken on. */
  readonly self: boolean | null;
};

/** null outside IAM and where no role is taken on. */
export function readTarget(event: Event, record: JsonObject): Target | null {
  if (event.action.service === "sts") return readTakenRole(record);
  if (event.action.service !== "iam") return null;
  const parameters = objectOf(record["requestParameters"]);
  if (parameters === null) {
    // A denied call is logged without its parameters, a call about oneself has none.
    return { user: null, role: null, self: event.outcome === "success" ? true : null };
  }
  const user = textOf(parameters["userName"]);
  const role = textOf(parameters["roleName"]);
  return { user, role, self: isSelf(event, user, role) };
}

/** How CloudTrail names the root user as a target. */
const ROOT_NAME = "AWS ROOT USER";

function isSelf({ actor }: Event, user: string | null, role: string | null): boolean {
  if (user === null && role === null) return true;
  if (user !== null)
    return actor.type === "root" ? user === ROOT_NAME : actor.type === "user" && actor.name === user;
  return actor.type === "role" && actor.name === role;
}

/** By its plain name, as IAM calls name it. */
function readTakenRole(record: JsonObject): Target | null {
  const arn = textOf(objectOf(record["requestParameters"])?.["roleArn"]);
  if (arn === null) return null;
  return { user: null, role: arn.slice(arn.lastIndexOf("/") + 1), self: null };
}
