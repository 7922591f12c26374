import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of reading what was found. Codes are never reused. */
export const FINDINGS_PROBLEMS = {
  FINDINGS_NOT_LOOKED: {
    status: 409,
    text: "Nothing was looked at yet, so nobody knows what there is to find: {events} events are stored.",
    remedy: "Run `gait detect` first. Where no event is stored, take logs in before: `gait ingest FOLDER`.",
  },
  FINDINGS_UNKNOWN: {
    status: 404,
    text: "There is no finding {id}, or more than one whose id begins so.",
    remedy: "Write at least 8 characters of an id that `gait findings --all` shows.",
  },
  FINDINGS_INCIDENT_UNKNOWN: {
    status: 404,
    text: "There is no incident {id}, or more than one whose id begins so.",
    remedy: "Write at least 8 characters of an id that `gait incidents --all` shows.",
  },
  FINDINGS_TARGET_UNKNOWN: {
    status: 404,
    text: "There is neither a finding nor an incident {id}, or more than one whose id begins so.",
    remedy:
      "Write at least 8 characters of an id that `gait findings --all` or `gait incidents --all` shows.",
  },
  FINDINGS_TARGETS_MANY: {
    status: 400,
    text: "More than {most} findings and incidents were to be changed at once.",
    remedy: "Change them in several goes.",
  },
  FINDINGS_VERSION_OF_MANY: {
    status: 400,
    text: "If-Match holds for a single one, and {count} were to be changed.",
    remedy: "Leave the header out: the answer says how each stood before.",
  },
  FINDINGS_TAG: {
    status: 400,
    text: "{tag} is no tag.",
    remedy: "Write letters and digits, with . _ : / - between, up to 40 of them.",
  },
  FINDINGS_ASSIGNEE: {
    status: 400,
    text: "{name} cannot have it in hand: there is no such user, or they may not sign in.",
    remedy: "Choose one of {names}.",
  },
  FINDINGS_EXCEPTION_OF_INCIDENT: {
    status: 400,
    text: "An exception is made from a finding, and {id} is an incident.",
    remedy:
      "Give the verdict without --exception, and make exceptions from its findings: `gait incidents {id}`.",
  },
  FINDINGS_ACTOR_UNKNOWN: {
    status: 404,
    text: "There is no actor with {text} in its id or name.",
    remedy: "`gait actors` lists those that are stored.",
  },
  FINDINGS_ACTOR_SEVERAL: {
    status: 409,
    text: "{count} actors have {text} in their id or name: {named}.",
    remedy: "Write the whole id of one of them.",
  },
} as const satisfies ProblemCatalogue;
