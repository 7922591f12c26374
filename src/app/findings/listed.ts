import type { ListedFinding } from "../../cli/findings.ts";
import type { ListedIncident } from "../../cli/incidents.ts";
import type { AskedPeriod } from "../../cli/read-option.ts";
import { TACTICS } from "../../domain/index.ts";
import { toFindingJson, toIncidentJson } from "../../report/index.ts";
import type { Period, StoredFinding, StoredIncident } from "../../store/index.ts";

/** A stored finding for people and programs. */
export const toListed = ({ finding, accessKeyId, verdict, exception }: StoredFinding): ListedFinding => ({
  finding,
  verdict,
  exception,
  json: { ...toFindingJson(finding), access_key_id: accessKeyId, verdict, exception },
});

export const toListedIncident = ({ incident, verdict }: StoredIncident): ListedIncident => ({
  incident,
  verdict,
  json: { ...toIncidentJson(incident), verdict },
});

export const toStorePeriod = ({ from, to }: AskedPeriod): Period => ({
  ...(from === null ? {} : { from }),
  ...(to === null ? {} : { to }),
});

/** A tactic that ATT&CK does not have keeps its id. */
export const toTacticNames = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id);
