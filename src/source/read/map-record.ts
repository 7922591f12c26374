import {
  type Clock,
  describeProblem,
  type Event,
  type JsonObject,
  type ProblemReport,
} from "../../domain/index.ts";
import type { Enricher } from "../../enrich/index.ts";
import { OrdinalIds } from "../content-id.ts";
import type { MapContext } from "../format/format.ts";
import { People } from "../format/people.ts";
import { mapUserActivity } from "../format/user-activity/user-activity.ts";
import { SOURCE_PROBLEMS } from "../problems.ts";
import { Refusal } from "../trouble.ts";

/** What one record became. */
export type MappedRecord =
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "refused"; readonly problem: ProblemReport };

/** Maps user-activity records that come one by one, without an input around them; ids count them. */
export function createActivityMapper(options: {
  readonly enricher: Enricher;
  readonly clock: Clock;
}): (record: JsonObject) => MappedRecord {
  const { enricher, clock } = options;
  const ids = new OrdinalIds();
  const people = new People();
  return (record) => {
    const context: MapContext = { enricher, receivedAt: clock.now(), ids, people };
    const mapped = mapUserActivity(record, context);
    if (!(mapped instanceof Refusal)) return { kind: "event", event: mapped };
    const { code, details } = mapped.trouble;
    return { kind: "refused", problem: describeProblem(SOURCE_PROBLEMS, code, details) };
  };
}
