import type { ListedFinding } from "../../cli/findings.ts";
import type { ListedIncident } from "../../cli/incidents.ts";
import type { AskedPeriod } from "../../cli/read-option.ts";
import type { AskedStanding } from "../../cli/standing.ts";
import { TACTICS, toTag } from "../../domain/index.ts";
import { toFindingJson, toIncidentJson } from "../../report/index.ts";
import type { ListedHead, Period, StandingFilter, StoredFinding, StoredIncident } from "../../store/index.ts";

/** A stored finding for people and programs. */
export const toListed = ({
  finding,
  accessKeyId,
  verdict,
  exception,
  standing,
}: StoredFinding): ListedFinding => ({
  finding,
  verdict,
  exception,
  standing,
  json: { ...toFindingJson(finding), access_key_id: accessKeyId, verdict, exception, ...standing },
});

/** What a list shows of a finding: neither its evidence nor its explanation. */
export function toListedHead(head: ListedHead): object {
  const { eventCount, verdict, exception, standing } = head;
  const {
    events: _events,
    explanation: _,
    ...json
  } = toFindingJson({ ...head, events: [], explanation: {} });
  return { ...json, event_count: eventCount, verdict, exception, ...standing };
}

export const toListedIncident = ({ incident, verdict, standing }: StoredIncident): ListedIncident => ({
  incident,
  verdict,
  standing,
  json: { ...toIncidentJson(incident), verdict, ...standing },
});

export const toStorePeriod = ({ from, to }: AskedPeriod): Period => ({
  ...(from === null ? {} : { from }),
  ...(to === null ? {} : { to }),
});

export const toStandingFilter = ({ state, assignee, tag }: AskedStanding): StandingFilter => ({
  ...(state === null ? {} : { state }),
  ...(assignee === null ? {} : { assignee: assignee === "none" ? null : assignee }),
  ...(tag === null ? {} : { tag: toTag(tag) ?? tag }),
});

/** A tactic that ATT&CK does not have keeps its id. */
export const toTacticNames = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id);
